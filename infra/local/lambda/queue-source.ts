import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { InvokeResult, Local } from "../context.ts";
import { nameOf, queueUrlOf } from "../engines/queues.ts";
import { failedPositions } from "./batch-failures.ts";
import type { Poller } from "./poller.ts";
import { queueEvent } from "./queue-event.ts";

export type QueueMapping = {
  readonly queueArn: string;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly reportsFailures: boolean;
};

/** The most that SQS gives and takes in one request. */
const SQS_BATCH = 10;
const WAIT_SECONDS = 20;
const PAUSE_AFTER_ERROR_MS = 500;

/**
 * Polls a queue and hands its messages to a function in batches. What succeeded is deleted; what failed is left to
 * its visibility timeout and the queue's redrive policy.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function queueSource(
  mapping: QueueMapping,
  local: Pick<Local, "region">,
  endpoint: string,
  client: SQSClient,
  invoke: (event: unknown) => Promise<InvokeResult>,
): Poller {
  const QueueUrl = queueUrlOf(endpoint, nameOf(mapping.queueArn));
  const ending = new AbortController();
  const batches = new Set<Promise<void>>();
  /** Failed, and out of sight until their visibility timeout: not work until then. */
  const resting = new Set<string>();
  let polling: Promise<void> = Promise.resolve();

  const receive = async (WaitTimeSeconds: number, most: number): Promise<readonly Message[]> => {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      WaitTimeSeconds,
      MaxNumberOfMessages: Math.min(most, SQS_BATCH),
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All"],
    });
    return (await client.send(command, { abortSignal: ending.signal })).Messages ?? [];
  };

  const receiveBatch = async (): Promise<readonly Message[]> => {
    const messages = [...(await receive(WAIT_SECONDS, mapping.batchSize))];
    while (messages.length > 0 && messages.length < mapping.batchSize) {
      const more = await receive(0, mapping.batchSize - messages.length);
      if (more.length === 0) break;
      messages.push(...more);
    }
    return messages;
  };

  const handle = async (messages: readonly Message[]): Promise<void> => {
    const result = await invoke(queueEvent(messages, mapping.queueArn, local.region));
    const identifiers = messages.map(({ MessageId }) => MessageId ?? "");
    const failed = failedPositions(result, identifiers, mapping.reportsFailures);
    const done = messages.filter((_, position) => !failed.includes(position));
    for (const position of failed) resting.add(identifiers[position] ?? "");
    for (let start = 0; start < done.length; start += SQS_BATCH) {
      const Entries = done
        .slice(start, start + SQS_BATCH)
        .map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  };

  const poll = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        if (batches.size >= mapping.concurrency) await Promise.race(batches);
        const messages = await receiveBatch();
        if (messages.length === 0) continue;
        for (const { MessageId } of messages) resting.delete(MessageId ?? "");
        // A batch that could not be deleted comes again, as after any failure.
        const batch = handle(messages)
          .catch(() => undefined)
          .finally(() => batches.delete(batch));
        batches.add(batch);
      } catch {
        // The engine is going away, or not up yet; if it is this process that ends, the loop does too.
        if (!ending.signal.aborted)
          await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_ERROR_MS).unref());
      }
    }
  };

  return {
    start: () => {
      polling = poll();
    },
    pending: async () => {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
          ],
        }),
      );
      const counted = (name: QueueAttributeName) => Number(Attributes[name] ?? 0);
      const held = Math.max(0, counted("ApproximateNumberOfMessagesNotVisible") - resting.size);
      return counted("ApproximateNumberOfMessages") + counted("ApproximateNumberOfMessagesDelayed") + held;
    },
    stop: async () => {
      ending.abort();
      await polling;
      await Promise.all(batches);
    },
  };
}
