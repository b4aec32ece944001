import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkedUpTo } from "#shared/dynamodb/checked-days.ts";
import { saveImportedTouchpoint } from "#shared/dynamodb/imported-touchpoints.ts";
import { startOpsTable } from "../ops-routes.ts";
import { DAY, rollUpUntilClean, scored, store } from "../roll-up-results/counted-days.ts";

let started: Awaited<ReturnType<typeof startOpsTable>>;
let handler: (event: unknown, context: Context) => unknown;
beforeAll(async () => {
  started = await startOpsTable();
  ({ handler } = await import("../../../functions/check-results/handler.ts"));
});
afterAll(() => started.stop());

// Of the context, only what the function asks for.
const withTime = (ms: number) => ({ getRemainingTimeInMillis: () => ms }) as Context;

test("checks the days before the time that the schedule stands for, of all programs and imported touchpoints", async () => {
  const { table } = started;
  await store(table, scored("a", 9));
  await rollUpUntilClean(table);
  await saveImportedTouchpoint(table, {
    ...{ programId: "old-tool", name: "Old tool", firstImportedAt: `${DAY}T10:00:00.000Z` },
  });
  await handler({ at: "2027-03-01T04:00:00Z" }, withTime(900_000));
  const { recent, older } = await checkedUpTo(table);
  expect([recent, older]).toEqual(["2027-01-26", "2027-01-23"]);
});

test("does nothing for a time that it is not given", async () => {
  await expect(handler({}, withTime(900_000))).rejects.toThrow("at");
  await handler({ at: "2027-03-02T04:00:00Z" }, withTime(60_000));
  expect(await checkedUpTo(started.table)).toEqual({ recent: "2027-01-26", older: "2027-01-23" });
});
