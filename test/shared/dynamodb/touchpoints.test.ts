import { afterAll, beforeAll, expect, test } from "vitest";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import {
  countDecisions,
  decisionsOfAccount,
  decisionsOfRun,
  runById,
  runIdOf,
} from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { decisionOfTouchpoint, recordTouchpoint } from "#shared/dynamodb/touchpoints.ts";
import { startTable } from "../../table.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

const AT = new Date("2026-12-01T09:00:00Z");
const on = "2026-12-01";
const reasonFor = (accountId: string) => (accountId === "acc-1" ? "on-hold" : "contacted-recently");
const record = (programId: string, accountId: string, reference: string, verdict: Decision["verdict"]) =>
  recordTouchpoint(
    table,
    { programId, on, accountId, contactId: "con-1", reference },
    {
      ...{ accountId, contactId: "con-1", verdict },
      rules: verdict === "selected" ? [] : [{ rule: "hold", verdict: "fail", reason: reasonFor(accountId) }],
    },
    AT,
  );

test("many touchpoints at once make one run, which counts each once", async () => {
  const verdictOf = (n: number) => (n % 3 === 0 ? "selected" : "excluded");
  const all = Array.from({ length: 12 }, (_, n) => n);
  const twice = [...all, ...all];
  await Promise.all(twice.map((n) => record("many", `acc-${n}`, `case-${n}`, verdictOf(n))));
  const counts = {
    due: 12,
    selected: 4,
    excluded: 8,
    excludedBy: { "on-hold": 1, "contacted-recently": 7 },
    missed: 0,
  };
  expect(await runById(table, runIdOf("many", on))).toMatchObject({ on, status: "done", counts });
  expect(await countDecisions(table, runIdOf("many", on))).toEqual(counts);
});

test("a touchpoint is decided once: what was kept first stands", async () => {
  await record("once", "acc-1", "case-1", "excluded");
  expect(await record("once", "acc-1", "case-1", "selected")).toMatchObject({ verdict: "excluded" });
  const entry = { programId: "once", on, accountId: "acc-1", contactId: "con-1", reference: "case-1" };
  expect(await decisionOfTouchpoint(table, entry)).toMatchObject({ verdict: "excluded" });
  expect(await decisionOfTouchpoint(table, { ...entry, contactId: "con-2" })).toBeUndefined();
});

test("an account's touchpoints of a day are its own, and page with those of others", async () => {
  for (const [accountId, reference] of [
    ["acc-1", "😀"],
    ["acc-1", "case-2"],
    ["acc-10", "case-1"],
    ["acc-1 b", "case-1"],
  ] as const)
    await record("own", accountId, reference, "excluded");
  const runId = runIdOf("own", on);
  const own = await decisionsOfAccount(table, runId, "acc-1");
  expect(own?.map(({ accountId }) => accountId)).toEqual(["acc-1", "acc-1"]);
  const seen: Decision[] = [];
  for (let after: string | undefined, pages = 0; pages === 0 || after !== undefined; pages++) {
    const { items, next } = await decisionsOfRun(table, runId, after, 1);
    seen.push(...items);
    after = next;
  }
  expect(seen).toHaveLength(4);
});
