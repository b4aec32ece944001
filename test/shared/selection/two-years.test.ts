import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { aProgram } from "../../builders.ts";
import { plannedOver } from "../domain/eligibility/planned-over.ts";
import { aLife, DAYS, FIRST_DAY } from "./a-portfolio.ts";
import type { World } from "./a-world.ts";
import { PROGRAMS } from "./some-programs.ts";
import { liveThrough } from "./two-years.ts";
import {
  expectCap,
  expectCooldown,
  expectEligible,
  expectOncePerCycle,
  expectOncePerTerm,
  expectRankKept,
  expectSampleSize,
} from "./what-must-hold.ts";
import { expectNothingForgotten, expectRecurring, expectWholeLedger } from "./what-the-ledger-holds.ts";

const LAST_DAY = addDays(FIRST_DAY, DAYS - 1);
/** A life fails with its seed. To shrink it takes minutes: leave this out, and give the test the time. */
const UNSHRUNK = { endOnFailure: true };

test("two years of whatever happens break none of the handbook's promises", async () => {
  const asking = new Set<string>();
  await fc.assert(
    fc.asyncProperty(aLife, async (life) => {
      const { memory } = await liveThrough(life, "as it comes");
      expectCooldown(memory);
      expectCap(memory);
      expectOncePerCycle(memory);
      expectOncePerTerm(memory);
      expectSampleSize(memory);
      expectWholeLedger(memory);
      expectEligible(memory);
      expectNothingForgotten(memory, LAST_DAY);
      expectRecurring(memory, FIRST_DAY, LAST_DAY);
      expectRankKept(memory);
      for (const { program } of memory.askings.values()) asking.add(program.programId);
    }),
    { seed: 73, numRuns: 2, ...UNSHRUNK },
  );
  expect([...asking].sort()).toEqual(PROGRAMS.map(({ programId }) => programId).sort());
});

const asked = ({ memory }: World): string[] =>
  [...memory.askings.values()]
    .map(({ invitation, sendsOn }) => `${invitation.invitationId} ${sendsOn}`)
    .sort();

test("days that are run again, at once and out of order ask the same people on the same days", async () => {
  await fc.assert(
    fc.asyncProperty(aLife, async (life) => {
      const once = asked(await liveThrough(life, "once"));
      expect(once.length).toBeGreaterThan(100);
      expect(asked(await liveThrough(life, "again"))).toEqual(once);
    }),
    { seed: 74, numRuns: 1, ...UNSHRUNK },
  );
});

// Found by the lives above.
test("a term whose start becomes known, or is corrected, after it was asked is not asked again when its end moves", () => {
  const program = aProgram("pre-renewal");
  const done = (account: { renewalOn: string; lastRenewedOn?: string }) =>
    plannedOver(program, [{ today: "2028-01-01", account }]).map((milestone) => ({
      ...milestone,
      status: "done" as const,
      contacts: ["con-1"],
    }));
  const moved = { today: "2028-12-15", account: { renewalOn: "2029-05-23", lastRenewedOn: "2028-03-24" } };

  const startUnknown = done({ renewalOn: "2029-03-24" });
  expect(plannedOver(program, [moved], startUnknown)).toEqual(startUnknown);
  const startCorrected = done({ renewalOn: "2029-03-24", lastRenewedOn: "2028-03-10" });
  expect(plannedOver(program, [moved], startCorrected)).toEqual(startCorrected);
});

test("a term that begins early is asked though the one before it ended later", () => {
  const program = aProgram("pre-renewal");
  const early = { renewalOn: "2028-07-01", lastRenewedOn: "2027-07-01" };
  const standing = plannedOver(program, [
    { today: "2027-01-01", account: { renewalOn: "2027-10-01", lastRenewedOn: "2026-10-01" } },
    { today: "2027-07-01", account: early },
  ]);
  expect(standing.map(({ cycle, status }) => `${cycle} ${status}`)).toEqual([
    "term-2026-10-01 withdrawn",
    "term-2027-07-01 planned",
  ]);
});
