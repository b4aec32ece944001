import { holding, type Interval, within, Z_95 } from "./confidence.ts";
import { type Csat, csatVariance } from "./csat.ts";
import { asPValue, normalPValue, studentPValue, studentQuantile } from "./distributions.ts";
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
 * adjusted Wald of Rocks 2016, for two samples as in Lewis and Sauro 2021 (measuringu.com/nps-significance-test). Of a
 * few answers the interval is drawn out to hold the difference as it is.
 */
export function npsDifference(before: NpsBands, now: NpsBands): Difference | undefined {
  const [was, is] = [npsMoments(before), npsMoments(now)];
  const [from, to] = [adjustedNpsMoments(before), adjustedNpsMoments(now)];
  if (was === undefined || is === undefined || from === undefined || to === undefined) return undefined;
  const adjusted = 100 * (to.nps - from.nps);
  const standardError = 100 * Math.hypot(from.standardError, to.standardError);
  const margin = Z_95 * standardError;
  const difference = 100 * (is.nps - was.nps);
  const interval = holding(difference, { low: adjusted - margin, high: adjusted + margin });
  return {
    difference,
    ...within(interval, { low: -200, high: 200 }),
    pValue: normalPValue(adjusted / standardError),
  };
}

type Sample = { readonly mean: number; readonly variance: number; readonly n: number };

/**
 * Of two means, without taking their variances to be the same: t = (m₂ - m₁) / sqrt(s₁²/n₁ + s₂²/n₂) with the degrees of
 * freedom of Welch and Satterthwaite. Welch 1947. Two samples without any spread have no t, and {@link apartDifference}.
 */
export function welchDifference(before: Sample, now: Sample): Difference {
  const [a, b] = [before.variance / before.n, now.variance / now.n];
  const difference = now.mean - before.mean;
  if (a + b === 0) return apartDifference(difference, before.n, now.n);
  const standardError = Math.sqrt(a + b);
  const degreesOfFreedom = (a + b) ** 2 / (a ** 2 / (before.n - 1) + b ** 2 / (now.n - 1));
  const margin = studentQuantile(degreesOfFreedom) * standardError;
  return {
    difference,
    low: difference - margin,
    high: difference + margin,
    pValue: studentPValue(difference / standardError, degreesOfFreedom),
  };
}

/** From here on a zero is left out of the interval. */
const ALPHA = 0.05;

/**
 * Of two samples of which each agrees on one value: by how many ways there are to deal these answers out to two such groups, of
 * which two at most set them so far apart (Fisher's permutation test, 1935). A few that agree may do so by chance, and then say
 * nothing of how far apart the means are.
 */
function apartDifference(difference: number, n: number, m: number): Difference {
  const pValue = difference === 0 ? 1 : asPValue(2 / waysToDeal(n, m));
  const isTold = difference === 0 || pValue < ALPHA;
  const [low, high] = isTold
    ? [difference, difference]
    : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return { difference, low, high, pValue };
}

/** The binomial coefficient of n + m over n; Infinity where it is too large for a number. */
function waysToDeal(n: number, m: number): number {
  let ways = 1;
  for (let k = 1; k <= Math.min(n, m) && Number.isFinite(ways); k++) ways *= (Math.max(n, m) + k) / k;
  return ways;
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
