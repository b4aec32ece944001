import { Temporal } from "temporal-polyfill";
import type { Day } from "./accounts/account.ts";

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
  let day = Temporal.PlainDate.from(dayIn(timeZone, from));
  for (let left = days; left > 0; ) {
    day = day.add({ days: 1 });
    if (isBusinessDay(day.toString(), holidays)) left--;
  }
  return endOfDay(day.toString(), timeZone);
}

/** Monday to Friday, no holiday. */
export const isBusinessDay = (day: Day, holidays: readonly string[]): boolean =>
  Temporal.PlainDate.from(day).dayOfWeek <= 5 && !holidays.includes(day);

/** The calendar day by the clock of `timeZone`. */
export const dayIn = (timeZone: string, at: Date): Day =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** The end (23:59:59) of a day by the clock of `timeZone`. */
export function endOfDay(day: Day, timeZone: string): Date {
  const end = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: "23:59:59" });
  return new Date(end.epochMilliseconds);
}
