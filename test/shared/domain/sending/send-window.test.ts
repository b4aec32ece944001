import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { nextSendTime } from "#shared/domain/sending/send-window.ts";

const HOUR_MS = 3_600_000;
/** Half hours, a quarter's offset, both sides of the date line, and clock changes at midnight and by half an hour. */
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
  "Pacific/Niue",
  "America/Sao_Paulo",
  "Australia/Lord_Howe",
];
const next = (after: string, zone = "UTC", holidays: readonly string[] = []) =>
  nextSendTime(new Date(after), zone, holidays).toISOString();

function isInWindow(at: Date, zone: string, holidays: readonly string[]): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  const isDay = [2, 3, 4].includes(local.dayOfWeek) && !holidays.includes(local.toPlainDate().toString());
  return isDay && local.hour >= 9 && local.hour < 16;
}

describe("the send window", () => {
  test.each([
    ["is open on a Tuesday at 9:00", "2026-12-01T09:00:00.000Z", "2026-12-01T09:00:00.000Z"],
    ["opens at 9:00 of the same day", "2026-12-01T08:59:59.999Z", "2026-12-01T09:00:00.000Z"],
    ["is open in its last millisecond", "2026-12-01T15:59:59.999Z", "2026-12-01T15:59:59.999Z"],
    ["is closed at 16:00 and opens the next day", "2026-12-01T16:00:00.000Z", "2026-12-02T09:00:00.000Z"],
    ["is closed from Thursday afternoon to Tuesday", "2026-12-03T16:00:00.000Z", "2026-12-08T09:00:00.000Z"],
    ["is closed on a Friday", "2026-12-04T12:00:00.000Z", "2026-12-08T09:00:00.000Z"],
    ["is closed on a Monday", "2026-12-07T12:00:00.000Z", "2026-12-08T09:00:00.000Z"],
    ["goes on over a year's end", "2026-12-31T16:00:00.000Z", "2027-01-05T09:00:00.000Z"],
  ])("%s", (_, after, expected) => {
    expect(next(after)).toBe(expected);
  });

  test.each([
    ["Europe/Berlin", "2026-12-01T08:00:00.000Z"],
    ["America/New_York", "2026-12-01T14:00:00.000Z"],
    ["Asia/Kolkata", "2026-12-01T03:30:00.000Z"],
    ["Pacific/Kiritimati", "2026-11-30T19:00:00.000Z"],
  ])("is read by the clock of %s", (zone, opens) => {
    expect(next("2026-11-30T12:00:00Z", zone)).toBe(opens);
  });

  test("is closed on holidays, the contact's day deciding and not UTC's", () => {
    expect(next("2026-12-01T10:00:00Z", "UTC", ["2026-12-01", "2026-12-02"])).toBe(
      "2026-12-03T09:00:00.000Z",
    );
    // Tuesday the 1st in UTC is already the 2nd in Auckland.
    expect(next("2026-12-01T20:30:00Z", "Pacific/Auckland", ["2026-12-01"])).toBe("2026-12-01T20:30:00.000Z");
  });

  test("opens at 9:00 of the clock on both sides of a clock change", () => {
    expect(next("2026-03-26T16:00:00Z", "Europe/Berlin")).toBe("2026-03-31T07:00:00.000Z");
    expect(next("2026-10-22T16:00:00Z", "Europe/Berlin")).toBe("2026-10-27T08:00:00.000Z");
  });

  test("is the earliest open time, wherever and whenever one asks", () => {
    const from = Date.parse("2026-01-01T00:00:00Z");
    const holidays = ["2026-03-31", "2026-10-27", "2026-12-01", "2026-12-02", "2026-12-03"];
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 400 * 24 * 60 }), (zone, minutes) => {
        const after = new Date(from + minutes * 60_000);
        const opens = nextSendTime(after, zone, holidays);
        expect(opens.getTime()).toBeGreaterThanOrEqual(after.getTime());
        expect(isInWindow(opens, zone, holidays)).toBe(true);
        expect(nextSendTime(opens, zone, holidays)).toEqual(opens);
        for (let at = after.getTime(); at < opens.getTime(); at += HOUR_MS)
          expect(isInWindow(new Date(at), zone, holidays)).toBe(false);
        if (opens > after) expect(isInWindow(new Date(opens.getTime() - 1), zone, holidays)).toBe(false);
      }),
      { seed: 4, numRuns: 150 },
    );
  });
});
