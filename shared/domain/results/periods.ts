import { Temporal } from "temporal-polyfill";
import type { Day } from "../accounts/account.ts";
import { quarterOf } from "./quarters.ts";

export const INTERVALS = ["day", "week", "month", "quarter"] as const;
export type Interval = (typeof INTERVALS)[number];

/** A part of a range of UTC days, by its first and its last day; without a name the whole range. */
export type Period = { readonly name: string | null; readonly from: Day; readonly to: Day };

/**
 * The name of the period that a UTC day falls into: `2026-12-01`, `2026-W49` (weeks and their years are those of ISO 8601, so
 * 2027-01-01 is in `2026-W53`), `2026-12`, `2026-Q4`; null without an interval.
 */
function periodOf(day: Day, interval: Interval | undefined): string | null {
  if (interval === undefined) return null;
  switch (interval) {
    case "day":
      return day;
    case "week": {
      const { yearOfWeek, weekOfYear } = Temporal.PlainDate.from(day);
      return `${yearOfWeek}-W${String(weekOfYear).padStart(2, "0")}`;
    }
    case "month":
      return day.slice(0, 7);
    case "quarter":
      return quarterOf(day).name;
  }
}

/** Every period from one day to another, in order, the first and the last cut short by the range. */
export function periodsBetween(from: Day, to: Day, interval: Interval | undefined): Period[] {
  if (interval === undefined) return [{ name: null, from, to }];
  const periods: Period[] = [];
  for (let date = Temporal.PlainDate.from(from); ; date = date.add({ days: 1 })) {
    const day = date.toString();
    if (day > to) return periods;
    const name = periodOf(day, interval);
    const current = periods.at(-1);
    if (current?.name === name) periods.splice(-1, 1, { ...current, to: day });
    else periods.push({ name, from: day, to: day });
  }
}
