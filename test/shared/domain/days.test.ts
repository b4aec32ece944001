import { expect, test } from "vitest";
import { addDays, addYears, daysBetween, earlierOf, laterOf, utcDay } from "#shared/domain/days.ts";

test.each([
  ["2028-02-28", 1, "2028-02-29"],
  ["2028-02-29", 1, "2028-03-01"],
  ["2027-02-28", 1, "2027-03-01"],
  ["2100-02-28", 1, "2100-03-01"],
  ["2026-12-31", 1, "2027-01-01"],
  ["2027-01-01", -1, "2026-12-31"],
  ["2027-12-31", 60, "2028-02-29"],
  // Through both changes of the clocks: a day is a day.
  ["2026-03-28", 2, "2026-03-30"],
  ["2026-10-24", 2, "2026-10-26"],
])("%s and %i days is %s, and back", (day, days, to) => {
  expect(addDays(day, days)).toBe(to);
  expect(daysBetween(day, to)).toBe(days);
  expect(addDays(to, -days)).toBe(day);
});

test.each([
  ["2026-11-30", 2, "2028-11-30"],
  ["2028-02-29", 1, "2029-02-28"],
  ["2028-02-29", 4, "2032-02-29"],
  ["2028-02-29", -1, "2027-02-28"],
])("%s and %i years is %s", (day, years, to) => {
  expect(addYears(day, years)).toBe(to);
});

test("the day of a moment is the one in UTC, whatever the clocks on the wall say", () => {
  expect(utcDay(new Date("2026-12-31T23:59:59.999Z"))).toBe("2026-12-31");
  expect(utcDay(new Date("2027-01-01T00:30:00+01:00"))).toBe("2026-12-31");
});

test("of two days one is the later, over a year's end too", () => {
  expect(laterOf("2026-12-31", "2027-01-01")).toBe("2027-01-01");
  expect(earlierOf("2026-12-31", "2027-01-01")).toBe("2026-12-31");
});
