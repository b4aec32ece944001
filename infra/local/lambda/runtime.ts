import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Functions, InvokeResult, Local, ResourceType } from "../context.ts";
import { clientSettings } from "../engines/client-settings.ts";
import { asyncInvokes, DEFAULT_INVOKE_CONFIG, type InvokeConfig } from "./async-invokes.ts";
import { hangBell } from "./bell.ts";
import { functionArn, functionNameOf, functionType, type RuntimeOptions } from "./definition.ts";
import { destinations } from "./destinations.ts";
import { eventSourceMappingType, type Mapping } from "./event-source.ts";
import { eventInvokeConfigType } from "./invoke-config.ts";
import type { Poller } from "./poller.ts";
import { openPool, type Pool } from "./pool.ts";
import { queueSource } from "./queue-source.ts";
import { streamSource } from "./stream-source.ts";

export type LambdaRuntime = Functions & {
  readonly resources: readonly ResourceType[];
  /** Begins to bring events: call it once the template's resources are made. */
  start(): void;
  /** Brings no more events, lets those under way end for a moment, and ends every function. */
  stop(): Promise<void>;
};

const FAREWELL_MS = 1_000;

/**
 * Lambda on a laptop: runs the template's functions from their bundles, in threads, and brings them events from
 * queues, streams and asynchronous invokes. `options.environment` must name the engines as the SDK expects them
 * (`AWS_ENDPOINT_URL_SQS`, `…_SNS`, `…_S3`, `…_DYNAMODB`). Logs are `logs/<function>.log`.
 */
export function lambdaRuntime(local: Omit<Local, "functions">, options: RuntimeOptions): LambdaRuntime {
  const logs = join(local.dir, "logs");
  mkdirSync(logs, { recursive: true });
  const endpoint = (service: string): string => {
    const address = options.environment[`AWS_ENDPOINT_URL_${service}`];
    if (address === undefined)
      throw new Error(`The function runtime was given no AWS_ENDPOINT_URL_${service}`);
    return address;
  };
  const pools = new Map<string, Pool>();
  const configs = new Map<string, InvokeConfig>();
  const queues: Poller[] = [];
  const streams: Poller[] = [];
  const written = hangBell();
  let begun = 0;
  let isStopped = false;
  const sinks = destinations(options.environment, local.region);

  const poolOf = (nameOrArn: string): Pool => {
    const pool = pools.get(functionNameOf(nameOrArn));
    if (pool === undefined) throw new Error(`The template has no function ${nameOrArn}`);
    return pool;
  };
  const run = async (pool: Pool, event: string, requestId?: string): Promise<InvokeResult> => {
    begun++;
    const result = await pool.invoke(event, requestId);
    // Whatever it wrote is in the streams now.
    written.ring();
    if (result.kind === "failed" && !isStopped) {
      const { name } = pool.definition;
      local.say(`${name} failed: ${result.errorType}; see ${join(logs, `${name}.log`)}`);
    }
    return result;
  };
  const invokes = asyncInvokes(
    local,
    (name) => {
      const pool = pools.get(name);
      return pool && { ...pool, invoke: (event, requestId) => run(pool, event, requestId) };
    },
    (name) => configs.get(name) ?? DEFAULT_INVOKE_CONFIG,
    sinks,
  );

  const map = async (mapping: Mapping): Promise<void> => {
    const invoke = (event: unknown) => run(poolOf(mapping.functionName), JSON.stringify(event));
    if (mapping.kind === "queue") {
      const address = endpoint("SQS");
      const client = new SQSClient({
        ...clientSettings(address, local.region),
        useQueueUrlAsEndpoint: false,
      });
      queues.push(queueSource(mapping.queue, local, address, client, invoke));
    } else {
      const address = endpoint("DYNAMODB");
      const client = new DynamoDBStreamsClient(clientSettings(address, local.region));
      const arn = functionArn(local, functionNameOf(mapping.functionName));
      const stream = { ...mapping.stream, functionArn: arn };
      streams.push(await streamSource(stream, local, client, sinks, invoke, written, options.writes));
    }
  };

  const running = (): number => [...pools.values()].reduce((sum, pool) => sum + pool.running(), 0);
  const sum = async (sources: readonly Poller[]): Promise<number> =>
    (await Promise.all(sources.map((source) => source.pending()))).reduce((total, count) => total + count, 0);
  local.pending.push(
    { kind: "running functions", count: async () => running(), begun: () => begun },
    { kind: "asynchronous events", count: async () => invokes.count() },
    { kind: "queued messages", count: () => sum(queues) },
    { kind: "stream records", count: () => sum(streams) },
  );

  return {
    resources: [
      functionType(local, options, (definition) => {
        const log = join(logs, `${definition.name}.log`);
        pools.set(definition.name, openPool(definition, local.clock, log));
      }),
      eventSourceMappingType(map),
      eventInvokeConfigType((nameOrArn, config) => configs.set(functionNameOf(nameOrArn), config)),
    ],
    invoke: async (nameOrArn, event) => await run(poolOf(nameOrArn), JSON.stringify(event ?? null)),
    invokeAsync: (nameOrArn, event) => invokes.add(poolOf(nameOrArn).definition.name, event),
    start: () => {
      invokes.start();
      for (const source of [...queues, ...streams]) source.start();
    },
    stop: async () => {
      isStopped = true;
      invokes.stop();
      const sources = Promise.all([...queues, ...streams].map((source) => source.stop()));
      for (const start = performance.now(); running() > 0 && performance.now() - start < FAREWELL_MS; )
        await pause(10);
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      await sources;
    },
  };
}
