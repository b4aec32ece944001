import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csatOf, satisfiedIn } from "#shared/domain/results/statistics/csat.ts";
import {
  csatDifference,
  npsDifference,
  shareDifference,
  welchDifference,
} from "#shared/domain/results/statistics/difference.ts";
import { aRandom, drawn } from "./draws.ts";

const seeded = { seed: 20261202, numRuns: 300 };
const bands = fc.record({ detractors: fc.nat(300), passives: fc.nat(300), promoters: fc.nat(300) });
const someBands = bands.filter((of) => of.detractors + of.passives + of.promoters > 0);
const steps = fc.array(fc.nat(200), { minLength: 5, maxLength: 5 });
const someSteps = steps.filter((counts) => counts.reduce((total, count) => total + count, 0) > 1);

const csat = (counts: readonly number[]) => {
  const figures = csatOf(counts);
  if (figures === undefined) throw new Error("no answers");
  return figures;
};

describe("published differences", () => {
  // Newcombe 1998b, Table II, method 10; each as the paper has it, the first share less the second.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])("%d of %d less %d of %d has its interval", (a, m, b, n, low, high) => {
    const found = shareDifference({ successes: b, n }, { successes: a, n: m });
    expect(found?.low).toBeCloseTo(low, 4);
    expect(found?.high).toBeCloseTo(high, 4);
  });

  it("two means of unlike variance have Welch's t, recomputed with SciPy's ttest_ind_from_stats", () => {
    const found = welchDifference({ mean: 23, variance: 3.8, n: 15 }, { mean: 20.8, variance: 7.9, n: 15 });
    expect(found.pValue).toBeCloseTo(0.01975602, 7);
    expect(found.low).toBeCloseTo(-4.0191657, 5);
    expect(found.high).toBeCloseTo(-0.3808343, 5);
  });

  it("two groups of unlike size have each its variance by its own size, recomputed with SciPy", () => {
    const means = welchDifference({ mean: 3.4, variance: 1.1, n: 40 }, { mean: 3.9, variance: 0.6, n: 12 });
    expect(means.pValue).toBeCloseTo(0.08490574, 7);
    expect([means.low, means.high]).toEqual([expect.closeTo(-0.07412838, 6), expect.closeTo(1.07412838, 6)]);
    const shares = shareDifference({ successes: 30, n: 100 }, { successes: 5, n: 40 });
    expect(shares?.pValue).toBeCloseTo(0.03075356, 7);
  });

  it("two scores have the adjusted z, recomputed by hand", () => {
    const found = npsDifference(
      { detractors: 54, passives: 108, promoters: 162 },
      { detractors: 30, passives: 30, promoters: 40 },
    );
    expect(found?.difference).toBeCloseTo(-23.333333, 6);
    expect(found?.pValue).toBeCloseTo(0.01070697, 7);
    expect(found?.low).toBeCloseTo(-41.227026, 5);
    expect(found?.high).toBeCloseTo(-5.410544, 5);
  });
});

describe("the p-value of a strong difference", () => {
  // Of a normal and of Student's t, two-sided; each from its tail, to 50 digits.
  it.each([
    [60, 25, 100, 5.5460395e-7],
    [90, 10, 100, 1.1224297e-29],
    [300, 150, 400, 1.1282263e-26],
  ])("of %i and of %i of %i each is %d", (before, now, n, pValue) => {
    const found = shareDifference({ successes: before, n }, { successes: now, n });
    expect((found?.pValue ?? 0) / pValue).toBeCloseTo(1, 6);
  });

  it("of two means is the tail of Student's t", () => {
    const found = welchDifference({ mean: 4.5, variance: 0.5, n: 100 }, { mean: 3, variance: 0.5, n: 100 });
    expect(found.pValue / 1.7799383e-34).toBeCloseTo(1, 6);
  });

  it("is never 0, and no smaller than a table keeps", () => {
    const none = { detractors: 0, passives: 0, promoters: 5000 };
    const all = { detractors: 5000, passives: 0, promoters: 0 };
    expect(npsDifference(none, all)?.pValue).toBe(1e-100);
    expect(
      welchDifference({ mean: 5, variance: 1e-9, n: 900 }, { mean: 1, variance: 1e-9, n: 900 }).pValue,
    ).toBe(1e-100);
  });
});

describe("any two groups", () => {
  const found = (a: fc.Arbitrary<readonly number[]>) => fc.tuple(someBands, someBands, a, a);

  it("differ as much the other way round, with the same p-value", () => {
    fc.assert(
      fc.property(found(someSteps), ([a, b, c, d]) => {
        for (const [there, back] of [
          [npsDifference(a, b), npsDifference(b, a)],
          [csatDifference(csat(c), csat(d)), csatDifference(csat(d), csat(c))],
        ]) {
          expect(there?.difference).toBeCloseTo(-(back?.difference ?? Number.NaN), 9);
          expect(there?.low).toBeCloseTo(-(back?.high ?? Number.NaN), 9);
          expect(there?.pValue).toBeCloseTo(back?.pValue ?? Number.NaN, 9);
        }
      }),
      seeded,
    );
  });

  it("are significant at 0.05 where the interval leaves out 0, and only there", () => {
    fc.assert(
      fc.property(found(someSteps), ([a, b, c, d]) => {
        for (const one of [npsDifference(a, b), csatDifference(csat(c), csat(d))]) {
          if (one === undefined) throw new Error("answers without a difference");
          fc.pre(Math.abs(one.pValue - 0.05) > 1e-6);
          expect([one.low > 0 || one.high < 0, one.pValue]).toEqual([one.pValue < 0.05, one.pValue]);
          expect(one.pValue >= 0 && one.pValue <= 1).toBe(true);
        }
      }),
      seeded,
    );
  });

  it("of any size differ by finite figures, within the interval and with a p-value above 0", () => {
    const many = fc.oneof(fc.constant(0), fc.nat(3), fc.nat(1_000_000_000));
    const anyBands = fc.record({ detractors: many, passives: many, promoters: many });
    const anySteps = fc.array(many, { minLength: 5, maxLength: 5 });
    const isAny = (counts: readonly number[]) => counts.some((count) => count > 0);
    fc.assert(
      fc.property(anyBands, anyBands, anySteps, anySteps, (a, b, c, d) => {
        fc.pre([Object.values(a), Object.values(b), c, d].every(isAny));
        const [x, y] = [csat(c), csat(d)];
        const scales = [
          [npsDifference(a, b), 200],
          [csatDifference(x, y), 4],
          [shareDifference(satisfiedIn(x), satisfiedIn(y)), 1],
        ] as const;
        for (const [one, end] of scales) {
          if (one === undefined) continue;
          const order = [-end, one.low, one.difference, one.high, end];
          expect(order).toEqual(order.toSorted((p, q) => p - q));
          expect([...order, one.pValue].every(Number.isFinite)).toBe(true);
          expect([one.pValue > 0 && one.pValue <= 1, one.pValue]).toEqual([true, one.pValue]);
        }
      }),
      seeded,
    );
  });

  it("have shares that differ as much the other way round", () => {
    const share = fc
      .tuple(fc.nat(500), fc.integer({ min: 1, max: 500 }))
      .map(([k, n]) => ({ successes: Math.min(k, n), n }));
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [there, back] = [shareDifference(a, b), shareDifference(b, a)];
        expect(there?.difference).toBeCloseTo(-(back?.difference ?? Number.NaN), 12);
        expect(there?.low).toBeCloseTo(-(back?.high ?? Number.NaN), 12);
        expect(there?.pValue).toBeCloseTo(back?.pValue ?? Number.NaN, 12);
      }),
      seeded,
    );
  });

  it("have shares whose difference lies within its interval and on the scale", () => {
    const share = fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 500 })).filter(([k, n]) => k <= n);
    fc.assert(
      fc.property(share, share, ([a, m], [b, n]) => {
        const one = shareDifference({ successes: a, n: m }, { successes: b, n });
        const order = [-1, one?.low ?? 2, one?.difference ?? 2, one?.high ?? 2, 1];
        expect(order).toEqual(order.toSorted((x, y) => x - y));
      }),
      seeded,
    );
  });
});

it("has no difference where one has no answer, nor of a mean where one has no spread to speak of", () => {
  const [none, some] = [
    { detractors: 0, passives: 0, promoters: 0 },
    { detractors: 1, passives: 0, promoters: 0 },
  ];
  expect([npsDifference(none, some), npsDifference(some, none)]).toEqual([undefined, undefined]);
  expect(csatDifference(csat([0, 0, 0, 0, 1]), csat([9, 0, 0, 0, 1]))).toBeUndefined();
  expect(shareDifference({ successes: 0, n: 0 }, { successes: 1, n: 1 })).toBeUndefined();
  const agreed = csat([0, 0, 0, 0, 40]);
  expect(csatDifference(agreed, agreed)).toMatchObject({ difference: 0, low: 0, high: 0, pValue: 1 });
});

describe("two groups that each agree on one step", () => {
  const agreed = (step: number, n: number) => csat(Array.from({ length: 5 }, (_, i) => (i === step ? n : 0)));

  // Two of the ways to deal all answers out to two groups: 2 / C(4, 2), 2 / C(8, 4), 2 / C(80, 40).
  it.each([
    [2, 2 / 6, -4, 4],
    [4, 2 / 70, -1, -1],
    [40, 1.8603403656e-23, -1, -1],
  ])("of %i answers each differ as surely as chance deals them so", (n, pValue, low, high) => {
    const found = csatDifference(agreed(4, n), agreed(3, n));
    expect(found).toMatchObject({ difference: -1, low, high });
    expect((found?.pValue ?? 0) / pValue).toBeCloseTo(1, 9);
  });

  it("of more than can be counted do so for certain", () => {
    const found = csatDifference(agreed(4, 1_000_000_000), agreed(3, 1_000_000_000));
    expect(found).toEqual({ difference: -1, low: -1, high: -1, pValue: 1e-100 });
  });
});

it("holds the true difference in about 95 of 100 samples, and errs in about 5 where there is none", () => {
  const seed = 20261203;
  const random = aRandom(seed);
  const npsAs = (shares: readonly number[], n: number) => {
    const [detractors = 0, passives = 0, promoters = 0] = drawn(random, shares, n);
    return { detractors, passives, promoters };
  };
  const runs = 2000;
  let [isHeld, isHeldOfMeans, errors] = [0, 0, 0];
  for (let i = 0; i < runs; i++) {
    const nps = npsDifference(npsAs([0.2, 0.3, 0.5], 60), npsAs([0.3, 0.3, 0.4], 40));
    if (nps !== undefined && nps.low <= -20 && nps.high >= -20) isHeld++;
    const five = [0.05, 0.1, 0.15, 0.4, 0.3];
    const means = csatDifference(csat(drawn(random, five, 60)), csat(drawn(random, five, 40)));
    if (means !== undefined && means.low <= 0 && means.high >= 0) isHeldOfMeans++;
    const share = (n: number) => ({ successes: drawn(random, [0.3, 0.7], n)[1] ?? 0, n });
    if ((shareDifference(share(60), share(40))?.pValue ?? 1) < 0.05) errors++;
  }
  // Four standard errors of 2,000 draws at 0.95.
  const near = (share: number) => Math.abs(share - 0.95) < 0.02;
  const shares = { nps: isHeld / runs, means: isHeldOfMeans / runs, shares: 1 - errors / runs };
  expect({ seed, ...shares, isNear: Object.values(shares).every(near) }).toMatchObject({ isNear: true });
});
