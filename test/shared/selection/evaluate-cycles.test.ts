import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import type { AccountState } from "#shared/domain/eligibility/case.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import { isRecurringProgram } from "#shared/domain/programs/program.ts";
import { cycleOfDraw, turnFrom } from "#shared/domain/programs/turn.ts";
import { advanceCursor } from "#shared/dynamodb/runs.ts";
import { aMilestone, anAccount, aProgram, aSampleProgram } from "../../builders.ts";
import { aState, ruleOf, shipped, startEvaluations } from "./evaluations.ts";

let evaluations: Awaited<ReturnType<typeof startEvaluations>>;
beforeAll(async () => {
  evaluations = await startEvaluations();
});
afterAll(() => evaluations.stop());

const evaluate: typeof evaluations.evaluate = (...of) => evaluations.evaluate(...of);
const verdicts: typeof evaluations.verdicts = (...of) => evaluations.verdicts(...of);

describe("a program with a date", () => {
  const program = aProgram("pre-renewal");
  // Due on 2 September 2027, 120 days before the renewal.
  const account = anAccount({ renewalOn: "2027-12-31", lastRenewedOn: "2026-12-31" });
  const of = (over: Partial<Milestone>) =>
    aMilestone({
      programId: program.programId,
      cycle: "term-2026-12-31",
      anchorOn: "2027-12-31",
      dueOn: "2027-09-02",
      lookOn: "2027-09-02",
      ...over,
    });
  const before = {
    cycle: "term-2025-12-31",
    anchorOn: "2026-12-31",
    dueOn: "2026-09-02",
    lookOn: "2026-09-02",
  };
  const inTime = async (on: string, state: AccountState) =>
    ruleOf(await evaluate(program, on, state), "in-time");

  test("whose date is gone has no day, whatever was planned for it", async () => {
    const { renewalOn: _, ...without } = account;
    for (const milestones of [
      [of({ status: "withdrawn" })],
      [of({})],
      [of({ status: "done", contacts: ["con-1"] })],
    ])
      expect(await inTime("2027-09-02", aState({ account: without, milestones }))).toMatchObject({
        reason: "no-due-date",
        evidence: { missing: "renewalOn" },
      });
  });

  test("passes over what was withdrawn: the present term is late, and not over", async () => {
    const milestones = [of(before), of({ status: "withdrawn" })].map((one) => ({
      ...one,
      status: "withdrawn" as const,
    }));
    expect(await inTime("2027-09-30", aState({ account, milestones }))).toMatchObject({
      reason: "too-late",
      evidence: { dueOn: "2027-09-02" },
    });
    expect(await verdicts(program, "2027-09-02", aState({ account, milestones }))).toEqual(["selected"]);
  });

  test("is of the present term, and not of one that was done before it or planned beside it", async () => {
    const done = of({ ...before, status: "done", contacts: ["con-1"] });
    expect(await inTime("2027-09-30", aState({ account, milestones: [done] }))).toMatchObject({
      reason: "too-late",
    });
    const asked = of({ status: "done", contacts: ["con-1"], lookOn: "2027-09-05" });
    const newer = of({
      cycle: "term-2028-12-31",
      anchorOn: "2029-12-31",
      dueOn: "2029-09-02",
      status: "withdrawn",
    });
    const state = aState({ account, milestones: [done, newer, asked] });
    expect(await verdicts(program, "2027-09-10", state)).toEqual(["cycle-over, already-asked"]);
    expect(await inTime("2027-09-10", state)).toMatchObject({
      evidence: { dueOn: "2027-09-02", status: "done", lookedAtOn: "2027-09-05" },
    });
  });

  test("says of somebody asked in a cycle that was withdrawn since that they were", async () => {
    const milestones = [of({ status: "withdrawn", contacts: ["con-1"] })];
    expect(await verdicts(program, "2027-09-10", aState({ account, milestones }))).toEqual([
      "cycle-over, already-asked",
    ]);
  });

  test("says that a cycle was missed, and when that was found", async () => {
    const milestones = [of({ status: "missed", lookOn: "2027-09-20" })];
    expect(await inTime("2027-09-21", aState({ account, milestones }))).toMatchObject({
      reason: "cycle-over",
      evidence: { dueOn: "2027-09-02", status: "missed", lookedAtOn: "2027-09-20" },
    });
  });
});

describe("a recurring program", () => {
  const program = shipped("all-customer-csat");
  if (!isRecurringProgram(program)) throw new Error("all-customer-csat is not recurring any more");
  // Far from the onboarding and the renewal of the account, which would go first.
  const account = anAccount({ customerSince: "2020-01-01", renewalOn: undefined });
  const turn = turnFrom(account.accountId, program, "2027-01-01");
  const planned = aMilestone({
    programId: program.programId,
    cycle: `turn-${turn}`,
    anchorOn: turn,
    dueOn: turn,
    lookOn: turn,
  });

  test.each([
    ["as it is planned", aState({ account, milestones: [planned] })],
    ["that nobody has planned yet", aState({ account })],
  ])("is not due before its turn, and asks on it, %s", async (_, state) => {
    const early = await evaluate(program, addDays(turn, -1), state);
    expect(ruleOf(early, "in-time")).toMatchObject({ reason: "not-due-yet", evidence: { dueOn: turn } });
    expect(await verdicts(program, turn, state)).toEqual(["selected"]);
  });

  test("is late for two weeks, and then at its next turn", async () => {
    const state = aState({ account, milestones: [planned] });
    const next = addDays(turn, 365);
    expect(await verdicts(program, addDays(turn, 14), state)).toEqual(["selected"]);
    const later = await evaluate(program, addDays(turn, 15), state);
    expect(ruleOf(later, "in-time")).toMatchObject({ reason: "not-due-yet", evidence: { dueOn: next } });
    expect(await verdicts(program, next, state)).toEqual(["selected"]);
  });

  test("is at its next turn once the one before is done", async () => {
    const done = { ...planned, status: "done" as const, contacts: ["con-1"], lastAskedOn: turn };
    const after = await evaluate(program, addDays(turn, 1), aState({ account, milestones: [done] }));
    expect(ruleOf(after, "in-time")).toMatchObject({ evidence: { dueOn: addDays(turn, 365) } });
  });
});

describe("a sample", () => {
  const aSample = (programId: string) =>
    aSampleProgram(20, { programId, startsOn: "2027-03-01", everyDays: 90 });
  const state = aState({ account: anAccount({ customerSince: "2020-01-01", renewalOn: undefined }) });

  test("is not due before its first draw, nor between two", async () => {
    const program = aSample("sample-before");
    await advanceCursor(evaluations.table, program.programId, "2027-03-01");
    for (const [on, dueOn] of [
      ["2027-02-28", "2027-03-01"],
      ["2027-03-02", "2027-05-30"],
      ["2027-05-29", "2027-05-30"],
    ] as const) {
      const decisions = await evaluate(program, on, state);
      expect(ruleOf(decisions, "in-time")).toMatchObject({ reason: "not-due-yet", evidence: { dueOn } });
    }
  });

  test("leaves it to the day who is drawn of those who may be asked", async () => {
    const program = aSample("sample-on-the-day");
    const decisions = await evaluate(program, "2027-03-01", state);
    expect(decisions).toMatchObject([{ verdict: "selected" }]);
    expect(ruleOf(decisions, "sample")).toMatchObject({ verdict: "skipped", reason: "drawn-on-the-day" });
  });

  test("that was drawn without the account says so, and asks nobody there", async () => {
    const program = aSample("sample-drawn");
    await advanceCursor(evaluations.table, program.programId, "2027-03-04");
    expect(await verdicts(program, "2027-03-01", state)).toEqual(["not-drawn"]);
    expect(await verdicts(program, "2027-05-30", state)).toEqual(["selected"]);
  });

  test("that nobody has drawn is drawn late, for two weeks", async () => {
    const program = aSample("sample-late");
    await advanceCursor(evaluations.table, program.programId, "2027-02-28");
    expect(await verdicts(program, "2027-03-15", state)).toEqual(["selected"]);
    expect(await verdicts(program, "2027-03-16", state)).toEqual(["not-due-yet"]);
  });

  test("does not ask again whom a draw that broke off has asked", async () => {
    const program = aSample("sample-broken-off");
    const cycle = cycleOfDraw("2027-03-01");
    const asked = aMilestone({ programId: program.programId, cycle, status: "done", contacts: ["con-1"] });
    const milestones = [asked];
    expect(await verdicts(program, "2027-03-01", { ...state, milestones })).toEqual(["already-asked"]);
  });
});
