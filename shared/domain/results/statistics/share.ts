import { type Interval, SMALL_BELOW } from "./confidence.ts";
import { wilsonInterval } from "./proportion.ts";

/** A part of n in 0..1, with its interval. */
export type Share = Interval & { readonly value: number; readonly n: number; readonly small: boolean };

/** What share of n a part is, with Wilson's interval at 95 %; null of nothing. */
export function shareOf(part: number, n: number): Share | null {
  const interval = wilsonInterval(part, n);
  return interval === undefined ? null : { value: part / n, ...interval, n, small: n < SMALL_BELOW };
}
