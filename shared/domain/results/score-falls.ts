import type { Measure } from "../../events/scores.ts";
import type { BusEvent, EventDetail } from "../../events.ts";
import type { Day } from "../accounts/account.ts";
import { addDays } from "../days.ts";
import type { Bucket } from "./buckets.ts";
import { type Quarter, quarterOf } from "./quarters.ts";
import { SMALL_BELOW } from "./statistics/confidence.ts";
import { csatOf, satisfiedIn } from "./statistics/csat.ts";
import { csatDifference, type Difference, npsDifference, shareDifference } from "./statistics/difference.ts";
import { npsOf } from "./statistics/nps.ts";

/** A quarter as far as it is looked at, held against the whole one before it. */
export type Look = {
  readonly now: Quarter;
  readonly before: Quarter;
  /** A difference counts whose two-sided p-value is below it. */
  readonly alpha: number;
};

/** The level of the look at a whole quarter. */
const ALPHA = 0.05;
/** The level of each look before. */
const ALPHA_BEFORE_THE_END = 0.001;
/** For so long a quarter that is over is looked at again, so that it is not lost where a day's watch was. */
const DAYS_AFTER_THE_END = 7;

/**
 * What is looked at on a day (UTC), the oldest first: the quarter of the day before, up to that day's end, and for a week
 * the one that is over.
 *
 * Who looks every day at the level of 0.05 finds a fall, where there is none, in over 10 of 100 quarters instead of 2.5:
 * each look is another chance to be wrong. So until the quarter is over only a difference counts that leaves next to no
 * doubt, and at its end the usual level holds, which makes 3 of 100. Haybittle 1971; Peto et al. 1976.
 */
export function looksOn(today: Day): readonly [Look, ...Look[]] {
  const yesterday = addDays(today, -1);
  const current = quarterOf(yesterday);
  const over = quarterOf(addDays(today, -DAYS_AFTER_THE_END));
  const look = lookAt({ ...current, to: yesterday }, current);
  return over.name === current.name ? [look] : [lookAt(over, over), look];
}

const lookAt = (now: Quarter, whole: Quarter): Look => ({
  now,
  before: quarterOf(addDays(now.from, -1)),
  alpha: now.to === whole.to ? ALPHA : ALPHA_BEFORE_THE_END,
});

/** A day's counts, of which nothing but the scores is looked at. */
type CountedDay = Pick<Bucket, "day" | Measure>;

export type Fall = Pick<EventDetail<"Score Fell">, "before" | "now" | "satisfied" | keyof Difference>;

/**
 * By how much a measure is lower than the quarter before, where that is significant and there are 30 answers on either
 * side; undefined otherwise. CSAT is compared by its mean, which hears how far an answer is from the next.
 */
export function fallOf(measure: Measure, days: readonly CountedDay[], look: Look): Fall | undefined {
  const before = countsIn(measure, days, look.before);
  const now = countsIn(measure, days, look.now);
  const compared = measure === "nps" ? compareNps(before, now) : compareCsat(before, now);
  if (compared === undefined || compared.was.n < SMALL_BELOW || compared.is.n < SMALL_BELOW) return undefined;
  if (compared.difference >= 0 || compared.pValue >= look.alpha) return undefined;
  const { was, is, ...difference } = compared;
  const scored = ({ value, n }: Scored, { name, from, to }: Quarter) => ({
    value,
    n,
    period: name,
    from,
    to,
  });
  return { before: scored(was, look.before), now: scored(is, look.now), ...difference };
}

function countsIn(measure: Measure, days: readonly CountedDay[], { from, to }: Quarter): number[] {
  const totals: number[] = [];
  for (const counted of days) {
    if (counted.day < from || counted.day > to) continue;
    for (const [step, count] of counted[measure].entries()) totals[step] = (totals[step] ?? 0) + count;
  }
  return totals;
}

type Scored = { readonly value: number; readonly n: number };
type Compared = Difference & {
  readonly was: Scored;
  readonly is: Scored;
  readonly satisfied: Fall["satisfied"];
};

function compareNps(before: readonly number[], now: readonly number[]): Compared | undefined {
  const [was, is] = [npsOf(before), npsOf(now)];
  if (was === undefined || is === undefined) return undefined;
  const found = npsDifference(was, is);
  return found && { was, is, ...found, satisfied: null };
}

function compareCsat(before: readonly number[], now: readonly number[]): Compared | undefined {
  const [was, is] = [csatOf(before), csatOf(now)];
  if (was === undefined || is === undefined) return undefined;
  const found = csatDifference(was, is);
  const share = shareDifference(satisfiedIn(was), satisfiedIn(is));
  if (found === undefined || share === undefined) return undefined;
  return {
    was: { value: was.mean, n: was.n },
    is: { value: is.mean, n: is.n },
    ...found,
    satisfied: { before: was.satisfied, now: is.satisfied, ...share },
  };
}

/** What is told of a fall: once for a program, measure and quarter, whichever day it is found on. */
export const scoreFell = (
  of: { readonly programId: string; readonly touchpoint: string; readonly measure: Measure },
  fall: Fall,
  now: Date,
): Extract<BusEvent, { type: "Score Fell" }> => ({
  type: "Score Fell",
  detail: {
    version: 1,
    id: `score-fell-${of.programId}-${of.measure}-${fall.now.period}`,
    occurredAt: now.toISOString(),
    ...of,
    ...fall,
  },
});
