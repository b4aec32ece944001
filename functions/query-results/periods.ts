import { Temporal } from "temporal-polyfill";

export const INTERVALS = ["day", "week", "month", "quarter"] as const;
export type Interval = (typeof INTERVALS)[number];

/**
 * The name of the period that a UTC day falls into: `2026-12-01`, `2026-W49` (weeks and their years are those of ISO 8601, so
 * 2027-01-01 is in `2026-W53`), `2026-12`, `2026-Q4`; null without an interval.
 */
export function periodOf(day: string, interval: Interval | undefined): string | null {
  if (interval === undefined) return null;
  const date = Temporal.PlainDate.from(day);
  switch (interval) {
    case "day":
      return day;
    case "week":
      return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, "0")}`;
    case "month":
      return day.slice(0, 7);
    case "quarter":
      return `${day.slice(0, 4)}-Q${Math.ceil(date.month / 3)}`;
  }
}

/** Every period from one day to another, in order. The first and the last may be cut short by the range. */
export function periodsBetween(from: string, to: string, interval: Interval | undefined): (string | null)[] {
  const periods = new Set<string | null>();
  const last = Temporal.PlainDate.from(to);
  for (let day = Temporal.PlainDate.from(from); Temporal.PlainDate.compare(day, last) <= 0; ) {
    periods.add(periodOf(day.toString(), interval));
    if (interval === undefined) break;
    day = day.add({ days: 1 });
  }
  return [...periods];
}
