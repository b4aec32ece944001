import { describe, expect, it } from "vitest";
import { csatOf } from "#shared/domain/results/statistics/csat.ts";
import { npsInterval, npsMoments, npsOf } from "#shared/domain/results/statistics/nps.ts";
import { wilsonInterval } from "#shared/domain/results/statistics/proportion.ts";
import { responseRates } from "#shared/domain/results/statistics/response-rate.ts";
import vectors from "../../../../data/statistics.json" with { type: "json" };

const bandsOf = ([detractors = 0, passives = 0, promoters = 0]: readonly number[]) => ({
  detractors,
  passives,
  promoters,
});

describe("published figures", () => {
  it.each(vectors.nps.cases)("NPS of $counts has its variance and standard error", (vector) => {
    const moments = npsMoments(bandsOf(vector.counts));
    expect(moments?.nps).toBeCloseTo(vector.nps, 9);
    expect(moments?.variance).toBeCloseTo(vector.variance, 9);
    expect(moments?.standardError).toBeCloseTo(vector.standardError, 9);
  });

  it.each(vectors.npsInterval95.cases)("NPS of $counts has its adjusted Wald interval", (vector) => {
    const interval = npsInterval(bandsOf(vector.counts));
    expect(interval?.low).toBeCloseTo(vector.low, 2);
    expect(interval?.high).toBeCloseTo(vector.high, 2);
  });

  it.each(vectors.wilson95.cases)("$successes of $n has its Wilson interval", (vector) => {
    const interval = wilsonInterval(vector.successes, vector.n);
    expect(interval?.low).toBeCloseTo(vector.low, 4);
    expect(interval?.high).toBeCloseTo(vector.high, 4);
  });

  it.each(vectors.aaporResponseRates.cases)("response rates are AAPOR's", (vector) => {
    const { I, P, R, NC, O, UH, UO } = vector;
    const rates = responseRates({ completed: I, answered: I + P, sent: I + P + R + NC + O + UH + UO });
    expect(rates?.rr1).toBeCloseTo(vector.RR1, 3);
    expect(rates?.rr2).toBeCloseTo(vector.RR2, 3);
  });
});

describe("figures worked by hand", () => {
  it("counts 0 to 6 as detractors, 7 and 8 as passives, 9 and 10 as promoters", () => {
    expect(npsOf([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])).toMatchObject({
      detractors: 7,
      passives: 2,
      promoters: 2,
      n: 11,
    });
  });

  it("gives NPS in points, clamped to its scale", () => {
    const nps = npsOf([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10]);
    expect(nps).toMatchObject({ value: 100, high: 100, n: 10, small: true });
    expect(nps?.low).toBeCloseTo(47.5, 2);
  });

  it("gives the mean of CSAT with Student's interval", () => {
    // 3, 4, 5: mean 4, s = 1, t(0.975, 2) = 4.302653: 4 ± 2.484138, kept on the scale.
    const csat = csatOf([0, 0, 1, 1, 1]);
    expect(csat?.mean).toBe(4);
    expect(csat?.meanLow).toBeCloseTo(1.515862, 6);
    expect(csat?.meanHigh).toBe(5);
    expect(csat?.satisfied).toBeCloseTo(2 / 3, 12);
  });

  it("says of a single answer that the mean may lie anywhere", () => {
    expect(csatOf([0, 0, 0, 1, 0])).toMatchObject({ mean: 4, meanLow: 1, meanHigh: 5, n: 1, small: true });
  });

  it("flags fewer than 30 answers, not 30", () => {
    expect(csatOf([0, 0, 29, 0, 0])?.small).toBe(true);
    expect(csatOf([0, 0, 30, 0, 0])?.small).toBe(false);
    expect(npsOf([0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 0])?.small).toBe(false);
  });

  it("has no figure at all without an answer or a sending", () => {
    expect(npsOf(Array(11).fill(0))).toBeUndefined();
    expect(csatOf([0, 0, 0, 0, 0])).toBeUndefined();
    expect(wilsonInterval(0, 0)).toBeUndefined();
    expect(responseRates({ completed: 0, answered: 0, sent: 0 })).toBeUndefined();
  });
});
