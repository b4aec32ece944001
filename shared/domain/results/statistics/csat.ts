import { type Interval, SMALL_BELOW, sum, within } from "./confidence.ts";
import { studentQuantile } from "./distributions.ts";
import { wilsonInterval } from "./proportion.ts";

/** Both ways of reading it: the mean of 1–5, and the share of 4 and 5 in 0..1, each with its 95 % interval. */
export type Csat = {
  readonly mean: number;
  readonly meanLow: number;
  readonly meanHigh: number;
  readonly satisfied: number;
  readonly satisfiedLow: number;
  readonly satisfiedHigh: number;
  readonly n: number;
  /** How many answered 1, 2, … 5. */
  readonly counts: readonly number[];
  readonly small: boolean;
};

const SCALE: Interval = { low: 1, high: 5 };

/** The figures of answers counted by step, `counts[0]` for 1 up to `counts[4]` for 5; undefined without one. */
export function csatOf(counts: readonly number[]): Csat | undefined {
  const n = sum(counts);
  const { successes: satisfied } = satisfiedIn({ counts, n });
  const share = wilsonInterval(satisfied, n);
  if (share === undefined) return undefined;
  const mean = sum(counts.map((count, i) => count * (i + 1))) / n;
  const interval = meanInterval(counts, mean, n);
  return {
    mean,
    meanLow: interval.low,
    meanHigh: interval.high,
    satisfied: satisfied / n,
    satisfiedLow: share.low,
    satisfiedHigh: share.high,
    n,
    counts,
    small: n < SMALL_BELOW,
  };
}

/** How many answered 4 or 5, of all. */
export const satisfiedIn = ({ counts, n }: Pick<Csat, "counts" | "n">) => ({
  successes: sum(counts.slice(3, 5)),
  n,
});

/**
 * Student's interval of a mean at 95 %: mean ± t(0.975, n - 1)·s/sqrt(n), kept on the scale. One answer says nothing of
 * the spread, so its interval is the whole scale. Answers which all agree have no spread and an interval of
 * no width; `n` and `small` say how much that is worth. Student 1908.
 */
function meanInterval(counts: readonly number[], mean: number, n: number): Interval {
  const variance = csatVariance({ counts, mean, n });
  if (variance === undefined) return SCALE;
  const margin = studentQuantile(n - 1) * Math.sqrt(variance / n);
  return within({ low: mean - margin, high: mean + margin }, SCALE);
}

/** The variance of the answers, by n - 1; undefined of fewer than two, which say nothing of it. */
export function csatVariance({ counts, mean, n }: Pick<Csat, "counts" | "mean" | "n">): number | undefined {
  if (n < 2) return undefined;
  return sum(counts.map((count, i) => count * (i + 1 - mean) ** 2)) / (n - 1);
}
