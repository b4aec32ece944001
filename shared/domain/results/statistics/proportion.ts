import { holding, type Interval, within, Z_95 } from "./confidence.ts";

/**
 * Wilson's score interval of a proportion at 95 %, without continuity correction, in 0..1; undefined of nothing.
 *
 *     (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)
 *
 * Wilson 1927; Newcombe 1998, method 3.
 */
export function wilsonInterval(successes: number, n: number): Interval | undefined {
  if (n === 0) return undefined;
  const p = successes / n;
  const z2 = Z_95 ** 2;
  const middle = p + z2 / (2 * n);
  const margin = Z_95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  const scale = 1 + z2 / n;
  // At 0 and at n the bound is the estimate itself, which rounding may miss by a hair.
  const interval = holding(p, { low: (middle - margin) / scale, high: (middle + margin) / scale });
  return within(interval, { low: 0, high: 1 });
}
