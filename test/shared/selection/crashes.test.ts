import { afterAll, beforeAll, expect, test } from "vitest";
import type { Table } from "#shared/dynamodb/table.ts";
import { dyingAfter } from "../../dying.ts";
import { startTable } from "../../table.ts";
import { aScenario } from "./scenario.ts";

const DUE = "2026-11-30";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

/** Two who are eligible, one of them listed twice, one who waits, one who is not asked. */
async function aPortfolio() {
  const it = aScenario(table);
  await it.save("a", { mei: { email: "mei@a.example" }, twin: { email: "mei@a.example" } });
  await it.save("b", { dev: { roles: ["developer"] }, kim: {}, wu: {} });
  await it.askedElsewhere("wu@b.example", "2026-11-20");
  return it;
}

const VERDICTS = [
  "a/mei: selected",
  "a/twin: already-asked, contacted-recently",
  "b/dev: no-wanted-role",
  "b/kim: selected",
  "b/wu: contacted-recently",
];

async function callsOfOneRun(): Promise<number> {
  const it = await aPortfolio();
  const counted = dyingAfter(it.ports, Number.POSITIVE_INFINITY);
  await it.run(DUE, counted.ports);
  expect(await it.verdicts(DUE)).toEqual(VERDICTS);
  return counted.made();
}

async function expectEachOnce(it: Awaited<ReturnType<typeof aPortfolio>>, calls: number): Promise<void> {
  expect(await it.invited(), `died after call ${calls}`).toEqual(["a/mei", "b/kim"]);
  expect(await it.milestone("a")).toMatchObject({ status: "done", contacts: ["mei"] });
  expect(await it.milestone("b")).toMatchObject({
    status: "waiting",
    lookOn: "2027-01-15",
    contacts: ["kim"],
  });
}

test("a run that dies after any of its calls and runs again asks each once, with a whole ledger", async () => {
  const calls = await callsOfOneRun();
  expect(calls).toBeGreaterThan(12);
  const runAgain = async (after: number) => {
    const it = await aPortfolio();
    await expect(it.run(DUE, dyingAfter(it.ports, after).ports)).rejects.toThrow("died");
    const run = await it.run(DUE);
    expect(run).toMatchObject({ status: "done", counts: { due: 5, selected: 2, excluded: 3 } });
    expect(await it.verdicts(DUE), `died after call ${after}`).toEqual(VERDICTS);
    await expectEachOnce(it, after);
  };
  await Promise.all(Array.from({ length: calls + 1 }, (_, after) => runAgain(after)));
});

test("a run that dies between its calls is made up for by the next day's", async () => {
  const calls = await callsOfOneRun();
  const runNextDay = async (after: number) => {
    const it = await aPortfolio();
    await expect(it.run(DUE, dyingAfter(it.ports, after).ports)).rejects.toThrow("died");
    await it.run("2026-12-01");
    await expectEachOnce(it, after);
  };
  await Promise.all(Array.from({ length: Math.ceil(calls / 4) }, (_, n) => runNextDay(4 * n)));
});
