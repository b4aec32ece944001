import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ALL, emptyFunnel } from "#shared/domain/results/buckets.ts";
import { bucketItem } from "#shared/dynamodb/bucket-item.ts";
import { toItem } from "#shared/dynamodb/table.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { startOpsTable } from "../ops-routes.ts";

let started: Awaited<ReturnType<typeof startOpsTable>>;
let bus: Awaited<ReturnType<typeof startEndpoint>>;
let handler: (event: unknown, context: Context) => unknown;
let isBusDown = true;
beforeAll(async () => {
  started = await startOpsTable();
  bus = await startEndpoint(() =>
    isBusDown
      ? { status: 400, body: JSON.stringify({ __type: "ValidationException" }) }
      : { status: 200, body: JSON.stringify({ FailedEntryCount: 0, Entries: [{}] }) },
  );
  Object.assign(process.env, { AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url, BUS_NAME: "lifecycle-surveys" });
  ({ handler } = await import("../../../functions/watch-scores/handler.ts"));
});
afterAll(() => {
  bus.stop();
  started.stop();
});

/** What the bus was given since the last time. */
const told = () =>
  bus.requests.splice(0).flatMap(({ body }) => {
    const { Entries } = JSON.parse(body) as { Entries: { DetailType: string; Detail: string }[] };
    return Entries.map(({ DetailType, Detail }) => [DetailType, JSON.parse(Detail).id]);
  });

test("watches the day that the schedule stands for; what could not be told is told by the next try", async () => {
  const { table } = started;
  for (const [day, csat] of [
    ["2026-08-15", [0, 0, 0, 20, 20]],
    ["2026-11-02", [20, 10, 10, 0, 0]],
  ] as const) {
    const of = { programId: "pre-renewal", attribute: ALL, value: ALL, day };
    const counts = { nps: Array<number>(11).fill(0), csat, funnel: emptyFunnel(), closings: [] };
    const Item = toItem(bucketItem({ ...of, ...counts }));
    await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  }
  const input = { at: "2026-11-16T05:00:00Z" };

  await expect(handler(input, {} as Context)).rejects.toThrow();
  bus.requests.splice(0);
  isBusDown = false;
  await handler(input, {} as Context);
  expect(told()).toEqual([["Score Fell", "score-fell-pre-renewal-csat-2026-Q4"]]);
  await handler(input, {} as Context);
  expect(told()).toEqual([]);
});

test("refuses an input without its time", async () => {
  await expect(handler({}, {} as Context)).rejects.toThrow("at");
});
