import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import type { Bucket } from "#shared/domain/results/buckets.ts";
import { countDay } from "#shared/domain/results/counted-day.ts";
import { type Figures, figuresOf } from "#shared/domain/results/figures.ts";
import { placesOf } from "#shared/domain/results/groups.ts";
import { INTERVALS } from "#shared/domain/results/periods.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { anInvitation, aProgram } from "../../../builders.ts";
import { someBucket } from "./some-buckets.ts";

const NOW = new Date("2026-02-15T12:00:00Z");
const FROM = "2026-01-01";
const DAYS = 120;
const TO = addDays(FROM, DAYS - 1);
const seeded = { seed: 20261206, numRuns: 100 };
const someBuckets = fc.array(someBucket(DAYS), { maxLength: 40 });
const VERSIONS = new Map([[1, aProgram("post-onboarding")]]);

const figures = (buckets: readonly Bucket[]): Figures => figuresOf(buckets, NOW);

/** What adds up: how many gave which score, and how many came to which step. */
const addingUp = ({ nps, csat, funnel }: Figures): number[] => [
  nps?.promoters ?? 0,
  nps?.passives ?? 0,
  nps?.detractors ?? 0,
  ...(csat?.counts ?? [0, 0, 0, 0, 0]),
  ...Object.values(funnel).map((count) => count ?? Number.NaN),
];
const summed = (all: readonly Figures[]): number[] =>
  all
    .map(addingUp)
    .reduce((totals, one) => totals.map((total, i) => total + (one[i] ?? 0)), addingUp(figures([])));

describe("figures of buckets", () => {
  it("do not depend on their order", () => {
    const shuffled = someBuckets.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(shuffled, ([some, other]) => {
        expect(figures(other)).toEqual(figures(some));
      }),
      seeded,
    );
  });

  it("of two sets are those of all of them, however they are parted", () => {
    fc.assert(
      fc.property(someBuckets, someBuckets, (some, others) => {
        expect(summed([figures(some), figures(others)])).toEqual(addingUp(figures([...some, ...others])));
      }),
      seeded,
    );
  });

  it("add up over days, weeks, months and quarters to those of the whole range", () => {
    fc.assert(
      fc.property(someBuckets, fc.constantFrom(...INTERVALS), (some, interval) => {
        const range = { from: FROM, to: TO, includeSuspect: false };
        const parts = placesOf(some, { ...range, interval });
        const [whole] = placesOf(some, range);
        expect(summed(parts.map(({ buckets }) => figures(buckets)))).toEqual(
          addingUp(figures(whole?.buckets ?? [])),
        );
        expect(figures(parts.flatMap(({ buckets }) => buckets))).toEqual(figures(whole?.buckets ?? []));
      }),
      seeded,
    );
  });

  it("are what counting all answers together gives, on however many days they came", () => {
    const someInvitation: fc.Arbitrary<Invitation> = fc
      .record({
        sentOn: fc.nat(5),
        answersAfter: fc.option(fc.nat(5), { nil: undefined }),
        nps: fc.nat(10),
        csat: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      })
      .map(({ sentOn, answersAfter, nps, csat }) => {
        const at = (days: number) => `${addDays(FROM, days)}T08:00:00.000Z`;
        const answers = [
          { questionId: "nps", kind: "nps" as const, value: nps },
          ...(csat === undefined ? [] : [{ questionId: "csat", kind: "csat" as const, value: csat }]),
        ];
        const closesAt = at(sentOn + 30);
        const attempts =
          answersAfter === undefined ? [] : [{ attemptId: "a", at: at(sentOn + answersAfter), answers }];
        return anInvitation({ claimedAt: at(sentOn), sentAt: at(sentOn), closesAt, attempts });
      });
    fc.assert(
      fc.property(fc.array(someInvitation, { maxLength: 25 }), (invitations) => {
        const days = Array.from({ length: 12 }, (_, i) => addDays(FROM, i));
        const buckets = days.flatMap((day) =>
          countDay("post-onboarding", day, invitations, invitations, VERSIONS),
        );
        const { nps, csat, funnel } = figures(buckets.filter(({ attribute }) => attribute === "all"));
        const attempts = invitations.flatMap((one) => one.attempts ?? []);
        const given = (kind: "nps" | "csat") =>
          attempts
            .flatMap(({ answers }) => answers.filter((one) => one.kind === kind))
            .map(({ value }) => Number(value));
        const promoters = given("nps").filter((score) => score >= 9).length;
        expect([nps?.n ?? 0, nps?.promoters ?? 0]).toEqual([attempts.length, promoters]);
        const steps = given("csat");
        const mean = steps.reduce((total, step) => total + step, 0) / steps.length;
        if (steps.length === 0) expect(csat).toBeNull();
        else expect(csat?.mean).toBeCloseTo(mean, 12);
        expect([funnel.sent, funnel.answered, funnel.completed]).toEqual([
          invitations.length,
          attempts.length,
          steps.length,
        ]);
      }),
      seeded,
    );
  });
});
