import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { Clock } from "../context.ts";
import { clientSettings } from "./client-settings.ts";

/** The one account of the engine: ARNs of queues, topics and the rest of the stack must carry it. */
export const LOCAL_ACCOUNT_ID = "000000000000";

export type QueueEngine = {
  /** For SQS, SNS and S3 alike. */
  readonly endpoint: string;
  sendToQueue(queueArn: string, body: string): Promise<void>;
  stop(): Promise<void>;
};

const Started = z.object({ port: z.number() });

/**
 * Starts the engine for SQS, SNS and S3 in a thread of its own, where time is the laptop's: a message that waits for
 * its delay or visibility timeout comes when the clock is moved past it. State is kept in `dir/queues`.
 */
export async function startQueues(options: {
  readonly dir: string;
  readonly clock: Clock;
  readonly region: string;
}): Promise<QueueEngine> {
  const dataDir = join(options.dir, "queues");
  mkdirSync(dataDir, { recursive: true });
  returnInFlight(join(dataDir, "fauxqs.db"));
  const worker = new Worker(new URL("./queues-worker.ts", import.meta.url), {
    workerData: { dataDir, region: options.region, offset: options.clock.offset },
    env: {},
  });
  const [started] = await once(worker, "message");
  const endpoint = `http://127.0.0.1:${Started.parse(started).port}`;
  const client = new SQSClient({ ...clientSettings(endpoint, options.region), useQueueUrlAsEndpoint: false });
  return {
    endpoint,
    sendToQueue: async (queueArn, body) => {
      await client.send(
        new SendMessageCommand({ QueueUrl: queueUrlOf(endpoint, nameOf(queueArn)), MessageBody: body }),
      );
    },
    stop: async () => {
      client.destroy();
      const ended = once(worker, "exit");
      worker.postMessage("stop");
      await ended;
    },
  };
}

/** What a queue's `Ref` gives: an address that works whether a client goes to it or to the endpoint it was given. */
export const queueUrlOf = (endpoint: string, queueName: string): string =>
  `${endpoint}/${LOCAL_ACCOUNT_ID}/${queueName}`;

/** The last part of an ARN of a queue or a topic. */
export const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1);

/**
 * Whoever held a message died with the last process and will not delete it: it is visible again at once, as it
 * would be after its visibility timeout.
 */
function returnInFlight(database: string): void {
  if (!existsSync(database)) return;
  const db = new DatabaseSync(database, { timeout: 5_000 });
  db.exec("update sqs_messages set receipt_handle = null, visibility_deadline = null");
  db.close();
}
