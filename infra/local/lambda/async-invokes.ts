import { randomUUID } from "node:crypto";
import type { InvokeResult, Local } from "../context.ts";
import type { Destinations } from "./destinations.ts";
import { type InvokeRow, invokeRows } from "./invoke-rows.ts";
import type { Pool } from "./pool.ts";

/** How often and how long Lambda tries an event, and where it goes after that. */
export type InvokeConfig = {
  readonly retries: number;
  readonly maxAgeMs: number;
  readonly onFailureArn: string | undefined;
};

export const DEFAULT_INVOKE_CONFIG: InvokeConfig = {
  retries: 2,
  maxAgeMs: 6 * 3_600_000,
  onFailureArn: undefined,
};

/** "A one-minute wait between the first two attempts, and two minutes between the second and third." */
const RETRY_DELAYS_MS = [60_000, 120_000];
const DESTINATION_RETRY_MS = 1_000;
const TICK_MS = 100;

export type AsyncInvokes = {
  add(functionName: string, event: unknown): void;
  count(): number;
  start(): void;
  stop(): void;
};

/**
 * The queue in front of asynchronous functions. An event is on disk before it is accepted and leaves only once it
 * has succeeded, was handed to its destination or, without one, has failed for good: a killed laptop goes on with it.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function asyncInvokes(
  local: Pick<Local, "db" | "clock" | "say">,
  poolOf: (functionName: string) => Pool | undefined,
  configOf: (functionName: string) => InvokeConfig,
  destinations: Destinations,
): AsyncInvokes {
  const rows = invokeRows(local.db);
  const underWay = new Set<number>();
  let isStarted = false;
  let timer: NodeJS.Timeout | undefined;

  const now = (): number => local.clock.now().getTime();

  const attempt = async (row: InvokeRow, pool: Pool): Promise<void> => {
    const config = configOf(row.functionName);
    if (row.failure !== null) return await giveUp(row, JSON.parse(row.failure), config);
    const result = await pool.invoke(row.payload, row.requestId);
    // What the end of the laptop cut short is no failed attempt.
    if (!isStarted) return;
    if (result.kind === "returned") return rows.remove(row.id);
    const attempts = row.attempts + 1;
    const dueMs = now() + (RETRY_DELAYS_MS[attempts - 1] ?? 0);
    const isExhausted = attempts > config.retries;
    // By the time at which the retry is due, not at which it starts: a clock that is moved by a year meanwhile
    // passes both.
    if (!isExhausted && dueMs - row.acceptedMs <= config.maxAgeMs) return rows.retry(row.id, attempts, dueMs);
    const condition = isExhausted ? "RetriesExhausted" : "EventAgeExceeded";
    const record = failureRecord(row, pool, attempts, condition, result);
    rows.fail(row.id, attempts, JSON.stringify(record));
    await giveUp(row, record, config);
  };

  const giveUp = async (row: InvokeRow, record: object, { onFailureArn }: InvokeConfig): Promise<void> => {
    if (onFailureArn === undefined) {
      local.say(`${row.functionName} failed for good on an event that has no destination; it is dropped`);
      return rows.remove(row.id);
    }
    const at = local.clock.now();
    try {
      await destinations.send(onFailureArn, record, `aws/lambda/async/${row.functionName}`, at);
      rows.remove(row.id);
    } catch (error) {
      local.say(`A failed event of ${row.functionName} did not reach ${onFailureArn}: ${nameOfError(error)}`);
      rows.postpone(row.id, at.getTime() + DESTINATION_RETRY_MS);
    }
  };

  const failureRecord = (
    row: InvokeRow,
    pool: Pool,
    attempts: number,
    condition: string,
    result: InvokeResult & { readonly kind: "failed" },
  ) => ({
    version: "1.0",
    timestamp: new Date(now()).toISOString(),
    requestContext: {
      requestId: row.requestId,
      functionArn: `${pool.definition.arn}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(row.payload),
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: { errorType: result.errorType, errorMessage: result.errorMessage },
  });

  const pump = (): void => {
    if (!isStarted) return;
    for (const functionName of rows.functionsDue(now())) {
      const pool = poolOf(functionName);
      if (pool === undefined) {
        local.say(`Events wait for ${functionName}, which the template no longer has; they are dropped`);
        rows.removeAllOf(functionName);
        continue;
      }
      for (const row of rows.due(functionName, now(), 2 * pool.definition.concurrency)) {
        if (underWay.has(row.id)) continue;
        underWay.add(row.id);
        void attempt(row, pool).finally(() => {
          underWay.delete(row.id);
          pump();
        });
      }
    }
  };

  return {
    add: (functionName, event) => {
      const payload = JSON.stringify(event ?? null);
      rows.add({ functionName, requestId: randomUUID(), payload, atMs: now() });
      // Not now: the caller may be in a transaction, and the event is accepted only when that is.
      setImmediate(pump);
    },
    count: rows.count,
    start: () => {
      isStarted = true;
      timer = setInterval(pump, TICK_MS).unref();
      pump();
    },
    stop: () => {
      isStarted = false;
      clearInterval(timer);
    },
  };
}

const nameOfError = (error: unknown): string => (error instanceof Error ? error.name : "unknown error");
