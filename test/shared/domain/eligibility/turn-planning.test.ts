import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, daysBetween, laterOf } from "#shared/domain/days.ts";
import { isOpen, type Milestone, replannedMilestones } from "#shared/domain/eligibility/milestone.ts";
import { turnFrom } from "#shared/domain/programs/turn.ts";
import { aMilestone, anAccount, aProgram, aRecurringProgram, aSampleProgram } from "../../../builders.ts";

const TODAY = "2026-10-01";
const yearly = aRecurringProgram();

/** What stands after a program was planned over what stood before. */
function planned(program: typeof yearly, before: readonly Milestone[] = [], today = TODAY): Milestone[] {
  const standing = new Map(before.map((milestone) => [milestone.cycle, milestone]));
  for (const milestone of replannedMilestones(anAccount(), program, before, today))
    standing.set(milestone.cycle, milestone);
  return [...standing.values()];
}

const aTurn = (over: Partial<Milestone> = {}, program = yearly): Milestone => {
  const dueOn = turnFrom("acc-1", program, TODAY);
  const { programId } = program;
  return aMilestone({ programId, cycle: `turn-${dueOn}`, anchorOn: dueOn, dueOn, lookOn: dueOn, ...over });
};

describe("a recurring program", () => {
  test("plans an account's next turn, from today on, and no other", () => {
    expect(planned(yearly)).toEqual([aTurn({ lastAskedOn: undefined })]);
    expect(planned(yearly)[0]?.dueOn).toSatisfy((dueOn: string) => dueOn >= TODAY);
    expect(replannedMilestones(anAccount(), yearly, planned(yearly), "2026-10-02")).toEqual([]);
  });

  test("does not ask for an account's dates", () => {
    const unknown = anAccount({ customerSince: undefined, renewalOn: undefined });
    expect(replannedMilestones(unknown, yearly, [], TODAY)).toHaveLength(1);
  });

  test("gives a new account no turn in the past, whatever day it comes", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 0, max: 2000 }), (accountId, days) => {
        const today = addDays("2026-01-01", days);
        const [turn] = replannedMilestones(anAccount({ accountId }), yearly, [], today);
        expect(daysBetween(today, turn?.dueOn ?? "")).toBeGreaterThanOrEqual(0);
        expect(daysBetween(today, turn?.dueOn ?? "")).toBeLessThan(365);
      }),
      { seed: 22 },
    );
  });

  test.each(["done", "missed"] as const)("plans the next turn after one that is %s", (status) => {
    const over = aTurn({ status, contacts: status === "done" ? ["con-1"] : [] });
    const [next, ...more] = planned(yearly, [over], over.dueOn).filter(isOpen);
    expect(more).toEqual([]);
    expect(next?.dueOn).toBe(addDays(over.dueOn, 365));
  });

  test("leaves a turn alone that was put off for a cooldown", () => {
    const later = addDays(aTurn().dueOn, 30);
    const putOff = aTurn({ dueOn: later, lookOn: later });
    expect(planned(yearly, [putOff], later)).toEqual([putOff]);
  });

  test("whose period changes withdraws turns that it does not have any more, and plans its own", () => {
    const quarterly = aRecurringProgram({ everyDays: 91 });
    const after = planned(quarterly, [aTurn()]);
    expect(after.filter(isOpen)).toMatchObject([{ dueOn: turnFrom("acc-1", quarterly, TODAY) }]);
    expect(after).toHaveLength(2);
    expect(after[0]?.status).toBe("withdrawn");
  });

  test("takes up a withdrawn turn again, and who was asked in it", () => {
    const turn = aTurn({ status: "withdrawn", contacts: ["con-1"] });
    expect(planned(yearly, [turn])).toEqual([{ ...turn, status: "planned" }]);
  });

  test("asks no account again within half a period, however the period is changed", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 90, max: 730 }),
        fc.integer({ min: 90, max: 730 }),
        fc.integer({ min: 0, max: 400 }),
        fc.constantFrom<Milestone["status"]>("done", "withdrawn"),
        (before, after, days, status) => {
          const old = aRecurringProgram({ everyDays: before });
          const asked = aTurn({ status, contacts: ["con-1"] }, old);
          const lastAskedOn = addDays(asked.dueOn, 2);
          const program = aRecurringProgram({ everyDays: after });
          const today = addDays(asked.dueOn, days);
          const [next] = planned(program, [{ ...asked, lastAskedOn }], today).filter(isOpen);
          const earliest = addDays(lastAskedOn, Math.ceil(after / 2));
          expect(next?.dueOn.localeCompare(earliest)).toBeGreaterThanOrEqual(0);
          // And no later than it must be.
          expect(daysBetween(laterOf(earliest, today), next?.dueOn ?? "")).toBeLessThan(after);
        },
      ),
      { seed: 23 },
    );
  });

  test("takes the turn on the very day on which half a period is over, and not the day before", () => {
    const turnOn = aTurn().dueOn;
    const nextAfter = (days: number) => {
      const before = aTurn({ cycle: "turn-before", anchorOn: "2026-01-01", status: "withdrawn" });
      const lastAskedOn = addDays(turnOn, -days);
      return planned(yearly, [{ ...before, lastAskedOn }]).find(isOpen)?.dueOn;
    };
    expect(nextAfter(183)).toBe(turnOn);
    expect(nextAfter(182)).toBe(addDays(turnOn, 365));
  });

  test("has one open turn at most, whatever its period was changed to and when", () => {
    const step = fc.record({
      everyDays: fc.constantFrom(90, 91, 182, 365, 730),
      days: fc.integer({ min: 0, max: 500 }),
      isOver: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
        let standing: Milestone[] = [];
        let today = TODAY;
        for (const { everyDays, days, isOver } of steps) {
          standing = planned(aRecurringProgram({ everyDays }), standing, today);
          expect(standing.filter(isOpen)).toHaveLength(1);
          if (isOver) standing = standing.map((m) => (isOpen(m) ? { ...m, status: "done" } : m));
          today = addDays(today, days);
        }
      }),
      { seed: 24 },
    );
  });
});

describe("a program that fires otherwise from now on", () => {
  const { programId } = yearly;
  const ofDates = aProgram("post-onboarding", { programId });

  test("withdraws its dates for turns, and its turns for dates", () => {
    const date = aMilestone({ programId });
    const toTurns = replannedMilestones(anAccount(), yearly, [date], TODAY);
    expect(toTurns).toMatchObject([{ cycle: "life", status: "withdrawn" }, { status: "planned" }]);
    const toDates = replannedMilestones(anAccount(), ofDates, [aTurn()], TODAY);
    expect(toDates).toMatchObject([
      { cycle: aTurn().cycle, status: "withdrawn" },
      { cycle: "life", status: "planned" },
    ]);
  });

  test.each([
    ["a sample", aSampleProgram(5, { programId })],
    ["events", aProgram("case-closure", { programId })],
  ])("withdraws what it planned where it becomes one of %s", (_, program) => {
    expect(replannedMilestones(anAccount(), program, [aTurn()], TODAY)).toEqual([
      aTurn({ status: "withdrawn" }),
    ]);
  });
});
