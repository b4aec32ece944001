import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyFunnel } from "#shared/domain/results/buckets.ts";
import { comparisonOf, MEASURES } from "#shared/domain/results/comparison.ts";
import { type Figures, figuresOf } from "#shared/domain/results/figures.ts";
import { aBucket, someBucket } from "./some-buckets.ts";

const NOW = new Date("2027-01-05T12:00:00Z");
const NAMED = { anonymous: false };
/** So many detractors, passives and promoters. */
const scored = (detractors: number, passives: number, promoters: number, csat = [0, 0, 0, 0, 0]): Figures => {
  const nps = [detractors, 0, 0, 0, 0, 0, 0, passives, 0, 0, promoters];
  return figuresOf([aBucket({ nps, csat })], NOW);
};
const sentOf = (sent: number, answered: number, completed = answered): Figures =>
  figuresOf([aBucket({ funnel: { ...emptyFunnel(), invited: sent, sent, answered, completed } })], NOW);

describe("a comparison", () => {
  it("says by how much a is higher than b, and how sure that is", () => {
    const { nps } = comparisonOf(scored(30, 30, 40), scored(54, 108, 162), NAMED);
    // Worked by hand, as in the test of the difference itself.
    expect(nps).toMatchObject({ significant: true, small: false });
    expect(nps?.difference).toBeCloseTo(-23.333333, 6);
    expect(nps?.pValue).toBeCloseTo(0.01070697, 7);
  });

  it("of CSAT is of the mean and of the share of the satisfied", () => {
    const few = [0, 0, 10, 10, 10];
    const { csatMean, satisfied } = comparisonOf(
      scored(0, 0, 0, [0, 0, 0, 20, 20]),
      scored(0, 0, 0, few),
      NAMED,
    );
    expect(csatMean).toMatchObject({ difference: 0.5, significant: true });
    expect(satisfied?.difference).toBeCloseTo(1 / 3, 12);
  });

  it("of rates is of what was sent, complete or partial", () => {
    const { rr1, rr2 } = comparisonOf(sentOf(100, 60, 50), sentOf(200, 60, 60), NAMED);
    expect(rr1).toMatchObject({ difference: 0.2, significant: true, small: false });
    expect(rr2?.difference).toBeCloseTo(0.3, 12);
  });

  it("flags fewer than 30 on either side", () => {
    const isSmall = (a: number, b: number) =>
      comparisonOf(scored(0, a, 0), scored(0, b, 0), NAMED).nps?.small;
    expect([isSmall(29, 30), isSmall(30, 29), isSmall(30, 30)]).toEqual([true, true, false]);
    expect(comparisonOf(sentOf(29, 5), sentOf(300, 5), NAMED).rr1?.small).toBe(true);
  });

  it("has nothing to say where one side has no answer or no sending", () => {
    const nothing = Object.fromEntries(MEASURES.map((measure) => [measure, null]));
    expect(comparisonOf(scored(0, 0, 0), scored(1, 2, 3, [1, 1, 1, 1, 1]), NAMED)).toEqual(nothing);
  });

  it("has no rates where answers cannot be told by their mails", () => {
    const rates = (a: Figures, anonymous: boolean) => {
      const { rr1, rr2 } = comparisonOf(a, sentOf(100, 50), { anonymous });
      return [rr1, rr2];
    };
    expect(rates(sentOf(100, 40), true)).toEqual([null, null]);
    // More answers than mails, from when the program was anonymous.
    expect(rates(sentOf(10, 15), false)).toEqual([null, null]);
  });

  it("the other way round is the same, turned round; with itself it finds nothing", () => {
    const some = fc.array(someBucket(5), { maxLength: 5 }).map((buckets) => figuresOf(buckets, NOW));
    fc.assert(
      fc.property(some, some, (a, b) => {
        const [there, back, self] = [
          comparisonOf(a, b, NAMED),
          comparisonOf(b, a, NAMED),
          comparisonOf(a, a, NAMED),
        ];
        for (const measure of MEASURES) {
          const [one, other, none] = [there[measure], back[measure], self[measure]];
          expect(one === null).toBe(other === null);
          if (one === null || other === null) continue;
          expect(one.difference).toBeCloseTo(-other.difference, 9);
          expect([one.low, one.pValue]).toEqual([
            expect.closeTo(-other.high, 9),
            expect.closeTo(other.pValue, 9),
          ]);
          expect(one.significant).toBe(other.significant);
          expect(none).toMatchObject({ difference: 0, pValue: 1, significant: false });
        }
      }),
      { seed: 20261207, numRuns: 150 },
    );
  });
});
