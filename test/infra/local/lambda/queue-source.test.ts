import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startClock } from "../../../../infra/local/clock.ts";
import { clientSettings } from "../../../../infra/local/engines/client-settings.ts";
import { type QueueEngine, queueUrlOf, startQueues } from "../../../../infra/local/engines/queues.ts";
import { queueType } from "../../../../infra/local/engines/sqs-queue.ts";
import { failedPositions } from "../../../../infra/local/lambda/batch-failures.ts";
import { openState } from "../../../../infra/local/state.ts";
import { aLaptop, packagePath, stack, until } from "./a-runtime.ts";

const dir = mkdtempSync(join(tmpdir(), "lifecycle-surveys-"));
let queues: QueueEngine;
let sqs: SQSClient;

beforeAll(async () => {
  queues = await startQueues({ dir, clock: startClock(openState(dir)), region: stack.region });
  sqs = new SQSClient({ ...clientSettings(queues.endpoint, stack.region), useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  await queues.stop();
  rmSync(dir, { recursive: true });
});

const ids = ["a", "b", "c"];
const returned = (payload: unknown) => ({ kind: "returned", payload }) as const;
const failing = (...itemIdentifiers: unknown[]) =>
  returned({ batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })) });

test.each([
  ["an empty list", failing(), []],
  ["a null list", returned({ batchItemFailures: null }), []],
  ["an empty answer", returned({}), []],
  ["a null answer", returned(null), []],
  ["one identifier", failing("b"), [1]],
  ["identifiers in any order, twice", failing("c", "a", "c"), [0, 2]],
  ["an empty identifier", failing("b", ""), [0, 1, 2]],
  ["a null identifier", failing(null), [0, 1, 2]],
  ["a wrong key", returned({ batchItemFailures: [{ id: "b" }] }), [0, 1, 2]],
  ["an identifier of no message", failing("b", "z"), [0, 1, 2]],
  ["an error", { kind: "failed", errorType: "Error", errorMessage: "" } as const, [0, 1, 2]],
])("of a batch, %s means what AWS documents", (_what, result, failed) => {
  expect(failedPositions(result, ids, true)).toEqual(failed);
});

test("without ReportBatchItemFailures a list of failures means nothing", () => {
  expect(failedPositions(failing("b"), ids, false)).toEqual([]);
});

async function aMappedQueue(
  name: string,
  bundle: string,
  attributes: Readonly<Record<string, unknown>> = {},
) {
  const { ref, attributes: { Arn = "" } = {} } = await queueType(queues.endpoint, stack).create(
    name,
    attributes,
  );
  const laptop = await aLaptop({ environment: { AWS_ENDPOINT_URL_SQS: queues.endpoint } });
  await laptop.fn("work", bundle, { Environment: { Variables: { QUEUE_URL: ref } } });
  await laptop.make("AWS::Lambda::EventSourceMapping", "Mapping", {
    FunctionName: "work",
    EventSourceArn: Arn,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 2 },
  });
  return { laptop, QueueUrl: ref, Arn };
}

const messages = (...bodies: string[]) =>
  bodies.map((MessageBody, place) => ({ Id: String(place), MessageBody }));

async function countOf(name: string): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrlOf(queues.endpoint, name),
      AttributeNames: ["ApproximateNumberOfMessages"],
    }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
}

test("messages come in one batch, in the shape that Lambda documents", async () => {
  const { laptop, QueueUrl, Arn } = await aMappedQueue(
    "Shape",
    "exports.handler = async (event) => record(event.Records);",
  );
  await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: "one",
      MessageAttributes: { kind: { DataType: "String", StringValue: "test" } },
    }),
  );
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "two" }));
  expect(await laptop.pending()).toBe(2);
  laptop.runtime.start();
  await until(async () => (await laptop.pending()) === 0);
  expect(laptop.recorded("work")).toEqual([
    [
      {
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: "one",
        attributes: expect.objectContaining({
          ApproximateReceiveCount: "1",
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        }),
        messageAttributes: {
          kind: { stringValue: "test", stringListValues: [], binaryListValues: [], dataType: "String" },
        },
        md5OfBody: "f97c5d29941bfb1b2fdab0874906ab82",
        md5OfMessageAttributes: expect.any(String),
        eventSource: "aws:sqs",
        eventSourceARN: Arn,
        awsRegion: "us-east-1",
      },
      expect.objectContaining({ body: "two" }),
    ],
  ]);
});

test("what failed comes again after its visibility timeout and ends in the dead-letter queue", async () => {
  const dead = await queueType(queues.endpoint, stack).create("Dead", {});
  const { laptop, QueueUrl } = await aMappedQueue(
    "Partial",
    `exports.handler = async (event) => {
       record(event.Records.map(({ body }) => body));
       const failed = event.Records.filter(({ body }) => body === "bad");
       return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
     };`,
    {
      VisibilityTimeout: 1,
      RedrivePolicy: { deadLetterTargetArn: dead.attributes?.Arn, maxReceiveCount: 2 },
    },
  );
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: messages("good", "bad", "fine") }));
  laptop.runtime.start();
  // Until its timeout it is no work that anybody could wait for.
  await until(async () => laptop.recorded("work").length === 1 && (await laptop.pending()) === 0);
  await until(async () => (await countOf("Dead")) === 1);
  expect(laptop.recorded("work")).toEqual([["good", "bad", "fine"], ["bad"]]);
});

test("a function reaches its queue with the client it uses on AWS", async () => {
  await queueType(queues.endpoint, stack).create("Out", {});
  const { laptop, QueueUrl } = await aMappedQueue(
    "In",
    `const { SQSClient, SendMessageCommand } = require(${packagePath("@aws-sdk/client-sqs")});
     const clients = [new SQSClient({}), new SQSClient({ useQueueUrlAsEndpoint: false })];
     exports.handler = async () => {
       for (const client of clients)
         await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL.replace("/In", "/Out"), MessageBody: "x" }));
     };`,
  );
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "go" }));
  laptop.runtime.start();
  await until(async () => (await laptop.pending()) === 0);
  expect(await countOf("Out")).toBe(2);
});
