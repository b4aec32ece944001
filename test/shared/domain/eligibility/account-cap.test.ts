import { describe, expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { decideContact } from "#shared/domain/eligibility/eligibility.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import { CAP_DAYS } from "#shared/domain/eligibility/slot-rules.ts";
import { isCapped, type Program } from "#shared/domain/programs/program.ts";
import { aContact, aMilestone, aProgram, aRecurringProgram, aSampleProgram } from "../../../builders.ts";
import { aCase, DUE, ruleOf } from "./a-case.ts";

const csat = aRecurringProgram();
const draws = aSampleProgram(10);
const nps = aProgram("pre-renewal");
const event = aProgram("case-closure");
const PROGRAMS: readonly Program[] = [csat, draws, nps, event];

/** A cycle of a program that reached the account so many days before the day of the decision. */
const reached = (daysBefore: number, program: Program = csat, over: Partial<Milestone> = {}): Milestone =>
  aMilestone({
    programId: program.programId,
    ...(isCapped(program) ? { cappedOn: addDays(DUE, -daysBefore) } : {}),
    cycle: `cycle-${daysBefore}`,
    status: "done",
    contacts: ["con-9"],
    lastAskedOn: addDays(DUE, -daysBefore),
    ...over,
  });

const capOf = (milestones: readonly Milestone[], over: Parameters<typeof ruleOf>[1] = {}) =>
  ruleOf("account-cap", { program: csat, programs: PROGRAMS, cycle: "turn-now", milestones, ...over });

describe("the account cap", () => {
  test("bars a third cycle within 365 days, and says which reached the account and until when", () => {
    expect(capOf([reached(100)]).verdict).toBe("pass");
    expect(capOf([reached(300), reached(100)])).toEqual({
      rule: "account-cap",
      verdict: "fail",
      reason: "asked-often-enough",
      evidence: {
        reached: [
          { program: "all-customer-csat", cycle: "cycle-100", on: addDays(DUE, -100) },
          { program: "all-customer-csat", cycle: "cycle-300", on: addDays(DUE, -300) },
        ],
        allowed: 2,
        days: 365,
        until: addDays(DUE, 65),
      },
    });
  });

  test.each([
    [364, "fail"],
    [365, "pass"],
    [366, "pass"],
  ])("with a cycle %i days ago: %s", (days, verdict) => {
    expect(capOf([reached(days), reached(100)]).verdict).toBe(verdict);
  });

  test("counts to the day on which the mail goes out, which may be after the decision", () => {
    const sendsOn = () => addDays(DUE, 1);
    expect(capOf([reached(364), reached(100)], { sendsOn }).verdict).toBe("pass");
    expect(capOf([reached(363), reached(100)], { sendsOn }).verdict).toBe("fail");
  });

  test("lasts until the second newest cycle is a year old: what it says is when it ends", () => {
    const milestones = [reached(10), reached(200), reached(300)];
    const until = addDays(DUE, CAP_DAYS - 200);
    expect(capOf(milestones).evidence).toMatchObject({ until });
    const on = (day: string) => capOf(milestones, { on: day, sendsOn: undefined }).verdict;
    expect([on(addDays(until, -1)), on(until)]).toEqual(["fail", "pass"]);
  });

  test("over a leap day is 365 days all the same", () => {
    const milestones = [csat, draws].map((program) => reached(0, program, { cappedOn: "2027-06-03" }));
    expect(capOf(milestones, { on: "2028-06-01" }).verdict).toBe("fail");
    expect(capOf(milestones, { on: "2028-06-02" }).verdict).toBe("pass");
  });

  test("counts cycles, not mails: those whom a cycle has asked do not bar the others of it", () => {
    const many = reached(50, csat, { contacts: ["con-7", "con-8", "con-9"] });
    expect(capOf([many]).verdict).toBe("pass");
    const own = reached(5, csat, { cycle: "turn-now" });
    expect(capOf([reached(300), reached(100), own], { asked: ["con-9"] })).toMatchObject({
      verdict: "pass",
      evidence: { counted: "this-cycle" },
    });
  });

  test("does not count this very cycle, also where it is not known any more whom it asked", () => {
    expect(capOf([reached(100), reached(5, csat, { cycle: "turn-now" })]).verdict).toBe("pass");
  });

  test("counts draws beside turns, and neither events nor programs that ask NPS", () => {
    expect(capOf([reached(10, draws), reached(20)]).verdict).toBe("fail");
    expect(capOf([reached(10, nps), reached(20, nps), reached(30)]).verdict).toBe("pass");
    expect(capOf([reached(10, event), reached(20, event), reached(30)]).verdict).toBe("pass");
  });

  test("counts what was asked by the program as it was then, whatever it has become since", () => {
    const withNps = { ...draws, questions: nps.questions };
    const over = { programs: [csat, withNps] };
    expect(capOf([reached(10, draws), reached(30)], over).verdict).toBe("fail");
    const touchpoint = reached(10, draws, { cycle: "event-4711", cappedOn: undefined });
    expect(capOf([touchpoint, reached(30)]).verdict).toBe("pass");
  });

  test("does not count a cycle that asked nobody", () => {
    const nobody = reached(10, draws, { contacts: [], cappedOn: undefined });
    expect(capOf([nobody, reached(30)]).verdict).toBe("pass");
  });

  test("counts the cycles of a program that is paused or retired by now", () => {
    const retired = { ...draws, status: "retired" as const };
    const over = { programs: [csat, retired] };
    expect(capOf([reached(10, draws), reached(30)], over).verdict).toBe("fail");
  });

  test.each([
    ["NPS", nps],
    ["events", event],
  ])("does not bar a program of %s", (_, program) => {
    expect(capOf([reached(10), reached(20), reached(30)], { program })).toEqual({
      rule: "account-cap",
      verdict: "skipped",
      reason: "not-capped",
    });
  });

  test("bars a draw too, which does not wait for it", () => {
    const of = aCase({
      program: draws,
      programs: PROGRAMS,
      waitsUntil: undefined,
      milestones: [reached(10), reached(20)],
    });
    const { verdict, waitsUntil } = decideContact(of, aContact());
    expect([verdict, waitsUntil]).toEqual(["excluded", undefined]);
  });
});
