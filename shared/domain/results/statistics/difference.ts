import jStat from "jstat";
import { type Interval, within, Z_95 } from "./confidence.ts";
import { type Csat, csatVariance } from "./csat.ts";
import { adjustedNpsMoments, type NpsBands, npsMoments } from "./nps.ts";
import { wilsonInterval } from "./proportion.ts";

/** By how much a figure is higher than the one before it, with its 95 % interval and the two-sided p-value of no difference. */
export type Difference = {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
};

/**
 * Of two scores from different people, in points; undefined where one has no answer. Interval and test are of the
 * adjusted moments (3/4, 3/2, 3/4 added to each), so that they agree: z = (nps₂ - nps₁) / sqrt(se₁² + se₂²). The
 * adjusted Wald of Rocks 2016, for two samples as in Lewis and Sauro 2021 (measuringu.com/nps-significance-test).
 */
export function npsDifference(before: NpsBands, now: NpsBands): Difference | undefined {
  const [was, is] = [npsMoments(before), npsMoments(now)];
  const [from, to] = [adjustedNpsMoments(before), adjustedNpsMoments(now)];
  if (was === undefined || is === undefined || from === undefined || to === undefined) return undefined;
  const adjusted = 100 * (to.nps - from.nps);
  const standardError = 100 * Math.hypot(from.standardError, to.standardError);
  const margin = Z_95 * standardError;
  return {
    difference: 100 * (is.nps - was.nps),
    ...within({ low: adjusted - margin, high: adjusted + margin }, { low: -200, high: 200 }),
    pValue: normalPValue(adjusted / standardError),
  };
}

type Sample = { readonly mean: number; readonly variance: number; readonly n: number };

/**
 * Of two means, without taking their variances to be the same: t = (m₂ - m₁) / sqrt(s₁²/n₁ + s₂²/n₂) with the degrees of
 * freedom of Welch and Satterthwaite. Two samples without any spread differ for certain, or not at all. Welch 1947.
 */
export function welchDifference(before: Sample, now: Sample): Difference {
  const [a, b] = [before.variance / before.n, now.variance / now.n];
  const difference = now.mean - before.mean;
  if (a + b === 0)
    return { difference, low: difference, high: difference, pValue: difference === 0 ? 1 : LEAST_P };
  const standardError = Math.sqrt(a + b);
  const degreesOfFreedom = (a + b) ** 2 / (a ** 2 / (before.n - 1) + b ** 2 / (now.n - 1));
  const margin = jStat.studentt.inv(0.975, degreesOfFreedom) * standardError;
  return {
    difference,
    low: difference - margin,
    high: difference + margin,
    pValue: asPValue(studentPValue(difference / standardError, degreesOfFreedom)),
  };
}

const MEANS: Interval = { low: -4, high: 4 };

/** Of two CSAT means, by {@link welchDifference}; undefined where one has fewer than two answers. */
export function csatDifference(before: Csat, now: Csat): Difference | undefined {
  const [was, is] = [csatVariance(before), csatVariance(now)];
  if (was === undefined || is === undefined) return undefined;
  const found = welchDifference({ ...before, variance: was }, { ...now, variance: is });
  return { ...found, ...within(found, MEANS) };
}

type Share = { readonly successes: number; readonly n: number };

/**
 * Of two shares, in -1..1; undefined of nothing. The interval is Newcombe's, from the two Wilson intervals (1998b, method
 * 10); the test is the score test with a common share, z = (p₂ - p₁) / sqrt(p(1 - p)(1/n₁ + 1/n₂)).
 */
export function shareDifference(before: Share, now: Share): Difference | undefined {
  const [was, is] = [wilsonInterval(before.successes, before.n), wilsonInterval(now.successes, now.n)];
  if (was === undefined || is === undefined) return undefined;
  const [from, to] = [before.successes / before.n, now.successes / now.n];
  const difference = to - from;
  const common = (before.successes + now.successes) / (before.n + now.n);
  const standardError = Math.sqrt(common * (1 - common) * (1 / before.n + 1 / now.n));
  const interval = {
    low: difference - Math.hypot(to - is.low, was.high - from),
    high: difference + Math.hypot(is.high - to, from - was.low),
  };
  return {
    difference,
    ...within(interval, { low: -1, high: 1 }),
    // All of both, or none of either: no difference at all.
    pValue: standardError === 0 ? 1 : normalPValue(difference / standardError),
  };
}

/** From where the difference of a share and 1 has too few digits left to tell a p-value by. */
const FAR_OUT = 5;
const FRACTION_TERMS = 60;

/** Far out by Laplace's continued fraction of the tail itself: 1 less the rest of the distribution would be 0 there. */
function normalPValue(z: number): number {
  const x = Math.abs(z);
  if (x < FAR_OUT) return asPValue(2 * jStat.normal.cdf(-x, 0, 1));
  let fraction = x;
  for (let term = FRACTION_TERMS; term > 0; term--) fraction = x + term / fraction;
  return asPValue((Math.sqrt(2 / Math.PI) * Math.exp(-(x ** 2) / 2)) / fraction);
}

/** Both tails of Student's t as one incomplete beta, which stays exact where they are thin. */
const studentPValue = (t: number, degreesOfFreedom: number): number =>
  jStat.ibeta(degreesOfFreedom / (degreesOfFreedom + t ** 2), degreesOfFreedom / 2, 1 / 2);

/** What is smaller is told as this: it is never 0, and DynamoDB keeps no number under 1e-130. */
const LEAST_P = 1e-100;

/** Rounding can take a share just past its end. */
const asPValue = (p: number): number => Math.min(1, Math.max(LEAST_P, p));
