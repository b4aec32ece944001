import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ctaById, openOrJoinCta } from "#shared/dynamodb/ctas.ts";
import { aCta } from "../../builders.ts";
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
  ({ handler } = await import("../../../functions/tend-ctas/handler.ts"));
});
afterAll(() => {
  bus.stop();
  started.stop();
});

test("tends the hour that the schedule stands for; what could not be told is told by the next try", async () => {
  await openOrJoinCta(started.table, aCta());
  const input = { at: "2026-12-03T07:00:00Z" };
  await expect(handler(input, {} as Context)).rejects.toThrow();
  // The rest was done all the same.
  expect((await ctaById(started.table, "cta-1"))?.escalatedAt).not.toBeNull();
  bus.requests.splice(0);
  isBusDown = false;
  await handler(input, {} as Context);
  await handler(input, {} as Context);
  expect(bus.requests.map(({ body }) => JSON.parse(body).Entries[0].DetailType)).toEqual(["CTA Digest"]);
});

test("refuses an input without its time", async () => {
  await expect(handler({}, {} as Context)).rejects.toThrow("at");
});
