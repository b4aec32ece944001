import { Temporal } from "temporal-polyfill";
import type { Day } from "./account.ts";

/**
 * The end (23:59:59) of the day some business days after `from`, by the clock of `timeZone`: Monday to Friday,
 * no holiday. The day of `from` itself is not counted.
 */
export function endOfBusinessDay(
  from: Date,
  days: number,
  timeZone: string,
  holidays: readonly string[],
): Date {
  let day = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  for (let left = days; left > 0; ) {
    day = day.add({ days: 1 });
    if (day.dayOfWeek <= 5 && !holidays.includes(day.toString())) left--;
  }
  return endOfDay(day.toString(), timeZone);
}

/** The end (23:59:59) of a day by the clock of `timeZone`. */
export function endOfDay(day: Day, timeZone: string): Date {
  const end = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: "23:59:59" });
  return new Date(end.epochMilliseconds);
}
