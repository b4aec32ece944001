import type { Figures, Kept } from "./figures.ts";
import { SMALL_BELOW } from "./statistics/confidence.ts";
import { satisfiedIn } from "./statistics/csat.ts";
import { csatDifference, type Difference, npsDifference, shareDifference } from "./statistics/difference.ts";

export const MEASURES = ["nps", "csatMean", "satisfied", "rr1", "rr2"] as const;

/** By how much `a` is higher than `b`. */
type ComparedFigure = Difference & {
  /** Whether so much, or more, would come of chance in fewer than 5 of 100 comparisons of what is alike. */
  readonly significant: boolean;
  /** One of the two has fewer than 30 answers or, of a rate, sendings. */
  readonly small: boolean;
};

/** Null where there is nothing to compare on one of the sides. */
export type Comparison = Readonly<Record<(typeof MEASURES)[number], ComparedFigure | null>>;

const ALPHA = 0.05;

/** Every figure of one side held against the other's; each by the test that difference.ts names. */
export function comparisonOf(a: Figures, b: Figures, { anonymous }: Pick<Kept, "anonymous">): Comparison {
  const rate = (step: "completed" | "answered") => {
    // The answers of an anonymous program are not known to be those of these very mails.
    const [x, y] = anonymous ? [null, null] : [rateOf(a, step), rateOf(b, step)];
    return x && y && compared(shareDifference(y, x), x.n, y.n);
  };
  return {
    nps: a.nps && b.nps && compared(npsDifference(b.nps, a.nps), a.nps.n, b.nps.n),
    csatMean: a.csat && b.csat && compared(csatDifference(b.csat, a.csat), a.csat.n, b.csat.n),
    satisfied:
      a.csat &&
      b.csat &&
      compared(shareDifference(satisfiedIn(b.csat), satisfiedIn(a.csat)), a.csat.n, b.csat.n),
    rr1: rate("completed"),
    rr2: rate("answered"),
  };
}

const compared = (found: Difference | undefined, ...ns: readonly number[]): ComparedFigure | null =>
  found === undefined
    ? null
    : { ...found, significant: found.pValue < ALPHA, small: ns.some((n) => n < SMALL_BELOW) };

/** How many of those that were sent; null where there are answers of other mails among them, from when a program was anonymous. */
function rateOf({ funnel }: Figures, step: "completed" | "answered") {
  const { sent, [step]: successes } = funnel;
  return sent === 0 || successes > sent ? null : { successes, n: sent };
}
