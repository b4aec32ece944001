import { Temporal } from "temporal-polyfill";
import type { Day } from "./accounts/account.ts";

/** Before any day that anything is planned for. */
export const FIRST_DAY: Day = "0000-01-01";

/** The calendar day in UTC, which is the day that every program rule counts in. */
export const utcDay = (at: Date): Day => at.toISOString().slice(0, 10);

/** A day some days later or, negative, earlier. */
export const addDays = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString();

/** The same day some years later; of a leap day, the last of its month. */
export const addYears = (day: Day, years: number): Day =>
  Temporal.PlainDate.from(day).add({ years }).toString();

/** From one day to another, negative when `to` is the earlier. */
export const daysBetween = (from: Day, to: Day): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;

export const laterOf = (a: Day, b: Day): Day => (a > b ? a : b);

export const earlierOf = (a: Day, b: Day): Day => (a < b ? a : b);
