import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, daysBetween } from "#shared/domain/days.ts";
import { INTERVALS, periodsBetween } from "#shared/domain/results/periods.ts";

const DAY_MS = 86_400_000;

/** By the rule itself: a week belongs to the year of its Thursday, of which it is the nth seven days. */
function isoWeek(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

describe("the periods of a range", () => {
  it.each([
    ["day", "2028-02-28", "2028-03-01", [["2028-02-28"], ["2028-02-29"], ["2028-03-01"]]],
    [
      "week",
      "2026-12-30",
      "2027-01-05",
      [
        ["2026-W53", "2026-12-30", "2027-01-03"],
        ["2027-W01", "2027-01-04", "2027-01-05"],
      ],
    ],
    [
      "month",
      "2026-12-30",
      "2027-01-05",
      [
        ["2026-12", "2026-12-30", "2026-12-31"],
        ["2027-01", "2027-01-01", "2027-01-05"],
      ],
    ],
    [
      "quarter",
      "2026-12-30",
      "2027-01-05",
      [
        ["2026-Q4", "2026-12-30", "2026-12-31"],
        ["2027-Q1", "2027-01-01", "2027-01-05"],
      ],
    ],
  ] as const)("by %s say their real first and last day", (interval, from, to, expected) => {
    const periods = expected.map(([name, first = name, last = name]) => ({ name, from: first, to: last }));
    expect(periodsBetween(from, to, interval)).toEqual(periods);
  });

  it("without an interval are the range itself, under no name", () => {
    expect(periodsBetween("2028-02-29", "2028-02-29", undefined)).toEqual([
      { name: null, from: "2028-02-29", to: "2028-02-29" },
    ]);
  });

  it("end a February on its last day", () => {
    const ends = (from: string, to: string) => periodsBetween(from, to, "month").map((one) => one.to);
    expect(ends("2027-02-01", "2027-03-01")).toEqual(["2027-02-28", "2027-03-01"]);
    expect(ends("2028-02-01", "2028-03-01")).toEqual(["2028-02-29", "2028-03-01"]);
  });

  const someRange = fc
    .record({ from: fc.nat(36_000), days: fc.oneof(fc.nat(20), fc.nat(1095)) })
    .map(({ from, days }) => ({ from: addDays("2000-01-01", from), days }));

  it("follow one another from the first day to the last, each under a name of its own", () => {
    fc.assert(
      fc.property(someRange, fc.constantFrom(...INTERVALS), ({ from, days }, interval) => {
        const to = addDays(from, days);
        const periods = periodsBetween(from, to, interval);
        expect([periods[0]?.from, periods.at(-1)?.to]).toEqual([from, to]);
        expect(periods.slice(1).map((one) => one.from)).toEqual(
          periods.slice(0, -1).map((one) => addDays(one.to, 1)),
        );
        expect(new Set(periods.map(({ name }) => name)).size).toBe(periods.length);
        const lengths = periods.map((one) => daysBetween(one.from, one.to) + 1);
        expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(days + 1);
      }),
      { seed: 20261204, numRuns: 60 },
    );
  });

  it("by week are those of ISO 8601, whatever the year", () => {
    fc.assert(
      fc.property(someRange, ({ from }) => {
        for (const { name, from: first, to } of periodsBetween(from, addDays(from, 30), "week"))
          expect([name, name]).toEqual([isoWeek(first), isoWeek(to)]);
      }),
      { seed: 20261205, numRuns: 100 },
    );
  });
});
