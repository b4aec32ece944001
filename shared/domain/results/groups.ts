import type { Attribute, Day } from "../accounts/account.ts";
import { addDays } from "../days.ts";
import { ALL, type Bucket, includingSuspects, isCounted } from "./buckets.ts";
import { type Figures, figuresOf, type Kept } from "./figures.ts";
import { type Interval, type Period, periodsBetween } from "./periods.ts";

export type Grouping = {
  /** UTC days, both inclusive. */
  readonly from: Day;
  readonly to: Day;
  readonly groupBy?: Attribute | undefined;
  /** Of the attribute, this value alone. */
  readonly value?: string | undefined;
  readonly interval?: Interval | undefined;
  readonly includeSuspect: boolean;
};

/** Of whom a group's figures are, and of which days. */
export type Place = { readonly value: string; readonly period: Period };

/**
 * The buckets of each value and period, in their order. Of everybody, and of a value that was asked for by its name, every
 * period of the range is there; of several values, one in which nothing was sent or answered is left out. Suspect answers
 * count with `includeSuspect` alone; a value that has nothing else has nothing without it.
 */
export function placesOf(
  stored: readonly Bucket[],
  { from, to, groupBy, value, interval, includeSuspect }: Grouping,
): (Place & { readonly buckets: readonly Bucket[] })[] {
  const counted = includeSuspect ? stored.map(includingSuspects) : stored.filter(isCounted);
  const byValue = Map.groupBy(counted, (bucket) => bucket.value);
  const periods = periodsBetween(from, to, interval);
  const days = new Set(counted.map(({ day }) => day));
  const periodOf = new Map([...days].map((day) => [day, periods.find((one) => day <= one.to)]));
  const named = groupBy === undefined ? ALL : value;
  const values = named === undefined ? [...byValue.keys()].sort() : [named];
  return values.flatMap((of) => {
    const byPeriod = Map.groupBy(byValue.get(of) ?? [], ({ day }) => periodOf.get(day));
    return periods
      .filter((period) => named !== undefined || byPeriod.has(period))
      .map((period) => ({ value: of, period, buckets: byPeriod.get(period) ?? [] }));
  });
}

/** For so long a program's figures are flagged: who is asked first is not who is asked later. */
const EARLY_DAYS = 60;

/** Whether a period reaches into the first days of one of these programs, by the first day on which each counted anything. */
export const isEarly = ({ from, to }: Period, firstDays: readonly (Day | undefined)[]): boolean =>
  firstDays.some((first) => first !== undefined && first <= to && from < addDays(first, EARLY_DAYS));

export type FiguresOfGroup = Figures & {
  readonly key: Readonly<Record<string, string>>;
  readonly period: string | null;
  readonly from: Day;
  readonly to: Day;
  readonly early: boolean;
};

export const figuresOfGroup = (
  { value, period, buckets }: Place & { readonly buckets: readonly Bucket[] },
  groupBy: Attribute | undefined,
  of: { readonly kept: Kept; readonly firstDays: readonly (Day | undefined)[] },
  now: Date,
): FiguresOfGroup => ({
  key: groupBy === undefined ? {} : { [groupBy]: value },
  period: period.name,
  from: period.from,
  to: period.to,
  early: isEarly(period, of.firstDays),
  ...figuresOf(buckets, now, of.kept),
});
