/** The standard normal quantile that leaves 2.5 % on either side: every interval here is at 95 %. */
export const Z_95 = 1.959963984540054;

/** Below this many answers a figure is flagged as small. */
export const SMALL_BELOW = 30;

export type Interval = { readonly low: number; readonly high: number };

/** Keeps an interval on the scale that the figure can take. */
export const within = (interval: Interval, scale: Interval): Interval => ({
  low: Math.min(Math.max(interval.low, scale.low), scale.high),
  high: Math.min(Math.max(interval.high, scale.low), scale.high),
});

/** Draws an interval out so far that it holds the estimate. */
export const holding = (estimate: number, { low, high }: Interval): Interval => ({
  low: Math.min(low, estimate),
  high: Math.max(high, estimate),
});

export const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
