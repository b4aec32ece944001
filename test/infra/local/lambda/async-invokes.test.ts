import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startClock } from "../../../../infra/local/clock.ts";
import { clientSettings } from "../../../../infra/local/engines/client-settings.ts";
import { type QueueEngine, queueUrlOf, startQueues } from "../../../../infra/local/engines/queues.ts";
import { queueType } from "../../../../infra/local/engines/sqs-queue.ts";
import { openState } from "../../../../infra/local/state.ts";
import { aDirectory } from "../a-local.ts";
import { aLaptop, type Laptop, stack, until } from "./a-runtime.ts";

const engineDir = mkdtempSync(join(tmpdir(), "lifecycle-surveys-"));
let queues: QueueEngine;
let sqs: SQSClient;

beforeAll(async () => {
  queues = await startQueues({
    dir: engineDir,
    clock: startClock(openState(engineDir)),
    region: stack.region,
  });
  sqs = new SQSClient({ ...clientSettings(queues.endpoint, stack.region), useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  await queues.stop();
  rmSync(engineDir, { recursive: true });
});

const environment = () => ({ AWS_ENDPOINT_URL_SQS: queues.endpoint });
const failing = "exports.handler = async (event) => { record(event); throw new TypeError('no'); };";
const onMinute = async (laptop: Laptop, minutes: number) => {
  laptop.clock.moveTo(new Date(laptop.clock.now().getTime() + minutes * 60_000));
};

test("an event that succeeds is run once and forgotten", async () => {
  const laptop = await aLaptop();
  await laptop.fn("work", "exports.handler = async (event) => record(event);");
  laptop.runtime.start();
  laptop.runtime.invokeAsync("work", { id: 1 });
  await until(async () => (await laptop.pending()) === 0);
  expect(laptop.recorded("work")).toEqual([{ id: 1 }]);
});

test("an event that fails is tried again after one minute and after two, then sent to its destination", async () => {
  await queueType(queues.endpoint, stack).create("Failed", {});
  const laptop = await aLaptop({ environment: environment() });
  await laptop.fn("work", failing);
  await laptop.make("AWS::Lambda::EventInvokeConfig", "Config", {
    FunctionName: "work",
    Qualifier: "$LATEST",
    DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:us-east-1:000000000000:Failed" } },
  });
  laptop.runtime.start();
  laptop.runtime.invokeAsync("work", { id: 2 });
  for (const [tries, minutes] of [
    [1, 0.9],
    [1, 0.2],
    [2, 1.9],
    [2, 0.2],
  ] as const) {
    await until(() => laptop.recorded("work").length === tries);
    expect(await laptop.pending()).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(laptop.recorded("work")).toHaveLength(tries);
    await onMinute(laptop, minutes);
  }
  await until(async () => (await laptop.pending()) === 0);
  expect(laptop.recorded("work")).toEqual(Array(3).fill({ id: 2 }));
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrlOf(queues.endpoint, "Failed"), MaxNumberOfMessages: 10 }),
  );
  expect(Messages?.map(({ Body }) => JSON.parse(String(Body)))).toEqual([
    {
      version: "1.0",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionArn: "arn:aws:lambda:us-east-1:000000000000:function:work:$LATEST",
        condition: "RetriesExhausted",
        approximateInvokeCount: 3,
      },
      requestPayload: { id: 2 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorType: "TypeError", errorMessage: "no" },
    },
  ]);
});

test("an event whose next try would come after its age ends at once", async () => {
  await queueType(queues.endpoint, stack).create("Old", {});
  const laptop = await aLaptop({ environment: environment() });
  await laptop.fn("work", failing);
  await laptop.make("AWS::Lambda::EventInvokeConfig", "Config", {
    FunctionName: "work",
    Qualifier: "$LATEST",
    MaximumEventAgeInSeconds: 30,
    DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:us-east-1:000000000000:Old" } },
  });
  laptop.runtime.start();
  laptop.runtime.invokeAsync("work", {});
  await until(async () => (await laptop.pending()) === 0);
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrlOf(queues.endpoint, "Old") }),
  );
  expect(Messages?.[0]?.Body).toContain('"EventAgeExceeded"');
});

test("an event accepted before the laptop was killed is run after it starts again, with its retries", async () => {
  const dir = aDirectory();
  const killed = await aLaptop({ dir });
  await killed.fn("work", failing);
  killed.runtime.invokeAsync("work", { id: 3 });
  killed.runtime.invokeAsync("work", { id: 4 });

  const laptop = await aLaptop({ dir });
  await laptop.fn("work", "exports.handler = async (event) => record(event);");
  expect(await laptop.pending()).toBe(2);
  laptop.runtime.start();
  await until(async () => (await laptop.pending()) === 0);
  expect(laptop.recorded("work")).toEqual(expect.arrayContaining([{ id: 3 }, { id: 4 }]));
});

test("an event accepted in a transaction that is rolled back is never run", async () => {
  const laptop = await aLaptop();
  await laptop.fn("work", "exports.handler = async (event) => record(event);");
  laptop.runtime.start();
  laptop.local.db.exec("begin");
  laptop.runtime.invokeAsync("work", { id: "undone" });
  laptop.local.db.exec("rollback");
  laptop.runtime.invokeAsync("work", { id: "done" });
  await until(async () => (await laptop.pending()) === 0);
  expect(laptop.recorded("work")).toEqual([{ id: "done" }]);
});
