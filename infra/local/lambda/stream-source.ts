import { randomUUID } from "node:crypto";
import type { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { InvokeResult, Local } from "../context.ts";
import { matchesPattern } from "../events/event-pattern.ts";
import { failedPositions } from "./batch-failures.ts";
import { type Bell, hangBell } from "./bell.ts";
import { checkpoints } from "./checkpoints.ts";
import type { Destinations } from "./destinations.ts";
import type { Poller } from "./poller.ts";
import { shardReader } from "./shard-reader.ts";
import { type BatchPolicy, type DiscardCondition, deliver } from "./stream-batch.ts";
import type { StreamRecord } from "./stream-record.ts";

export type StreamMapping = BatchPolicy & {
  readonly id: string;
  readonly streamArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly startsAtLatest: boolean;
  readonly reportsFailures: boolean;
  /** Patterns of which one must match, parsed; without any, all records pass. */
  readonly filters: readonly unknown[];
  readonly onFailureArn: string | undefined;
};

const IDLE_MS = 100;
const PAUSE_AFTER_ERROR_MS = 500;
const FIRST_REST_MS = 100;
/** Lambda waits longer; here somebody sits before it. */
const LONGEST_REST_MS = 1_000;

/**
 * Reads a table's stream and hands its records to a function in order, at least once: the checkpoint moves only
 * after what it passes has succeeded, was filtered out or discarded. `written` rings when there may be records, and a
 * stream found empty is not read again while `writes` gives the same number.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export async function streamSource(
  mapping: StreamMapping,
  local: Pick<Local, "db" | "clock" | "region" | "say">,
  client: DynamoDBStreamsClient,
  destinations: Destinations,
  invoke: (event: unknown) => Promise<InvokeResult>,
  written: Bell,
  writes: () => number | undefined = () => undefined,
): Promise<Poller> {
  const { streamArn, batchSize, reportsFailures, onFailureArn } = mapping;
  const offsetMs = (): number => new Float64Array(local.clock.offset)[0] ?? 0;
  const reader = shardReader(client, streamArn, local.region, offsetMs);
  const positions = checkpoints(local.db, mapping.id, streamArn);
  const ended = hangBell();
  /** While the stream is read: behind what nothing was left a moment ago, or nothing where records are at work. */
  let standing: { readonly iterator?: string; readonly asOf?: number | undefined } | undefined;
  let isEnding = false;
  let polling: Promise<void> = Promise.resolve();

  if (mapping.startsAtLatest && positions.isNew())
    for (const shardId of await reader.shards()) {
      let last: string | undefined;
      let iterator: string | undefined = await reader.seek(shardId, undefined);
      while (iterator !== undefined) {
        const page = await reader.read(iterator, 1000);
        last = page.records.at(-1)?.sequence ?? last;
        iterator = page.records.length === 0 ? undefined : page.next;
      }
      positions.reach(shardId, last);
    }

  const isUnwritten = (): boolean => standing?.asOf !== undefined && standing.asOf === writes();

  const isWanted = ({ event }: StreamRecord): boolean =>
    mapping.filters.length === 0 || mapping.filters.some((pattern) => matchesPattern(pattern, event));

  const attempt = async (records: readonly StreamRecord[]): Promise<number | undefined> => {
    const result = await invoke({ Records: records.map(({ event }) => event) });
    const sequences = records.map(({ sequence }) => sequence);
    // The lowest sequence number that failed: everything from there on is tried again.
    return failedPositions(result, sequences, reportsFailures)[0];
  };

  const discard = async (
    shardId: string,
    records: readonly StreamRecord[],
    condition: DiscardCondition,
    attempts: number,
  ): Promise<void> => {
    local.say(`${mapping.functionArn} failed for good on ${records.length} records of a stream`);
    if (onFailureArn === undefined) return;
    const at = local.clock.now();
    const arrival = (record: StreamRecord | undefined) =>
      new Date((record?.machineMs ?? 0) + offsetMs()).toISOString().replace(/\.\d+/, "");
    const event = { Records: records.map((record) => record.event) };
    const record = {
      requestContext: {
        requestId: randomUUID(),
        functionArn: mapping.functionArn,
        condition,
        approximateInvokeCount: attempts,
      },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      version: "1.0",
      timestamp: at.toISOString(),
      DDBStreamBatchInfo: {
        shardId,
        startSequenceNumber: records.at(0)?.sequence,
        endSequenceNumber: records.at(-1)?.sequence,
        approximateArrivalOfFirstRecord: arrival(records.at(0)),
        approximateArrivalOfLastRecord: arrival(records.at(-1)),
        batchSize: records.length,
        streamArn,
      },
      // Only a bucket is given the records themselves.
      ...(onFailureArn.includes(":s3:") ? { payload: JSON.stringify(event) } : {}),
    };
    await destinations.send(onFailureArn, record, `aws/lambda/${mapping.id}/${shardId}`, at);
  };

  const work = async (shardId: string, records: readonly StreamRecord[]): Promise<boolean> => {
    const isDone = await deliver(records.filter(isWanted), mapping, {
      attempt,
      done: ({ sequence }) => {
        if (!isEnding) positions.reach(shardId, sequence);
      },
      discard: async (...args) => {
        if (!isEnding) await discard(shardId, ...args);
      },
      // By the machine's clock: one that is moved by a year must not make records old that nobody left waiting.
      ageMs: ({ machineMs }) => Date.now() - machineMs,
      rest: async (attempts) => {
        const restMs = attempts === 0 ? 0 : Math.min(FIRST_REST_MS * 2 ** (attempts - 1), LONGEST_REST_MS);
        if (!isEnding && restMs > 0) await ended.wait(restMs);
        return !isEnding;
      },
    });
    const last = records.at(-1);
    if (isDone && !isEnding && last !== undefined) positions.reach(shardId, last.sequence);
    return isDone && !isEnding;
  };

  /** Until the shard is closed and read to its end, or the laptop ends. */
  const readShard = async (shardId: string): Promise<void> => {
    let iterator = await reader.seek(shardId, positions.of(shardId).sequence);
    while (!isEnding) {
      const asOf = writes();
      const page = await reader.read(iterator, batchSize);
      if (page.records.length > 0) standing = {};
      if (page.records.length > 0 && !(await work(shardId, page.records))) return;
      if (page.next === undefined) return positions.finish(shardId);
      iterator = page.next;
      if (page.records.length > 0) continue;
      standing = { iterator, asOf };
      do await Promise.race([written.wait(IDLE_MS), ended.wait(IDLE_MS)]);
      while (!isEnding && isUnwritten());
    }
  };

  const poll = async (): Promise<void> => {
    while (!isEnding) {
      try {
        standing = undefined;
        const open = (await reader.shards()).find((shardId) => !positions.of(shardId).isFinished);
        if (open === undefined) await ended.wait(IDLE_MS);
        else await readShard(open);
      } catch (error) {
        // An iterator may expire, an engine may be down: the checkpoint says where to go on.
        if (isEnding) return;
        local.say(
          `A table's stream cannot be read: ${error instanceof Error ? error.name : "unknown error"}`,
        );
        await ended.wait(PAUSE_AFTER_ERROR_MS);
      }
    }
  };

  return {
    start: () => {
      polling = poll();
    },
    pending: async () => {
      if (isUnwritten()) return 0;
      // Asking for one is enough to know: reading them all would slow down whoever is at work on them.
      if (standing !== undefined)
        return standing.iterator === undefined ? 1 : (await reader.read(standing.iterator, 1)).records.length;
      let unread = 0;
      for (const shardId of await reader.shards()) {
        const { sequence, isFinished } = positions.of(shardId);
        if (isFinished) continue;
        unread += (await reader.read(await reader.seek(shardId, sequence), 1)).records.length;
      }
      return unread;
    },
    stop: async () => {
      isEnding = true;
      ended.ring();
      await polling;
    },
  };
}
