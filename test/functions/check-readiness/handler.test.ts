import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planMilestones } from "#shared/domain/eligibility/milestone.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { anAccount } from "../../builders.ts";
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
      : { status: 200, body: JSON.stringify({ FailedEntryCount: 0, Entries: [{}, {}] }) },
  );
  Object.assign(process.env, { AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url, BUS_NAME: "lifecycle-surveys" });
  ({ handler } = await import("../../../functions/check-readiness/handler.ts"));
});
afterAll(() => {
  bus.stop();
  started.stop();
});

/** The detail types that the bus was given since the last time. */
const told = () =>
  bus.requests.splice(0).flatMap(({ body }) => {
    const { Entries } = JSON.parse(body) as { Entries: { DetailType: string }[] };
    return Entries.map(({ DetailType }) => DetailType);
  });

test("checks the day that the schedule stands for; what could not be told is told by the next try", async () => {
  const account = anAccount();
  await saveAccount(started.table, account);
  for (const milestone of planMilestones(account, SHIPPED_PROGRAMS, [], "2026-10-01"))
    await saveMilestone(started.table, milestone);
  const input = { at: "2026-11-30T00:00:00Z" };

  await expect(handler(input, {} as Context)).rejects.toThrow();
  bus.requests.splice(0);
  isBusDown = false;
  await handler(input, {} as Context);
  expect(told()).toEqual(["CTA Opened", "Contact Role Missing"]);
  await handler(input, {} as Context);
  expect(told()).toEqual([]);
});

test("refuses an input without its time", async () => {
  await expect(handler({}, {} as Context)).rejects.toThrow("at");
});
