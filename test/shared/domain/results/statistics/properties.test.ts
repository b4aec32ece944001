import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csatOf } from "#shared/domain/results/statistics/csat.ts";
import { npsOf } from "#shared/domain/results/statistics/nps.ts";
import { wilsonInterval } from "#shared/domain/results/statistics/proportion.ts";

const seeded = { seed: 20261201, numRuns: 300 };
const howMany = fc.oneof(fc.constant(0), fc.nat(3), fc.nat(20_000), fc.nat(1_000_000_000));
/** Of each step so many, or of one step alone: one answer, or all alike. */
const counts = (steps: number) =>
  fc
    .oneof(
      fc.array(howMany, { minLength: steps, maxLength: steps }),
      fc
        .tuple(fc.nat(steps - 1), fc.oneof(fc.constant(1), howMany))
        .map(([step, n]) => Array.from({ length: steps }, (_, i) => (i === step ? n : 0))),
    )
    .filter((c) => c.some((n) => n > 0));
const numbersOf = (figure: object): number[] =>
  Object.values(figure).flatMap((value) => (typeof value === "number" ? [value] : []));

describe("any answers", () => {
  it("give finite figures whose intervals hold the estimate and stay on the scale", () => {
    fc.assert(
      fc.property(counts(11), counts(5), (nps11, csat5) => {
        const nps = npsOf(nps11);
        const csat = csatOf(csat5);
        if (nps === undefined || csat === undefined) throw new Error("answers without a figure");
        expect([...numbersOf(nps), ...numbersOf(csat)].every(Number.isFinite)).toBe(true);
        expect([-100, nps.low, nps.value, nps.high, 100]).toEqual(
          [-100, nps.low, nps.value, nps.high, 100].toSorted((a, b) => a - b),
        );
        const mean = [1, csat.meanLow, csat.mean, csat.meanHigh, 5];
        expect(mean).toEqual(mean.toSorted((a, b) => a - b));
        const share = [0, csat.satisfiedLow, csat.satisfied, csat.satisfiedHigh, 1];
        expect(share).toEqual(share.toSorted((a, b) => a - b));
      }),
      seeded,
    );
  });

  it("give narrower intervals when there are more of the same", () => {
    fc.assert(
      fc.property(counts(11), counts(5), fc.integer({ min: 2, max: 50 }), (nps11, csat5, times) => {
        const more = (c: readonly number[]) => c.map((n) => n * times);
        const width = (figure: { low: number; high: number } | undefined) =>
          figure === undefined ? Number.NaN : figure.high - figure.low;
        const meanWidth = (c: readonly number[]) => {
          const csat = csatOf(c);
          return csat === undefined ? Number.NaN : csat.meanHigh - csat.meanLow;
        };
        expect(width(npsOf(more(nps11)))).toBeLessThan(width(npsOf(nps11)));
        const shareWidth = (c: readonly number[]) => {
          const csat = csatOf(c);
          return csat === undefined ? Number.NaN : csat.satisfiedHigh - csat.satisfiedLow;
        };
        expect(shareWidth(more(csat5))).toBeLessThan(shareWidth(csat5));
        expect(meanWidth(more(csat5))).toBeLessThanOrEqual(meanWidth(csat5));
      }),
      seeded,
    );
  });

  it("mirror: turning the scale round turns the score round", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(500), (d, p, q) => {
        fc.pre(d + p + q > 0);
        const at = (detractors: number, promoters: number) =>
          npsOf([detractors, 0, 0, 0, 0, 0, 0, p, 0, 0, promoters]);
        expect((at(d, q)?.low ?? 0) + (at(q, d)?.high ?? 0)).toBeCloseTo(0, 9);
        expect((at(d, q)?.value ?? 0) + (at(q, d)?.value ?? 0)).toBeCloseTo(0, 9);
      }),
      seeded,
    );
  });
});

describe("one answer", () => {
  it.each([
    [0, -100],
    [8, 0],
    [10, 100],
  ])("of %i is a score of %i that may be far off, within an interval that holds it", (step, value) => {
    const nps = npsOf(Array.from({ length: 11 }, (_, i) => (i === step ? 1 : 0)));
    if (nps === undefined) throw new Error("an answer without a score");
    expect(nps).toMatchObject({ value, n: 1, small: true });
    expect(nps.high - nps.low).toBeGreaterThan(100);
    expect(nps.low <= value && value <= nps.high).toBe(true);
  });
});

describe("a share", () => {
  it("and its complement have mirrored Wilson intervals", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (a, n) => {
        fc.pre(a <= n);
        expect((wilsonInterval(a, n)?.low ?? 0) + (wilsonInterval(n - a, n)?.high ?? 0)).toBeCloseTo(1, 9);
      }),
      seeded,
    );
  });
});
