import fc from "fast-check";
import { addDays } from "#shared/domain/days.ts";
import { type Bucket, emptyFunnel } from "#shared/domain/results/buckets.ts";

/** Of everybody who was asked by `post-onboarding`, on one day, without a count; scores one by one. */
export const aBucket = (
  over: Partial<Bucket> & { readonly scores?: readonly number[]; readonly sent?: number } = {},
): Bucket => {
  const { scores = [], sent = 0, ...rest } = over;
  return {
    programId: "post-onboarding",
    attribute: "all",
    value: "all",
    day: "2026-12-01",
    nps: Array.from({ length: 11 }, (_, step) => scores.filter((score) => score === step).length),
    csat: [0, 0, 0, 0, 0],
    funnel: { ...emptyFunnel(), invited: sent, sent },
    closings: [],
    ...rest,
  };
};

const counts = (steps: number) => fc.array(fc.nat(50), { minLength: steps, maxLength: steps });

/** Of any of `days` days from the first of 2026. */
export const someBucket = (days: number): fc.Arbitrary<Bucket> =>
  fc
    .record({
      day: fc.nat(days - 1).map((i) => addDays("2026-01-01", i)),
      nps: counts(11),
      csat: counts(5),
      completed: fc.nat(20),
      partial: fc.nat(20),
      silent: fc.nat(40),
      bounced: fc.nat(5),
      closesAfterDays: fc.integer({ min: 0, max: 60 }),
    })
    .map(({ day, nps, csat, completed, partial, silent, bounced, closesAfterDays }) => {
      const answered = completed + partial;
      const sent = answered + silent;
      const funnel = { ...emptyFunnel(), invited: sent, sent, answered, completed, bounced };
      const fromMs = Date.parse(addDays(day, closesAfterDays));
      return aBucket({ day, nps, csat, funnel, closings: silent === 0 ? [] : [{ fromMs, silent }] });
    });
