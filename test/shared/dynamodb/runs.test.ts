import { afterAll, beforeAll, expect, test } from "vitest";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import {
  advanceCursor,
  countDecisions,
  cursorOf,
  decisionsOfAccount,
  decisionsOfRun,
  type Run,
  runById,
  saveDecisions,
  saveRun,
} from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { startTable } from "../../table.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

const AT = new Date("2026-12-01T00:05:00Z");
const runOf = (runId: string) => ({ runId, programId: "pre-renewal", on: "2026-12-01", dryRun: false });
const aDecision = (contactId: string | null, verdict: Decision["verdict"] = "selected"): Decision => ({
  accountId: "acc-1",
  contactId,
  verdict,
  rules: [{ rule: "cooldown", verdict: "pass", evidence: { lastAskedOn: null } }],
});

test("a run comes back as it was saved, an unknown one as nothing", async () => {
  const run: Run = {
    type: "run",
    version: 1,
    runId: "run-1",
    programId: "pre-renewal",
    on: "2026-12-01",
    dryRun: false,
    status: "done",
    startedAt: "2026-12-01T00:05:00.000Z",
    finishedAt: "2026-12-01T00:06:00.000Z",
    counts: { due: 2, selected: 1, excluded: 1, excludedBy: { "on-hold": 1 }, missed: 0 },
  };
  await saveRun(table, run);
  expect(await runById(table, "run-1")).toEqual(run);
  expect(await runById(table, "run-2")).toBeUndefined();
});

test("decisions come back whole, and saving them again replaces them", async () => {
  const held: Decision = {
    ...aDecision("con-2", "excluded"),
    rules: [
      { rule: "paid-plan", verdict: "pass" },
      { rule: "hold", verdict: "fail", reason: "on-hold" },
      { rule: "cooldown", verdict: "fail", reason: "contacted-recently" },
    ],
  };
  const decisions = [aDecision("con-1"), held];
  await saveDecisions(table, runOf("whole"), "acc-1", [aDecision("con-9")], AT);
  await saveDecisions(table, runOf("whole"), "acc-1", decisions, AT);
  expect(await decisionsOfAccount(table, "whole", "acc-1")).toEqual(decisions);
  expect(await decisionsOfAccount(table, "whole", "acc-2")).toBeUndefined();
  expect(await countDecisions(table, "whole")).toEqual({
    ...{ due: 2, selected: 1, excluded: 1 },
    excludedBy: { "on-hold": 1 },
    missed: 0,
  });
});

test("an account of a thousand contacts fits its ledger entry", async () => {
  const decisions = Array.from({ length: 1000 }, (_, n) => ({
    ...aDecision(`con-${n}`, "excluded"),
    rules: Array.from({ length: 11 }, (_, i) => ({
      rule: "cooldown" as const,
      verdict: "fail" as const,
      reason: "contacted-recently",
      evidence: { lastAskedOn: "2026-11-20", days: i, by: { invitationId: `${n * 7919}`, program: "p" } },
    })),
  }));
  await saveDecisions(table, runOf("large"), "acc-1", decisions, AT);
  expect(await decisionsOfAccount(table, "large", "acc-1")).toEqual(decisions);
});

test("a run's decisions are paged by account, however their ids sort beside other keys", async () => {
  const ids = ["!", "acc-1", "acc-10", "acc-2", "ä", "😀"];
  for (const id of ids) await saveDecisions(table, runOf("paged"), id, [aDecision(id)], AT);
  const seen: (string | null)[] = [];
  let after: string | undefined;
  do {
    const page = await decisionsOfRun(table, "paged", after, 2);
    seen.push(...page.items.map(({ contactId }) => contactId));
    after = page.next;
  } while (after !== undefined);
  expect(seen).toEqual(ids);
});

test("a cursor only ever moves on", async () => {
  expect(await cursorOf(table, "pre-renewal")).toBeUndefined();
  for (const day of ["2026-12-01", "2026-11-30", "2026-12-03", "2026-12-02"]) {
    await advanceCursor(table, "pre-renewal", day);
  }
  expect(await cursorOf(table, "pre-renewal")).toBe("2026-12-03");
  expect(await cursorOf(table, "post-onboarding")).toBeUndefined();
});
