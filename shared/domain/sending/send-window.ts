import { Temporal } from "temporal-polyfill";

/** The hours in which surveys may arrive, read in the contact's zone. */
const WINDOW_DAYS: readonly number[] = [2, 3, 4]; // Tuesday to Thursday, as ISO 8601 counts weekdays
const WINDOW_OPENS_HOUR = 9;
const WINDOW_CLOSES_HOUR = 16;

/**
 * The earliest time from `after` on at which a survey may be sent: Tuesday to Thursday, 9:00 to 16:00 (16:00
 * itself excluded) by the clock of `timeZone`, on no holiday. `after` itself where the window is open.
 */
export function nextSendTime(after: Date, timeZone: string, holidays: readonly string[]): Date {
  let local = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(timeZone);
  for (;;) {
    const isWindowDay =
      WINDOW_DAYS.includes(local.dayOfWeek) && !holidays.includes(local.toPlainDate().toString());
    if (isWindowDay && local.hour < WINDOW_CLOSES_HOUR) {
      const opened = local.hour >= WINDOW_OPENS_HOUR ? local : openingOf(local.toPlainDate(), timeZone);
      return new Date(opened.epochMilliseconds);
    }
    local = local.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone });
  }
}

/** Where a clock change removes the hour, the window opens as soon as the clock has passed it. */
function openingOf(day: Temporal.PlainDate, timeZone: string): Temporal.ZonedDateTime {
  return day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour: WINDOW_OPENS_HOUR }) });
}
