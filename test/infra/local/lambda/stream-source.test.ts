import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startClock } from "../../../../infra/local/clock.ts";
import { clientSettings } from "../../../../infra/local/engines/client-settings.ts";
import { type DynamoDbEngine, startDynamoDb } from "../../../../infra/local/engines/dynamodb.ts";
import { tableType } from "../../../../infra/local/engines/dynamodb-table.ts";
import { type QueueEngine, startQueues } from "../../../../infra/local/engines/queues.ts";
import { bucketType } from "../../../../infra/local/engines/s3-bucket.ts";
import { openState } from "../../../../infra/local/state.ts";
import { aDirectory } from "../a-local.ts";
import { aLaptop, type Laptop, stack, until } from "./a-runtime.ts";

const dir = mkdtempSync(join(tmpdir(), "lifecycle-surveys-"));
let tables: DynamoDbEngine;
let queues: QueueEngine;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  tables = await startDynamoDb({ dir });
  queues = await startQueues({ dir, clock: startClock(openState(dir)), region: stack.region });
  dynamodb = new DynamoDBClient(clientSettings(tables.endpoint, stack.region));
});
afterAll(async () => {
  await queues.stop();
  await tables.stop();
  rmSync(dir, { recursive: true });
});

async function aTable(name: string): Promise<string> {
  const { attributes } = await tableType(tables.endpoint, stack).create(name, {
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  return String(attributes?.StreamArn);
}

async function aMappedFunction(
  streamArn: string,
  bundle: string,
  properties: Readonly<Record<string, unknown>> = {},
  at = aDirectory(),
): Promise<Laptop> {
  const environment = { AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint, AWS_ENDPOINT_URL_S3: queues.endpoint };
  const laptop = await aLaptop({ dir: at, environment });
  await laptop.fn("react", bundle);
  await laptop.make("AWS::Lambda::EventSourceMapping", "Mapping", {
    FunctionName: "react",
    EventSourceArn: streamArn,
    StartingPosition: "TRIM_HORIZON",
    ...properties,
  });
  return laptop;
}

async function put(TableName: string, ...keys: string[]): Promise<void> {
  for (const pk of keys)
    await dynamodb.send(
      new PutItemCommand({ TableName, Item: { pk: { S: pk }, kind: { S: pk[0] ?? "" }, n: { N: "7" } } }),
    );
}

const isDone = (laptop: Laptop) => until(async () => (await laptop.pending()) === 0);

const RECORD_KEYS = "const keys = event.Records.map(({ dynamodb }) => dynamodb.Keys.pk.S); record(keys);";
const records = `exports.handler = async (event) => { ${RECORD_KEYS} };`;

test("changes come in order, in the shape that Lambda documents", async () => {
  const arn = await aTable("shape");
  const laptop = await aMappedFunction(arn, "exports.handler = async (event) => record(event.Records);");
  laptop.clock.moveTo(new Date("2033-03-03T00:00:00Z"));
  await put("shape", "a");
  await dynamodb.send(new DeleteItemCommand({ TableName: "shape", Key: { pk: { S: "a" } } }));
  laptop.runtime.start();
  await isDone(laptop);
  const item = { pk: { S: "a" }, kind: { S: "a" }, n: { N: "7" } };
  const inThatYear = expect.toSatisfy(
    (seconds: number) => new Date(seconds * 1000).getUTCFullYear() === 2033,
  );
  const common = {
    eventID: expect.any(String),
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "us-east-1",
    eventSourceARN: arn,
  };
  const change = {
    ApproximateCreationDateTime: inThatYear,
    Keys: { pk: { S: "a" } },
    SequenceNumber: expect.any(String),
    SizeBytes: expect.any(Number),
    StreamViewType: "NEW_AND_OLD_IMAGES",
  };
  expect(laptop.recorded("react").flat()).toEqual([
    { ...common, eventName: "INSERT", dynamodb: { ...change, NewImage: item } },
    { ...common, eventName: "REMOVE", dynamodb: { ...change, OldImage: item } },
  ]);
});

test("only records that match a filter reach the function, and the others do not wait", async () => {
  const laptop = await aMappedFunction(await aTable("filter"), records, {
    FilterCriteria: {
      Filters: [
        { Pattern: JSON.stringify({ dynamodb: { NewImage: { kind: { S: ["x"] }, n: { N: ["7"] } } } }) },
        { Pattern: JSON.stringify({ eventName: ["REMOVE"] }) },
      ],
    },
  });
  await put("filter", "x1", "y1", "x2", "y2");
  expect(await laptop.pending()).toBeGreaterThan(0);
  laptop.runtime.start();
  await isDone(laptop);
  expect(laptop.recorded("react").flat()).toEqual(["x1", "x2"]);
});

test("a bad record is isolated, tried again, and kept whole in a bucket while the rest goes on", async () => {
  const bucket = await bucketType(queues.endpoint, stack).create("Failures", {});
  const bundle = `exports.handler = async (event) => {
    ${RECORD_KEYS} if (keys.includes("bad")) throw new Error("no");
  };`;
  const laptop = await aMappedFunction(await aTable("bisect"), bundle, {
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: bucket.attributes?.Arn } },
  });
  await put("bisect", "a", "bad", "c");
  laptop.runtime.start();
  await isDone(laptop);
  expect(laptop.recorded("react")).toEqual([["a", "bad", "c"], ["a", "bad"], ["a"], ["bad"], ["bad"], ["c"]]);

  const s3 = new S3Client(clientSettings(queues.endpoint, stack.region));
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket.ref }));
  expect(Contents.map(({ Key }) => Key)).toEqual([
    expect.stringMatching(
      /^aws\/lambda\/[0-9a-f-]{36}\/shardId-[^/]+\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
    ),
  ]);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket.ref, Key: Contents[0]?.Key }));
  const kept = JSON.parse(String(await Body?.transformToString()));
  expect(kept).toMatchObject({
    requestContext: {
      functionArn: "arn:aws:lambda:us-east-1:000000000000:function:react",
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: 2,
    },
    DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: "2", endSequenceNumber: "2" },
  });
  expect(JSON.parse(kept.payload).Records[0].dynamodb.NewImage.pk).toEqual({ S: "bad" });
});

test("a partial failure repeats the batch from the first record that failed", async () => {
  const bundle = `let runs = 0; exports.handler = async (event) => {
    ${RECORD_KEYS}
    if (runs++ > 0) return { batchItemFailures: [] };
    return { batchItemFailures: [2, 1].map((at) => ({ itemIdentifier: event.Records[at].dynamodb.SequenceNumber })) };
  };`;
  const laptop = await aMappedFunction(await aTable("partial"), bundle, {
    FunctionResponseTypes: ["ReportBatchItemFailures"],
  });
  await put("partial", "a", "b", "c");
  laptop.runtime.start();
  await isDone(laptop);
  expect(laptop.recorded("react")).toEqual([
    ["a", "b", "c"],
    ["b", "c"],
  ]);
});

test("a laptop that ended within a batch delivers it again, and what was done does not come back", async () => {
  const arn = await aTable("resume");
  const at = aDirectory();
  const hangs = `exports.handler = async (event) => {
    ${RECORD_KEYS} if (keys.includes("c")) await new Promise(() => {});
  };`;
  const first = await aMappedFunction(arn, hangs, { BatchSize: 2 }, at);
  await put("resume", "a", "b", "c", "d");
  first.runtime.start();
  await until(() => first.recorded("react").length === 2);
  await first.runtime.stop();

  const second = await aMappedFunction(arn, records, { BatchSize: 2 }, at);
  expect(await second.pending()).toBeGreaterThan(0);
  second.runtime.start();
  await isDone(second);
  expect(second.recorded("react")).toEqual([
    ["a", "b"],
    ["c", "d"],
    ["c", "d"],
  ]);
});

test("a mapping that starts at the latest record leaves the earlier ones, also after a restart", async () => {
  const arn = await aTable("latest");
  const at = aDirectory();
  await put("latest", "a");
  await aMappedFunction(arn, records, { StartingPosition: "LATEST" }, at);
  await put("latest", "b");
  const laptop = await aMappedFunction(arn, records, { StartingPosition: "LATEST" }, at);
  laptop.runtime.start();
  await isDone(laptop);
  expect(laptop.recorded("react")).toEqual([["b"]]);
});

test("a mapping asks for nothing that a laptop would leave out in silence", async () => {
  const arn = await aTable("refused");
  await expect(aMappedFunction(arn, records, { TumblingWindowInSeconds: 30 })).rejects.toThrow(
    "TumblingWindow",
  );
  const toBus = { OnFailure: { Destination: "arn:aws:events:us-east-1:000000000000:event-bus/b" } };
  await expect(aMappedFunction(arn, records, { DestinationConfig: toBus })).rejects.toThrow("a bucket");
});
