import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Table } from "#shared/dynamodb/table.ts";
import { startTable } from "../../table.ts";
import { aScenario, type Scenario } from "./scenario.ts";

// Customers since 1 October are due on Monday, 30 November.
const DUE = "2026-11-30";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

async function aPausedProgram(): Promise<Scenario> {
  const it = aScenario(table);
  await it.save("a", { mei: {} });
  await it.change({ status: "paused" });
  return it;
}

describe("what comes due while a program is paused", () => {
  test("stays due from day to day, and the ledger says why nobody was asked", async () => {
    const it = await aPausedProgram();
    await it.runDays(DUE, "2026-12-02");
    expect(await it.verdicts("2026-12-02")).toEqual(["a/mei: paused"]);
    expect(await it.milestone("a")).toMatchObject({ status: "planned", dueOn: DUE, lookOn: "2026-12-03" });
  });

  test.each([
    ["2026-12-03", "2026-12-03"],
    ["2026-12-14", "2026-12-14"],
  ])("is asked once it goes on on %s", async (resumedOn, askedOn) => {
    const it = await aPausedProgram();
    await it.runDays(DUE, "2026-12-02");
    await it.change({ status: "active" });
    await it.run(resumedOn);
    expect(await it.verdicts(askedOn)).toEqual(["a/mei: selected"]);
    expect(await it.milestone("a")).toMatchObject({ status: "done", contacts: ["mei"] });
  });

  test("is missed after 14 days, paused still or going on by then", async () => {
    for (const status of ["paused", "active"] as const) {
      const it = await aPausedProgram();
      await it.runDays("2026-12-12", "2026-12-14");
      await it.change({ status });
      await it.run("2026-12-15");
      expect(await it.verdicts("2026-12-15")).toEqual([
        status === "paused" ? "a/mei: paused, too-late" : "a/mei: too-late",
      ]);
      expect(await it.milestone("a")).toMatchObject({ status: "missed", contacts: [] });
    }
  });

  test("of somebody who waits for a cooldown stays due for as long as they may wait", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    await it.askedElsewhere("mei@a.example", "2026-11-20");
    await it.run(DUE);
    await it.change({ status: "paused" });
    await it.run("2027-01-15");
    expect(await it.milestone("a")).toMatchObject({ status: "waiting", lookOn: "2027-01-16" });
    await it.change({ status: "active" });
    await it.run("2027-01-29");
    expect(await it.verdicts("2027-01-29")).toEqual(["a/mei: selected"]);
  });
});

test("a retired program's milestones are over, and nobody is asked", async () => {
  const it = aScenario(table);
  await it.save("a", { mei: {} });
  await it.change({ status: "retired" });
  await it.run(DUE);
  expect(await it.verdicts(DUE)).toEqual(["a/mei: retired"]);
  expect(await it.milestone("a")).toMatchObject({ status: "done", contacts: [] });
});
