import { expect, test } from "vitest";
import {
  differingOnPage,
  type Rehearsal,
  rehearsalById,
  rehearsedDecisions,
  saveDiffering,
  saveRehearsal,
  saveRehearsed,
} from "#shared/dynamodb/rehearsals.ts";
import { aProgram } from "../../builders.ts";
import { aTable } from "../../table.ts";
import { itemsOf } from "../selection/scenario.ts";

const rehearsal: Rehearsal = {
  type: "rehearsal",
  version: 1,
  rehearsalId: "one",
  status: "done",
  from: "2026-12-01",
  to: "2026-12-31",
  programs: ["post-onboarding"],
  candidate: aProgram("post-onboarding", { version: 2 }),
  notRehearsed: [{ programId: "case-closure", reason: "touchpoints-cannot-be-foreseen" }],
  startedAt: "2026-11-30T12:00:00.000Z",
  finishedAt: "2026-11-30T12:01:00.000Z",
};
const nothing = { due: 0, selected: 0, excluded: 0, excludedBy: {}, missed: 0, reminders: 0 };

test("a rehearsal is read as it was written, also with a year of days of many programs", async () => {
  const table = await aTable();
  const day = {
    on: "2026-12-01",
    programId: "a-program-with-quite-a-long-name",
    selected: 1,
    sends: 1,
    reminders: 1,
  };
  const report = {
    counts: nothing,
    programs: [{ programId: "post-onboarding", ...nothing, excludedBy: { "on-hold": 2 } }],
    days: Array.from({ length: 8000 }, () => day),
    difference: { added: 17, dropped: 4, moved: 0 },
  };
  expect(JSON.stringify(report).length).toBeGreaterThan(400_000);
  await saveRehearsal(table, { ...rehearsal, report });
  expect(await rehearsalById(table, "one")).toEqual({ ...rehearsal, report });
  expect(await rehearsalById(table, "other")).toBeUndefined();
});

test("decisions are read by day, program and account, page by page, and no other rehearsal's", async () => {
  const table = await aTable();
  const decisionOf = (accountId: string) => ({
    accountId,
    contactId: "con-1",
    verdict: "selected" as const,
    rules: [],
  });
  const save = async (of: Rehearsal, on: string, programId: string, accountId: string) =>
    await saveRehearsed(table, of, { on, programId, accountId }, [
      { ...decisionOf(accountId), on, programId },
    ]);
  await save(rehearsal, "2026-12-02", "a", "acc-1");
  await save(rehearsal, "2026-12-01", "b", "acc-1");
  await save(rehearsal, "2026-12-01", "a", "acc-2");
  await save(rehearsal, "2026-12-01", "a", "acc-1");
  await save({ ...rehearsal, rehearsalId: "other" }, "2026-12-01", "a", "acc-3");
  const first = await rehearsedDecisions(table, "one", undefined, 3);
  const second = await rehearsedDecisions(table, "one", first.next, 3);
  const read = [first, second].map(({ items }) =>
    items.map((one) => `${one.on} ${one.programId} ${one.accountId}`),
  );
  expect(read).toEqual([
    ["2026-12-01 a acc-1", "2026-12-01 a acc-2", "2026-12-01 b acc-1"],
    ["2026-12-02 a acc-1"],
  ]);
  expect(second.next).toBeUndefined();
});

test("everything of a rehearsal is gone after 30 days", async () => {
  const table = await aTable();
  await saveRehearsal(table, rehearsal);
  await saveRehearsed(table, rehearsal, { on: "2026-12-01", programId: "a", accountId: "acc-1" }, []);
  await saveDiffering(table, rehearsal, 1, []);
  expect(await differingOnPage(table, "one", 1)).toEqual([]);
  const items = [...(await itemsOf(table, () => true)).values()] as { pk: string; expiresAt: number }[];
  const ends = items.map(({ pk, expiresAt }) => `${pk} ${new Date(expiresAt * 1000).toISOString()}`);
  expect(ends).toEqual(Array.from({ length: 3 }, () => "REHEARSAL#one 2026-12-30T12:00:00.000Z"));
});
