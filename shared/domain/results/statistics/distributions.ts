import jStat from "jstat";
import { Z_95 } from "./confidence.ts";

/**
 * The normal distribution and Student's t, by jstat as far as it holds. Against SciPy and 40 digits of mpmath: its quantile of t has
 * seven digits up to 1e7 degrees of freedom and is 0.15 % off from 1e8 on; its incomplete beta gives p-values with six digits
 * up to 1e7; its normal distribution has ten digits down to 5 standard errors. What lies beyond is done here.
 */

/** From here on t is normal to six digits of its p-value near 0.05, and to seven of its quantile. */
const AS_NORMAL_FROM = 1e7;

/** The quantile of Student's t that leaves 2.5 % above it. */
export const studentQuantile = (degreesOfFreedom: number): number =>
  degreesOfFreedom < AS_NORMAL_FROM ? jStat.studentt.inv(0.975, degreesOfFreedom) : Z_95;

/** Both tails of Student's t as one incomplete beta, which stays exact where they are thin. */
export const studentPValue = (t: number, degreesOfFreedom: number): number =>
  degreesOfFreedom < AS_NORMAL_FROM
    ? asPValue(jStat.ibeta(degreesOfFreedom / (degreesOfFreedom + t ** 2), degreesOfFreedom / 2, 1 / 2))
    : normalPValue(t);

/** From where the difference of a share and 1 has too few digits left to tell a p-value by. */
const FAR_OUT = 5;
const FRACTION_TERMS = 60;

/** Both tails; far out by Laplace's continued fraction of the tail itself: 1 less the rest of the distribution would be 0 there. */
export function normalPValue(z: number): number {
  const x = Math.abs(z);
  if (x < FAR_OUT) return asPValue(2 * jStat.normal.cdf(-x, 0, 1));
  let fraction = x;
  for (let term = FRACTION_TERMS; term > 0; term--) fraction = x + term / fraction;
  return asPValue((Math.sqrt(2 / Math.PI) * Math.exp(-(x ** 2) / 2)) / fraction);
}

/** What is smaller is told as this: it is never 0, and DynamoDB keeps no number under 1e-130. */
const LEAST_P = 1e-100;

/** Rounding can take a share just past its end. */
export const asPValue = (p: number): number => Math.min(1, Math.max(LEAST_P, p));
