import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { isOpen, type Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aRecurringProgram } from "../../builders.ts";
import { dyingAfter } from "../../dying.ts";
import { startTable } from "../../table.ts";
import { aScenario, type Scenario } from "./scenario.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

type Contacts = Parameters<Scenario["save"]>[1];

/** An account and the day of its turn. */
async function aTurn(contacts: Contacts = { mei: {} }, over: Partial<Program> & { everyDays?: number } = {}) {
  const it = aScenario(table, aRecurringProgram(over));
  await it.save("a", contacts);
  const turnOn = (await it.milestone("a"))?.dueOn ?? "";
  return { it, turnOn, cycle: `turn-${turnOn}` };
}

const openOf = (milestones: readonly Milestone[]) => milestones.filter(isOpen);

describe("an account's turn", () => {
  test("asks every admin and owner, and plans the next", async () => {
    const { it, turnOn, cycle } = await aTurn({
      mei: {},
      kim: { roles: ["owner"] },
      dev: { roles: ["developer"] },
    });
    await it.run(turnOn);
    expect(await it.verdicts(turnOn)).toEqual([
      "a/dev: no-wanted-role",
      "a/kim: selected",
      "a/mei: selected",
    ]);
    const next = addDays(turnOn, 365);
    expect(await it.milestones("a")).toMatchObject([
      { cycle, status: "done", contacts: ["kim", "mei"] },
      { cycle: `turn-${next}`, status: "planned", dueOn: next, lookOn: next, contacts: [] },
    ]);
  });

  test("asks nobody before its day", async () => {
    const { it, turnOn } = await aTurn();
    await it.run(addDays(turnOn, -1));
    expect(await it.invited()).toEqual([]);
  });

  test("done twice, and beside itself, asks once and plans one", async () => {
    const { it, turnOn } = await aTurn();
    await Promise.all([it.run(turnOn), it.run(turnOn)]);
    await it.run(turnOn);
    expect(await it.invited()).toEqual(["a/mei"]);
    expect(openOf(await it.milestones("a"))).toHaveLength(1);
  });

  test("comes round: the same people are asked a period later, each in a cycle of its own", async () => {
    const { it, turnOn } = await aTurn();
    for (const days of [0, 365, 730]) await it.run(addDays(turnOn, days));
    expect(await it.invited()).toEqual(["a/mei", "a/mei", "a/mei"]);
    expect((await it.milestones("a")).map(({ status }) => status)).toEqual([
      "done",
      "done",
      "done",
      "planned",
    ]);
  });

  test("asks the buyer of an account without an admin", async () => {
    const { it, turnOn } = await aTurn({ sam: { roles: ["sold-to"], personas: ["billing"] } });
    await it.run(turnOn);
    expect(await it.invited()).toEqual(["a/sam"]);
  });

  test("with nobody to ask is over, and the next is planned", async () => {
    const { it, turnOn } = await aTurn({});
    await it.run(turnOn);
    expect(await it.milestones("a")).toMatchObject([{ status: "done", contacts: [] }, { status: "planned" }]);
  });

  test("is made up for up to 14 days late, and then missed", async () => {
    const late = await aTurn();
    await late.it.run(addDays(late.turnOn, 14));
    expect(await late.it.invited()).toEqual(["a/mei"]);
    const tooLate = await aTurn();
    await tooLate.it.run(addDays(tooLate.turnOn, 15));
    expect(await tooLate.it.invited()).toEqual([]);
    expect(await tooLate.it.milestones("a")).toMatchObject([
      { status: "missed" },
      { status: "planned", dueOn: addDays(tooLate.turnOn, 365) },
    ]);
  });
});

describe("a turn that a cooldown bars", () => {
  test("is planned anew for the day on which it ends, for those who are barred alone", async () => {
    const { it, turnOn, cycle } = await aTurn({ kim: {}, mei: {} });
    await it.askedElsewhere("kim@a.example", addDays(turnOn, -26));
    await it.run(turnOn);
    const anew = addDays(turnOn, 30);
    expect(await it.milestones("a")).toMatchObject([
      { cycle, status: "planned", anchorOn: turnOn, dueOn: anew, lookOn: anew, contacts: ["mei"] },
    ]);
    await it.run(addDays(anew, -1));
    expect(await it.invited()).toEqual(["a/mei"]);
    await it.run(anew);
    expect(await it.verdicts(anew)).toEqual(["a/kim: selected", "a/mei: already-asked, contacted-recently"]);
    expect(await it.milestones("a")).toMatchObject([
      { cycle, status: "done", contacts: ["kim", "mei"] },
      { status: "planned", dueOn: addDays(turnOn, 365) },
    ]);
  });

  test("is missed where it ends in the second half of the period, and the next is planned", async () => {
    const { it, turnOn } = await aTurn({ mei: {} }, { everyDays: 90 });
    await it.askedElsewhere("mei@a.example", addDays(turnOn, -10));
    await it.run(turnOn);
    expect(await it.milestones("a")).toMatchObject([
      { status: "missed", contacts: [] },
      { status: "planned", dueOn: addDays(turnOn, 90) },
    ]);
  });
});

describe("a period that ops change", () => {
  test("moves the turns at once, none of them within half a period of the last mail", async () => {
    const { it, turnOn, cycle } = await aTurn();
    await it.run(turnOn);
    await it.change({ trigger: { kind: "recurring", everyDays: 90 } }, ["a"], addDays(turnOn, 1));
    const milestones = await it.milestones("a");
    expect(milestones.find((milestone) => milestone.cycle === cycle)?.status).toBe("done");
    const [next, ...more] = openOf(milestones);
    expect(more).toEqual([]);
    expect(next?.dueOn.localeCompare(addDays(turnOn, 45))).toBeGreaterThanOrEqual(0);
    expect(next?.dueOn.localeCompare(addDays(turnOn, 45 + 94))).toBeLessThan(0);
  });
});

describe("a turn's run that dies after any of its calls", () => {
  /** Kim waits for a cooldown, Mei is asked; at the second account all is decided. */
  async function aPortfolio() {
    const it = aScenario(table, aRecurringProgram());
    await it.save("a", { kim: {}, mei: {} });
    const turnOn = (await it.milestone("a"))?.dueOn ?? "";
    await it.askedElsewhere("kim@a.example", addDays(turnOn, -26));
    return { it, turnOn };
  }

  /** Lets the run of a day die after so many calls, then runs some days. */
  async function diesAndGoesOn(after: number, isLast: boolean, ...days: readonly number[]): Promise<void> {
    const { it, turnOn } = await aPortfolio();
    if (isLast) await it.run(turnOn);
    const dyingOn = addDays(turnOn, isLast ? 30 : 0);
    await expect(it.run(dyingOn, dyingAfter(it.ports, after).ports)).rejects.toThrow("died");
    for (const day of days) await it.run(addDays(turnOn, day));
    const saying = `died after call ${after}`;
    expect(await it.invited(), saying).toEqual(["a/kim", "a/mei"]);
    const milestones = await it.milestones("a");
    expect(milestones, saying).toMatchObject([
      { status: "done", contacts: ["kim", "mei"] },
      { status: "planned", dueOn: addDays(turnOn, 365), contacts: [] },
    ]);
  }

  async function callsOfOneRun(isLast: boolean): Promise<number> {
    const { it, turnOn } = await aPortfolio();
    if (isLast) await it.run(turnOn);
    const counted = dyingAfter(it.ports, Number.POSITIVE_INFINITY);
    await it.run(addDays(turnOn, isLast ? 30 : 0), counted.ports);
    return counted.made();
  }

  test.each([
    ["while somebody is put off", false, [0, 30]],
    ["as the turn ends, and is run again", true, [30]],
    ["as the turn ends, and is made up for the day after", true, [31]],
  ] as const)("%s: nobody is asked twice, and one next turn is open", async (_, isLast, days) => {
    const calls = await callsOfOneRun(isLast);
    expect(calls).toBeGreaterThan(8);
    await Promise.all(Array.from({ length: calls }, (_, after) => diesAndGoesOn(after, isLast, ...days)));
  });
});
