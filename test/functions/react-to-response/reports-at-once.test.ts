import { expect, test } from "vitest";
import { aSent, startReactions } from "./follow-up.ts";

test("where reports are not counted by the hour, as on the laptop, their day is counted at once", async () => {
  process.env.REPORTS_COUNTED_HOURLY = "false";
  const it = await startReactions();
  const sent = aSent({ programId: "at-once" });
  await it.deliver({ before: sent, after: { ...sent, openedAt: "2026-12-01T10:00:00.000Z" } });
  expect(await it.markedDays("at-once")).toEqual(["2026-12-01"]);
  expect(await it.markedByTheHour("at-once")).toEqual([]);
  it.stop();
});
