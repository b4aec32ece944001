import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { placeInDraw } from "#shared/domain/programs/turn.ts";
import { runIdOf } from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aRecurringProgram, aSampleProgram } from "../../builders.ts";
import { dyingAfter } from "../../dying.ts";
import { startTable } from "../../table.ts";
import { aScenario, ruleIn, type Scenario } from "./scenario.ts";

// The first draw is on Monday, 30 November, the second 91 days after, on 1 March.
const FIRST = "2026-11-30";
const SECOND = "2027-03-01";
const NAMES = ["a", "b", "c", "d", "e", "f"];

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

/** Accounts with an admin each, in the order in which the first draw comes to them. */
async function aDraw(size: number, over: Partial<Program> = {}, names: readonly string[] = NAMES) {
  const it = aScenario(table, aSampleProgram(size, over));
  for (const name of names) await it.save(name, { mei: {} });
  const place = (name: string) => placeInDraw(it.programId, FIRST, it.accountIdOf(name));
  const order = names.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  return { it, order };
}

/** Everybody at these accounts, as {@link Scenario.invited} names them. */
const meiOf = (names: readonly string[]) => names.map((name) => `${name}/mei`).sort();

describe("a draw", () => {
  test("asks so many contacts, those whom its order comes to first", async () => {
    const { it, order } = await aDraw(4);
    const run = await it.run(FIRST);
    expect(run.counts).toEqual({ due: 4, selected: 4, excluded: 0, excludedBy: {}, missed: 0 });
    expect(await it.invited()).toEqual(meiOf(order.slice(0, 4)));
  });

  test("keeps its size within an account, and says who was not drawn", async () => {
    const { it } = await aDraw(2, {}, []);
    await it.save("a", { kim: {}, lee: {}, mei: {} });
    await it.run(FIRST);
    expect(await it.verdicts(FIRST)).toEqual(["a/kim: selected", "a/lee: selected", "a/mei: not-drawn"]);
    const [, , last] = await it.ledger(runIdOf(it.programId, FIRST));
    expect(ruleIn(last, "sample")?.evidence).toEqual({ size: 2, taken: 2 });
  });

  test("passes over whoever may not be asked, and asks all where there are fewer", async () => {
    const { it, order } = await aDraw(2);
    const [first = "", second = "", ...rest] = order;
    await it.save(first, { mei: { consent: "unsubscribed" } });
    await it.askedElsewhere(`mei@${second}.example`, "2026-11-20");
    expect((await it.run(FIRST)).counts).toMatchObject({
      selected: 2,
      excludedBy: { unsubscribed: 1, "contacted-recently": 1 },
      missed: 0,
    });
    expect(await it.invited()).toEqual(meiOf(rest.slice(0, 2)));

    const few = await aDraw(100);
    expect((await few.it.run(FIRST)).counts.selected).toBe(NAMES.length);
  });

  test("asks one person once, at whatever accounts", async () => {
    const { it } = await aDraw(10, {}, []);
    for (const name of NAMES) await it.save(name, { mei: { email: "mei@all.example" } });
    expect((await it.run(FIRST)).counts).toMatchObject({ selected: 1, excluded: NAMES.length - 1 });
  });

  test("done twice on its day, and on each day after, asks nobody more", async () => {
    const { it, order } = await aDraw(2);
    await it.run(FIRST);
    await it.run(FIRST);
    await it.run("2026-12-01");
    expect(await it.invited()).toEqual(meiOf(order.slice(0, 2)));
    expect((await it.runById(runIdOf(it.programId, "2026-12-01")))?.counts.due).toBe(0);
  });

  test("done beside itself keeps its size", async () => {
    const { it, order } = await aDraw(3);
    await Promise.all([it.run(FIRST), it.run(FIRST)]);
    expect(await it.invited()).toEqual(meiOf(order.slice(0, 3)));
  });

  test("is a cycle of its own, drawn in an order of its own", async () => {
    const { it } = await aDraw(NAMES.length);
    await it.run(FIRST);
    await it.run(SECOND);
    expect(await it.invited()).toHaveLength(2 * NAMES.length);
    expect(await it.milestones("a")).toMatchObject([
      { cycle: `draw-${FIRST}`, status: "done", contacts: ["mei"], lastAskedOn: "2026-12-01" },
      { cycle: `draw-${SECOND}`, status: "done", contacts: ["mei"], lastAskedOn: "2027-03-02" },
    ]);
  });

  test("reaches no account a third time in 365 days", async () => {
    const { it } = await aDraw(10, {}, ["a"]);
    await it.run(FIRST);
    await it.run(SECOND);
    await it.run("2027-05-31");
    expect(await it.verdicts("2027-05-31")).toEqual(["a/mei: asked-often-enough"]);
    // The fifth is 364 days after the first, whose mail went out on a Tuesday.
    await it.run("2027-11-29");
    expect(await it.verdicts("2027-11-29")).toEqual(["a/mei: asked-often-enough"]);
    await it.run("2028-02-28");
    expect(await it.invited()).toEqual(["a/mei", "a/mei", "a/mei"]);
  });

  test("yields to a survey that the person will be needed for", async () => {
    const it = aScenario(table, aSampleProgram(10), aRecurringProgram());
    await it.save("a", { mei: {} });
    const turn = await it.milestone("a", it.idOf("all-customer-csat"));
    const startsOn = addDays(turn?.dueOn ?? "", -10);
    await it.change({ trigger: aSampleProgram(10, { startsOn }).trigger });
    await it.run(startsOn);
    expect(await it.verdicts(startsOn)).toEqual(["a/mei: yields"]);
  });
});

describe("the day of a draw", () => {
  test("is not before the one on which the first is to be", async () => {
    const { it } = await aDraw(2);
    await it.run("2026-11-29");
    expect(await it.invited()).toEqual([]);
    await it.run(FIRST);
    expect(await it.invited()).toHaveLength(2);
  });

  test("is made up for up to 14 days late, and not after", async () => {
    const late = await aDraw(2);
    await late.it.run("2026-12-14");
    expect(await late.it.invited()).toEqual(meiOf(late.order.slice(0, 2)));
    const tooLate = await aDraw(2);
    await tooLate.it.run("2026-12-15");
    expect(await tooLate.it.invited()).toEqual([]);
    await tooLate.it.run(SECOND);
    expect(await tooLate.it.invited()).toHaveLength(2);
  });
});

test("a draw that comes due while its program is paused is made up for when it goes on", async () => {
  const { it, order } = await aDraw(2);
  await it.change({ status: "paused" });
  await it.run(FIRST);
  expect(await it.invited()).toEqual([]);
  await it.change({ status: "active" });
  await it.run("2026-12-02");
  expect(await it.invited()).toEqual(meiOf(order.slice(0, 2)));
});

test("a dry run of a draw says who will be drawn, and writes nothing of it", async () => {
  const { it } = await aDraw(3);
  const dry = await it.dryRun(FIRST, "2026-11-01");
  expect(await it.invited()).toEqual([]);
  expect(await it.milestones("a")).toEqual([]);
  const real = await it.run(FIRST);
  expect(dry.counts).toEqual(real.counts);
  expect(await it.ledger(dry.runId)).toEqual(await it.ledger(real.runId));
});

describe("a draw that dies after any of its calls", () => {
  const FEW = NAMES.slice(0, 3);

  async function callsOfOneDraw(): Promise<number> {
    const { it } = await aDraw(1, {}, FEW);
    const counted = dyingAfter(it.ports, Number.POSITIVE_INFINITY);
    await it.run(FIRST, counted.ports);
    return counted.made();
  }

  async function dying(after: number): Promise<{ it: Scenario; order: string[] }> {
    const { it, order } = await aDraw(1, {}, FEW);
    await it.askedElsewhere(`mei@${order[0]}.example`, "2026-10-06");
    await expect(it.run(FIRST, dyingAfter(it.ports, after).ports)).rejects.toThrow("died");
    return { it, order };
  }

  test("and runs again, asks the same as if it had not", async () => {
    const calls = await callsOfOneDraw();
    expect(calls).toBeGreaterThan(10);
    const runAgain = async (after: number) => {
      const { it, order } = await dying(after);
      await it.run(FIRST);
      // The first of the order is barred on the day by a cooldown that ends on the next.
      expect(await it.invited(), `died after call ${after}`).toEqual(meiOf(order.slice(1, 2)));
    };
    await Promise.all(Array.from({ length: calls }, (_, after) => runAgain(after)));
  });

  test("and goes on the day after, asks so many and no more, whoever may be asked by then", async () => {
    const calls = await callsOfOneDraw();
    const runNextDay = async (after: number) => {
      const { it } = await dying(after);
      await it.run("2026-12-01");
      const invited = await it.invited();
      expect(invited, `died after call ${after}`).toHaveLength(1);
    };
    await Promise.all(Array.from({ length: calls }, (_, after) => runNextDay(after)));
  });
});
