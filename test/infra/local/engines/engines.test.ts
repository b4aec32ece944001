import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type LocalClock, startClock } from "../../../../infra/local/clock.ts";
import { clientSettings } from "../../../../infra/local/engines/client-settings.ts";
import { startDynamoDb } from "../../../../infra/local/engines/dynamodb.ts";
import { tableType } from "../../../../infra/local/engines/dynamodb-table.ts";
import { LOCAL_ACCOUNT_ID, startQueues } from "../../../../infra/local/engines/queues.ts";
import { bucketType } from "../../../../infra/local/engines/s3-bucket.ts";
import { topicTypes } from "../../../../infra/local/engines/sns-topic.ts";
import { queueType } from "../../../../infra/local/engines/sqs-queue.ts";
import { openState } from "../../../../infra/local/state.ts";
import { aDirectory, define } from "../a-local.ts";

const stack = { region: "us-east-1", accountId: LOCAL_ACCOUNT_ID };
const settings = (endpoint: string) => clientSettings(endpoint, stack.region);

const TABLE = {
  TableName: "surveys",
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  BillingMode: "PAY_PER_REQUEST",
  StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
};

/** A killed process may stay listed, without a command, until somebody asks how it ended. */
const isRunning = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";

async function someQueues(dir: string, clock: LocalClock = startClock(openState(dir))) {
  const engine = await startQueues({ dir, clock, region: stack.region });
  const types = [
    queueType(engine.endpoint, stack),
    ...topicTypes(engine.endpoint, stack),
    bucketType(engine.endpoint, stack),
  ];
  return { ...engine, types, sqs: new SQSClient(settings(engine.endpoint)) };
}

test("a table keeps its items over a restart, also of an engine whose owner was killed", async () => {
  const dir = aDirectory();
  const owner = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { startDynamoDb } from "./infra/local/engines/dynamodb.ts";
       const { endpoint } = await startDynamoDb({ dir: ${JSON.stringify(dir)} });
       console.log(endpoint);
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [first] = await once(owner.stdout, "data");
  const earlier = String(first).trim();
  await define([tableType(earlier, stack)], "AWS::DynamoDB::Table", "Surveys", TABLE);
  const item = { pk: { S: "a" } };
  await new DynamoDBClient(settings(earlier)).send(new PutItemCommand({ TableName: "surveys", Item: item }));
  const enginePid = Number(readFileSync(join(dir, "dynamodb.pid"), "utf8"));
  owner.kill("SIGKILL");
  for (let tries = 0; isRunning(enginePid) && tries < 200; tries++) await pause(10);
  expect(isRunning(enginePid)).toBe(false);

  const engine = await startDynamoDb({ dir });
  onTestFinished(engine.stop);
  const made = await define([tableType(engine.endpoint, stack)], "AWS::DynamoDB::Table", "Surveys", TABLE);
  expect(made.ref).toBe("surveys");
  expect(made.attributes?.StreamArn).toContain("/stream/");
  const client = new DynamoDBClient(settings(engine.endpoint));
  const { Item } = await client.send(new GetItemCommand({ TableName: "surveys", Key: item }));
  expect(Item).toEqual(item);
});

test("an engine that still holds the table's file is ended first, another process of that number is not", async () => {
  const dir = aDirectory();
  const first = await startDynamoDb({ dir });
  await first.stop();
  const database = join(dir, "dynamodb.db");
  const orphan = spawn("node_modules/@dynoxide/linux-x64/dynoxide", ["--port", "0", "--db-path", database]);
  await once(orphan.stderr, "data");
  const ended = once(orphan, "exit");
  writeFileSync(join(dir, "dynamodb.pid"), String(orphan.pid));
  const second = await startDynamoDb({ dir });
  expect(await ended).toEqual([null, "SIGKILL"]);
  await second.stop();

  const stranger = spawn("sleep", ["30"]);
  onTestFinished(() => void stranger.kill());
  writeFileSync(join(dir, "dynamodb.pid"), String(stranger.pid));
  const third = await startDynamoDb({ dir });
  onTestFinished(third.stop);
  expect(stranger.exitCode).toBeNull();
  expect(isRunning(Number(stranger.pid))).toBe(true);
});

test("a table that the template changed is refused by name rather than run with the old keys", async () => {
  const engine = await startDynamoDb({ dir: aDirectory() });
  onTestFinished(engine.stop);
  const types = [tableType(engine.endpoint, stack)];
  await define(types, "AWS::DynamoDB::Table", "Surveys", TABLE);
  const changed = { ...TABLE, StreamSpecification: { StreamViewType: "KEYS_ONLY" } };
  await expect(define(types, "AWS::DynamoDB::Table", "Surveys", changed)).rejects.toThrow("Table surveys");
});

let queues: Awaited<ReturnType<typeof someQueues>>;
const queuesDir = mkdtempSync(join(tmpdir(), "lifecycle-surveys-"));
beforeAll(async () => {
  queues = await someQueues(queuesDir);
});
afterAll(async () => {
  await queues.stop();
  rmSync(queuesDir, { recursive: true });
});

test("a queue keeps its messages over a restart and takes the template's new attributes", async () => {
  const dir = aDirectory();
  const before = await someQueues(dir);
  const queue = await define(before.types, "AWS::SQS::Queue", "Work", { VisibilityTimeout: 30 });
  await before.sqs.send(new SendMessageCommand({ QueueUrl: queue.ref, MessageBody: "kept" }));
  await before.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.ref }));
  await before.stop();

  const after = await someQueues(dir);
  onTestFinished(after.stop);
  const again = await define(after.types, "AWS::SQS::Queue", "Work", { VisibilityTimeout: 45 });
  expect(again.attributes?.Arn).toBe("arn:aws:sqs:us-east-1:000000000000:Work");
  // It was in flight with a receiver that died with the process.
  const { Messages } = await after.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: again.ref,
      MessageSystemAttributeNames: ["ApproximateReceiveCount"],
    }),
  );
  expect(Messages?.[0]?.Body).toBe("kept");
  expect(Messages?.[0]?.Attributes?.ApproximateReceiveCount).toBe("2");
});

test("a delayed message comes when the clock is moved past its delay", async () => {
  const dir = aDirectory();
  const clock = startClock(openState(dir));
  const queues = await someQueues(dir, clock);
  onTestFinished(queues.stop);
  const { ref } = await define(queues.types, "AWS::SQS::Queue", "Work", { DelaySeconds: 600 });
  const receive = new ReceiveMessageCommand({ QueueUrl: ref, WaitTimeSeconds: 1 });
  const waiting = queues.sqs.send(receive);
  await queues.sqs.send(new SendMessageCommand({ QueueUrl: ref, MessageBody: "later" }));
  clock.moveTo(new Date(clock.now().getTime() + 601_000));
  expect((await waiting).Messages?.[0]?.Body).toBe("later");
});

test("a topic delivers once to a queue, raw where it is asked to, also when it is subscribed again", async () => {
  const queue = await define(queues.types, "AWS::SQS::Queue", "Events", {});
  const topic = await define(queues.types, "AWS::SNS::Topic", "Mail", {});
  const subscription = { TopicArn: topic.ref, Protocol: "sqs", Endpoint: queue.attributes?.Arn };
  await define(queues.types, "AWS::SNS::Subscription", "S", subscription);
  await define(queues.types, "AWS::SNS::Subscription", "S", { ...subscription, RawMessageDelivery: true });
  await new SNSClient(settings(queues.endpoint)).send(
    new PublishCommand({ TopicArn: topic.ref, Message: "delivered" }),
  );
  const { Messages } = await queues.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queue.ref, MaxNumberOfMessages: 10 }),
  );
  expect(Messages?.map(({ Body }) => Body)).toEqual(["delivered"]);
});

test("a message that nobody deletes goes to the dead-letter queue", async () => {
  const dead = await define(queues.types, "AWS::SQS::Queue", "Dead", {});
  const work = await define(queues.types, "AWS::SQS::Queue", "Work", {
    VisibilityTimeout: 1,
    RedrivePolicy: { deadLetterTargetArn: dead.attributes?.Arn, maxReceiveCount: 1 },
  });
  await queues.sqs.send(new SendMessageCommand({ QueueUrl: work.ref, MessageBody: "bad" }));
  await queues.sqs.send(new ReceiveMessageCommand({ QueueUrl: work.ref }));
  await pause(1_050);
  await queues.sqs.send(new ReceiveMessageCommand({ QueueUrl: work.ref }));
  const { Messages } = await queues.sqs.send(new ReceiveMessageCommand({ QueueUrl: dead.ref }));
  expect(Messages?.[0]?.Body).toBe("bad");
});

test("a bucket keeps its objects over a restart", async () => {
  const dir = aDirectory();
  const before = await someQueues(dir);
  const { ref: Bucket } = await define(before.types, "AWS::S3::Bucket", "Exports", {});
  expect(Bucket).toBe("exports");
  const object = { Bucket, Key: "a/b.csv" };
  await new S3Client(settings(before.endpoint)).send(new PutObjectCommand({ ...object, Body: "x,y" }));
  await before.stop();
  const after = await someQueues(dir);
  onTestFinished(after.stop);
  await define(after.types, "AWS::S3::Bucket", "Exports", {});
  const { Body } = await new S3Client(settings(after.endpoint)).send(new GetObjectCommand(object));
  expect(await Body?.transformToString()).toBe("x,y");
});

test("queues are reached from this machine only", async () => {
  const port = Number(new URL(queues.endpoint).port);
  const listening = readFileSync("/proc/net/tcp", "utf8") + readFileSync("/proc/net/tcp6", "utf8");
  const addresses = [...listening.matchAll(/^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ 0A/gm)]
    .filter(([, , hex]) => Number.parseInt(String(hex), 16) === port)
    .map(([, address]) => address);
  expect(addresses).toEqual(["0100007F"]);
});
