import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { Times, timeReader } from "#shared/domain/imports/mapping-times.ts";

const read = (text: string, times: unknown = {}) => timeReader(Times.parse(times))(text);
const instant = (text: string, times?: unknown) => {
  const time = read(text, times);
  return "instant" in time ? time.instant : time.problem;
};
const problems = (times: unknown) =>
  Times.safeParse(times).error?.issues.map(({ path, message }) => [path.join("."), message]) ?? [];

describe("a time", () => {
  test.each([
    ["2025-12-31T23:59:00Z", "2025-12-31T23:59:00.000Z"],
    ["2025-12-31T23:59:00.123456+02:00", "2025-12-31T21:59:00.000Z"],
    ["2025-12-31 23:59:00 UTC", "2025-12-31T23:59:00.000Z"],
    ["2025-12-31 23:59 -0500", "2026-01-01T04:59:00.000Z"],
    ["2025-12-31 23:59:59+05", "2025-12-31T18:59:59.000Z"],
  ])("as %s is ISO, with its own zone", (text, expected) => {
    expect(instant(text)).toBe(expected);
    expect(instant(text, { timeZone: "Asia/Tokyo" })).toBe(expected);
  });

  test.each([
    ["12/31/2025 11:59 PM", "M/D/YYYY h:mm A", "2026-01-01T04:59:00.000Z"],
    ["1/2/2025 12:05\u202Fam", "M/D/YYYY h:mm A", "2025-01-02T05:05:00.000Z"],
    ["7/4/2025 12:00pm", "M/D/YYYY h:mm A", "2025-07-04T16:00:00.000Z"],
    ["12/31/25 23:59", "M/D/YY H:mm", "2026-01-01T04:59:00.000Z"],
    ["31.12.2025 23:59:07", "DD.MM.YYYY HH:mm:ss", "2026-01-01T04:59:07.000Z"],
    ["Dec 31, 2025 11:59 PM", "MMM D, YYYY h:mm A", "2026-01-01T04:59:00.000Z"],
    ["31 December 2025, 23:59 +0100", "D MMM YYYY, HH:mm Z", "2025-12-31T22:59:00.000Z"],
    ["2025-12-31 23:59:00", "iso", "2026-01-01T04:59:00.000Z"],
    ["46022.5", "excel", "2025-12-31T17:00:00.000Z"],
    ["1767225540", "unix", "2025-12-31T23:59:00.000Z"],
    ["1767225540123", "unix", "2025-12-31T23:59:00.123Z"],
  ])("as %s is read by %s, in the mapping's zone where it names none", (text, format, expected) => {
    expect(instant(text, { format, timeZone: "America/New_York" })).toBe(expected);
  });

  test("is read by the first of several formats that fits", () => {
    const times = { format: ["iso", "unix", "D.M.YYYY"], timeZone: "Europe/Berlin" };
    expect(["2025-06-01 12:00", "1748772000", "1.6.2025"].map((text) => instant(text, times))).toEqual([
      "2025-06-01T10:00:00.000Z",
      "2025-06-01T10:00:00.000Z",
      "2025-06-01T00:00:00.000Z",
    ]);
  });

  test("that is a day alone stays that day in UTC, wherever the tool stood", () => {
    for (const timeZone of ["Pacific/Auckland", "America/Los_Angeles", undefined]) {
      expect(instant("2025-12-31", { timeZone })).toBe("2025-12-31T00:00:00.000Z");
    }
  });

  test("in an hour that the clock skips is taken for the later, in one that it repeats for the earlier", () => {
    const times = { timeZone: "Europe/Berlin" };
    expect(instant("2026-03-29 02:30", times)).toBe("2026-03-29T01:30:00.000Z");
    expect(instant("2026-10-25 02:30", times)).toBe("2026-10-25T00:30:00.000Z");
  });

  test.each([
    ["31/12/2025 11:59 PM", "M/D/YYYY h:mm A"],
    ["2/30/2025 11:59 PM", "M/D/YYYY h:mm A"],
    ["12/31/2025 13:59 PM", "M/D/YYYY h:mm A"],
    ["12/31/2025 0:59 AM", "M/D/YYYY h:mm A"],
    ["12/31/2025", "M/D/YYYY h:mm A"],
    ["Foo 31, 2025 11:59 PM", "MMM D, YYYY h:mm A"],
    ["2025-02-29 00:00", "iso"],
    ["12/31/2025 23:59", "iso"],
    ["mei@customer.example", "iso"],
    ["2025-12-31 23:59 +25:00", "iso"],
    ["2025-12-31 23:59 -24", "iso"],
    ["2025-12-31 23:59 +99", "iso"],
    ["2025-12-31 23:59 +01:75", "iso"],
    ["31 December 2025, 23:59 +2500", "D MMM YYYY, HH:mm Z"],
  ])("as %s is not read by %s, and what stood there is not repeated", (text, format) => {
    const problem = instant(text, { format, timeZone: "UTC" });
    expect(problem).toBe(`is not a time written as ${format} (times.format of the mapping)`);
  });

  test("without a zone is UTC where the mapping does not say another", () => {
    expect(instant("2025-12-31 23:59:00")).toBe("2025-12-31T23:59:00.000Z");
  });

  test("that was written by a format is read back by it, in any zone", () => {
    const zones = ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 365 * 60 }).map((since1990) => since1990 * 60_000);
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zones), (ms, timeZone) => {
        const at = Temporal.Instant.fromEpochMilliseconds(ms + Date.UTC(1990, 0));
        const local = at.toZonedDateTimeISO(timeZone);
        const [hour, half] = [local.hour % 12 || 12, local.hour < 12 ? "AM" : "PM"];
        const text = `${local.month}/${local.day}/${local.year} ${hour}:${String(local.minute).padStart(2, "0")} ${half}`;
        const back = new Date(instant(text, { format: "M/D/YYYY h:mm A", timeZone }));
        // The hour that a clock repeats is read as its first.
        const again = Temporal.Instant.fromEpochMilliseconds(back.getTime()).toZonedDateTimeISO(timeZone);
        expect(again.toPlainDateTime().equals(local.toPlainDateTime())).toBe(true);
      }),
    );
  });
});

describe("a format", () => {
  test.each([
    ["D/M/YYYY at h", /letters that mean nothing/],
    ["YYYY", /the year, the month and the day/],
    ["D.M.YYYY YY", /the same twice/],
    ["M/D/YYYY h:mm", /h and A together/],
    ["M/D/YYYY H:mm A", /h and A together/],
    ["", /the year, the month and the day/],
  ])("as %j is refused", (format, message) => {
    expect(problems({ format, timeZone: "UTC" })).toEqual([["format.0", expect.stringMatching(message)]]);
  });

  test.each(["constructor", "toString", "__proto__", "valueOf", "hasOwnProperty"])(
    "is not one because objects have something of the name %s",
    (format) => {
      expect(problems({ format })).toEqual([["format.0", expect.stringContaining("letters that mean")]]);
    },
  );

  test("beside one that has day and month the other way round is refused: a day would be guessed", () => {
    expect(problems({ format: ["M/D/YYYY", "DD/MM/YYYY"] })).toEqual([
      ["format", expect.stringContaining("guess")],
    ]);
    expect(problems({ format: ["DD/MM/YYYY", "YYYY-MM-DD", "MMM D, YYYY", "iso"] })).toEqual([]);
  });

  test("goes with a zone that there is", () => {
    expect(problems({ timeZone: "Mars/Olympus" })).toEqual([
      ["timeZone", expect.stringContaining("Europe/Berlin")],
    ]);
  });
});
