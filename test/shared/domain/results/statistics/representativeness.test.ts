import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { representativenessOf } from "#shared/domain/results/statistics/representativeness.ts";
import { aRandom } from "./draws.ts";

type Group = readonly [portfolio: number, answered: number];

const of = (groups: readonly Group[], over: { isOverlapping?: boolean; all?: Group } = {}) => {
  const total = (i: 0 | 1) => groups.reduce((sum, group) => sum + group[i], 0);
  const [portfolio, answered] = over.all ?? [total(0), total(1)];
  const accounts = (of: Group) => ({ accounts: { portfolio: of[0], asked: 0, answered: of[1] } });
  return representativenessOf(
    new Map(groups.map((group, i) => [`value-${i}`, accounts(group)])),
    { ...accounts([portfolio, answered]), asOf: "2026-12-31" },
    { isOverlapping: over.isOverlapping ?? false },
  );
};

describe("how unlike the portfolio those are who answered", () => {
  // By SciPy: hypergeom.pmf for the expected distance, chi2.sf for the p-value.
  it("is as computed elsewhere", () => {
    const found = of([
      [120, 28],
      [60, 28],
      [20, 4],
    ]);
    expect(found).toMatchObject({ portfolio: 200, answered: 60, small: false, asOf: "2026-12-31" });
    expect(found?.distance).toBeCloseTo(1 / 6, 12);
    expect(found?.expectedDistance).toBeCloseTo(0.053360186619, 9);
    expect(found?.pValue).toBeCloseTo(0.00339410812071, 7);
    expect(found?.residualLimit).toBeCloseTo(2.39398, 5);
    const residuals = found?.groups.map(({ residual }) => residual ?? 0) ?? [];
    for (const [i, z] of [-2.51345585, 3.35874666, -1.02611405].entries())
      expect(residuals[i]).toBeCloseTo(z, 7);
    expect(found?.groups.map(({ flagged, flaggedAmongAll }) => [flagged, flaggedAmongAll])).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
    expect(found?.groups[1]).toMatchObject({ value: "value-1", portfolioShare: 0.3, answeredShare: 28 / 60 });
  });

  it("flags a group that stands out by itself, and says that among so many it does not", () => {
    const found = of([
      [120, 20],
      [60, 18],
      [20, 2],
    ]);
    expect(found?.groups[1]?.residual).toBeCloseTo(2.30875662, 7);
    expect(found?.groups[1]).toMatchObject({ flagged: true, flaggedAmongAll: false });
    // 4 of 40 are expected of the third group: too few for the p-value, not for the rest.
    expect(found?.pValue).toBeNull();
    expect(found?.expectedDistance).toBeCloseTo(0.06964747, 7);
  });

  it("is nothing to say where nobody answered", () => {
    expect(of([[120, 0]])).toBeUndefined();
    expect(of([])).toBeUndefined();
  });

  it("is none at all where everybody answered, and nothing could have been otherwise", () => {
    const found = of([
      [30, 30],
      [10, 10],
    ]);
    expect(found).toMatchObject({ distance: 0, expectedDistance: 0, pValue: null });
    expect(found?.groups.map(({ residual, flagged }) => [residual, flagged])).toEqual([
      [null, false],
      [null, false],
    ]);
  });

  it("of values that overlap is told value by value, of the whole portfolio", () => {
    const found = of(
      [
        [80, 10],
        [70, 30],
      ],
      { isOverlapping: true, all: [100, 40] },
    );
    expect(found).toMatchObject({ portfolio: 100, distance: null, expectedDistance: null, pValue: null });
    expect(found?.groups[0]).toMatchObject({ portfolioShare: 0.8, answeredShare: 0.25 });
    expect(found?.groups[0]?.residual).toBeCloseTo(-22 / Math.sqrt((40 * 0.8 * 0.2 * 60) / 99), 10);
  });
});

describe("those who were drawn at random", () => {
  const groups = fc
    .array(fc.nat(40), { minLength: 1, maxLength: 6 })
    .filter((sizes) => sizes.some((size) => size > 0));
  const seeded = { seed: 20261122, numRuns: 100 };

  it("are as far from the portfolio as is expected, on average", () => {
    const random = aRandom(20261122);
    const sizes = [25, 10, 4, 1];
    const accounts = sizes.flatMap((size, group) => Array<number>(size).fill(group));
    const [n, times] = [9, 4000];
    let total = 0;
    let expected = 0;
    for (let time = 0; time < times; time++) {
      const left = [...accounts];
      const drawn = Array.from({ length: n }, () => left.splice(Math.floor(random() * left.length), 1)[0]);
      const found = of(sizes.map((size, group) => [size, drawn.filter((one) => one === group).length]));
      total += found?.distance ?? 0;
      expected = found?.expectedDistance ?? 0;
    }
    expect(Math.abs(total / times - expected)).toBeLessThan(0.006);
  });

  it("have no figure that is no number, whatever the sizes are", () => {
    const drawn = groups.chain((sizes) =>
      fc
        .tuple(...sizes.map((size) => fc.nat(size)))
        .map((answered) => sizes.map((size, i): Group => [size, answered[i] ?? 0])),
    );
    fc.assert(
      fc.property(drawn, (all) => {
        const found = of(all);
        const { distance = 0, expectedDistance = 0, pValue = null } = found ?? {};
        for (const share of [distance, expectedDistance, pValue ?? 0]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        for (const { residual } of found?.groups ?? []) expect(Number.isFinite(residual ?? 0)).toBe(true);
      }),
      seeded,
    );
  });
});
