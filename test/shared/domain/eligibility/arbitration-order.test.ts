import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import type { AccountState } from "#shared/domain/eligibility/case.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { aContact, aMilestone, anAccount, aProgram } from "../../../builders.ts";
import { DUE, ruleOf } from "./a-case.ts";

/** Cycles that need the same person on the same day, each at an account of theirs. */
const someCycles = fc.uniqueArray(
  fc.record({
    programId: fc.constantFrom("a", "b", "c"),
    accountId: fc.constantFrom("acc-1", "acc-2"),
    dueOn: fc.integer({ min: -10, max: 0 }).map((days) => addDays(DUE, days)),
  }),
  { selector: ({ programId, accountId }) => `${programId} ${accountId}`, minLength: 2, maxLength: 6 },
);
const someRanks = fc.record({
  a: fc.integer({ min: 1, max: 3 }),
  b: fc.integer({ min: 1, max: 3 }),
  c: fc.integer({ min: 1, max: 3 }),
});
type Cycles = readonly Pick<Milestone, "programId" | "accountId" | "dueOn">[];

/** Which of the cycles do not yield when each is decided on the same day, before any of the others. */
function winnersOf(cycles: Cycles, ranks: Readonly<Record<string, number>>): Cycles {
  const programs = Object.entries(ranks).map(
    ([programId, rank]): Program => ({ ...aProgram(), programId, rank }),
  );
  const states = ["acc-1", "acc-2"].map(
    (accountId): AccountState => ({
      account: anAccount({ accountId }),
      contacts: [aContact({ accountId })],
      holds: [],
      milestones: cycles
        .filter((cycle) => cycle.accountId === accountId)
        .map((cycle) => aMilestone({ ...cycle, lookOn: DUE })),
    }),
  );
  return cycles.filter(({ programId, accountId, dueOn }) => {
    const own = states.find(({ account }) => account.accountId === accountId);
    const program = programs.find((one) => one.programId === programId);
    if (own === undefined || program === undefined) throw new Error("no such account or program");
    const elsewhere = () => states.filter((state) => state !== own);
    const result = ruleOf("arbitration", { ...own, program, programs, cycle: "life", dueOn, elsewhere });
    return result.verdict === "pass";
  });
}

test("of those who need the same slot exactly one does not yield: the first by rank, due date and ids", () => {
  fc.assert(
    fc.property(someCycles, someRanks, (cycles, ranks) => {
      const key = ({ programId, accountId, dueOn }: (typeof cycles)[number]) =>
        [ranks[programId as keyof typeof ranks], dueOn, programId, accountId].join(" ");
      const [first] = cycles.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
      expect(winnersOf(cycles, ranks)).toEqual([first]);
    }),
    { seed: 31, numRuns: 300 },
  );
});
