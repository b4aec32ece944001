import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { dryRunAhead } from "#shared/selection/dry-run-ahead.ts";
import { aProgram, aSampleProgram } from "../../builders.ts";
import { startTable } from "../../table.ts";
import { aScenario, itemsOf, type Scenario } from "./scenario.ts";

// Customers since 1 October are due on Monday, 30 November; post-onboarding waits until 29 January.
const DUE = "2026-11-30";
const BEFORE = "2026-11-01";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

/** Each decision of a dry run: `selected`, or why not. */
async function verdictsOf(it: Scenario, on: string, today: string, program?: string): Promise<string[]> {
  const { runId } = await it.dryRun(on, today, program);
  return (await it.ledger(runId)).map(({ verdict, rules }) => {
    const failed = rules.filter((result) => result.verdict === "fail").map(({ reason }) => reason);
    return verdict === "selected" ? verdict : failed.join(", ");
  });
}

describe("a dry run of a coming day", () => {
  test("asks whom an earlier day will have put off to it, as the real days then do", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    await it.askedElsewhere("mei@a.example", "2026-11-20");
    const dry = await it.dryRun("2027-01-15", BEFORE);
    expect(dry.counts).toMatchObject({ due: 1, selected: 1 });
    expect(await verdictsOf(it, DUE, BEFORE)).toEqual(["contacted-recently"]);
    await it.run(DUE);
    const real = await it.run("2027-01-15");
    expect(dry.counts).toEqual(real.counts);
    expect(await it.ledger(dry.runId)).toEqual(await it.ledger(real.runId));
  });

  test("leaves to the days before it what is overdue, and to no day what they decide", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    expect(await verdictsOf(it, "2026-12-05", "2026-12-01")).toEqual([]);
    expect(await verdictsOf(it, "2026-12-02", "2026-12-01")).toEqual([]);
    expect(await verdictsOf(it, "2026-12-01", "2026-12-01")).toEqual(["selected"]);
  });

  test("sees whom another program will have asked by then", async () => {
    const later: Partial<Program> = {
      programId: "follow-up",
      trigger: { ...aProgram().trigger, offsetDays: 75, waitsUntilOffsetDays: 75 } as Program["trigger"],
    };
    const it = aScenario(table, aProgram(), aProgram("post-onboarding", later));
    await it.save("a", { mei: {} });
    expect(await verdictsOf(it, "2026-12-15", BEFORE, it.idOf("follow-up"))).toEqual(["contacted-recently"]);
  });

  test("says of a paused program what stays due by then", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    await it.change({ status: "paused" });
    expect(await verdictsOf(it, "2026-12-05", BEFORE)).toEqual(["paused"]);
  });

  test("writes its run and its ledger and nothing else", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    const before = await itemsOf(table, (pk) => !pk.startsWith("RUN#"));
    const runsBefore = await itemsOf(table, (pk) => pk.startsWith("RUN#"));
    const dry = await it.dryRun(DUE, BEFORE);
    expect(dry).toMatchObject({ status: "done", dryRun: true, on: DUE, counts: { selected: 1 } });
    expect(await it.runById(dry.runId)).toEqual(dry);
    expect(await itemsOf(table, (pk) => !pk.startsWith("RUN#"))).toEqual(before);
    const runs = [...(await itemsOf(table, (pk) => pk.startsWith("RUN#"))).keys()];
    const written = runs.filter((key) => !runsBefore.has(key));
    expect(written.filter((key) => !key.startsWith(`RUN#${dry.runId} `))).toEqual([]);
  });
});

test.each([BEFORE, DUE])(
  "a dry run of a paused sample, asked for on %s, looks at no account",
  async (today) => {
    const it = aScenario(table, aSampleProgram(5, { startsOn: DUE, status: "paused" }));
    await it.save("a", { mei: {} });
    const looked: string[] = [];
    const through = {
      ...it.ports,
      accountIds: async () => {
        looked.push("all");
        return await it.ports.accountIds();
      },
      accountWithContacts: async (accountId: string) => {
        looked.push(accountId);
        return await it.ports.accountWithContacts(accountId);
      },
    };
    expect((await it.dryRun(DUE, today, it.programId, through)).counts.due).toBe(0);
    expect(looked).toEqual([]);
  },
);

test("a dry run of tomorrow asks what is overdue where today's run is over", async () => {
  const it = aScenario(table);
  await it.save("a", { mei: {} });
  const input = { programId: it.programId, on: "2026-12-02", dryRun: true, runId: `${it.programId}-late` };
  const select = dryRunAhead(it.ports, { hour: 0, minute: 5 });
  expect(await select(input, new Date("2026-12-01T18:00:00Z"))).toMatchObject({
    run: { counts: { selected: 1 } },
  });
});
