import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { endOfBusinessDay } from "#shared/domain/business-days.ts";

const end = (from: string, days: number, zone = "UTC", holidays: readonly string[] = []) =>
  endOfBusinessDay(new Date(from), days, zone, holidays).toISOString();

describe("the end of a business day", () => {
  test.each([
    ["one after a Tuesday is Wednesday's", "2026-12-01T10:00:00Z", 1, "2026-12-02T23:59:59.000Z"],
    ["one after a Friday is Monday's", "2026-12-04T23:30:00Z", 1, "2026-12-07T23:59:59.000Z"],
    ["one after a Saturday is Monday's", "2026-12-05T10:00:00Z", 1, "2026-12-07T23:59:59.000Z"],
    ["five after a Wednesday is the next Wednesday's", "2026-12-02T10:00:00Z", 5, "2026-12-09T23:59:59.000Z"],
    ["five after a Sunday is Friday's", "2026-12-06T10:00:00Z", 5, "2026-12-11T23:59:59.000Z"],
    ["goes over a year's end", "2026-12-31T10:00:00Z", 1, "2027-01-01T23:59:59.000Z"],
    ["goes over a leap day", "2028-02-28T10:00:00Z", 1, "2028-02-29T23:59:59.000Z"],
  ])("%s", (_, from, days, expected) => {
    expect(end(from, days)).toBe(expected);
  });

  test("passes over holidays", () => {
    expect(end("2026-12-24T10:00:00Z", 1, "UTC", ["2026-12-25", "2026-12-28"])).toBe(
      "2026-12-29T23:59:59.000Z",
    );
  });

  test("is read by the owner's clock, on both sides of a clock change", () => {
    // Friday evening in New York is Saturday in UTC already.
    expect(end("2026-12-05T02:00:00Z", 1, "America/New_York")).toBe("2026-12-08T04:59:59.000Z");
    expect(end("2026-03-27T10:00:00Z", 1, "Europe/Berlin")).toBe("2026-03-30T21:59:59.000Z");
    expect(end("2026-10-23T10:00:00Z", 1, "Europe/Berlin")).toBe("2026-10-26T22:59:59.000Z");
  });

  test("has exactly so many working days behind the day it counts from", () => {
    const holidays = ["2026-12-25", "2027-01-01"];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90 * 24 }),
        fc.integer({ min: 1, max: 15 }),
        fc.constantFrom("UTC", "Asia/Kolkata", "America/New_York"),
        (hours, days, zone) => {
          const from = new Date(Date.parse("2026-11-01T00:00:00Z") + hours * 3_600_000);
          const dayIn = (at: Date) =>
            Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate();
          const last = dayIn(endOfBusinessDay(from, days, zone, holidays));
          const isWorked = (day: Temporal.PlainDate) =>
            day.dayOfWeek <= 5 && !holidays.includes(day.toString());
          let worked = 0;
          for (let day = dayIn(from); !day.equals(last); ) {
            day = day.add({ days: 1 });
            if (isWorked(day)) worked++;
          }
          expect(worked).toBe(days);
          expect(isWorked(last)).toBe(true);
        },
      ),
      { seed: 5 },
    );
  });
});
