import { describe, expect, it } from "vitest";
import { times } from "./times.ts";

describe("cron", () => {
  it.each([
    ["every day at 10:00", "0 10 * * ? *", ["2026-01-01T10:00Z", "2026-01-02T10:00Z", "2026-01-03T10:00Z"]],
    ["at 12:15 every day", "15 12 * * ? *", ["2026-01-01T12:15Z", "2026-01-02T12:15Z", "2026-01-03T12:15Z"]],
    [
      "at 18:00 on working days",
      "0 18 ? * MON-FRI *",
      ["2026-01-01T18:00Z", "2026-01-02T18:00Z", "2026-01-05T18:00Z"],
    ],
    [
      "by numbers that start with Sunday",
      "0 18 ? * 2-6 *",
      ["2026-01-01T18:00Z", "2026-01-02T18:00Z", "2026-01-05T18:00Z"],
    ],
    [
      "on Sundays and Saturdays",
      "0 9 ? * 1,7 *",
      ["2026-01-03T09:00Z", "2026-01-04T09:00Z", "2026-01-10T09:00Z"],
    ],
    [
      "on the first of the month",
      "0 8 1 * ? *",
      ["2026-01-01T08:00Z", "2026-02-01T08:00Z", "2026-03-01T08:00Z"],
    ],
    ["every 15 minutes", "0/15 * * * ? *", ["2026-01-01T00:15Z", "2026-01-01T00:30Z", "2026-01-01T00:45Z"]],
    [
      "every tenth minute from the first",
      "1/10 * * * ? *",
      ["2026-01-01T00:01Z", "2026-01-01T00:11Z", "2026-01-01T00:21Z"],
    ],
    [
      "every 30 minutes at night on working days",
      "0/30 0-2 ? * MON-FRI *",
      ["2026-01-01T00:30Z", "2026-01-01T01:00Z", "2026-01-01T01:30Z"],
    ],
    [
      "on the last Friday in a range of years",
      "15 10 ? * 6L 2027-2028",
      ["2027-01-29T10:15Z", "2027-02-26T10:15Z", "2027-03-26T10:15Z"],
    ],
    [
      "on the second Tuesday",
      "0 9 ? * 3#2 *",
      ["2026-01-13T09:00Z", "2026-02-10T09:00Z", "2026-03-10T09:00Z"],
    ],
    [
      "on the second Tuesday by name",
      "0 9 ? * TUE#2 *",
      ["2026-01-13T09:00Z", "2026-02-10T09:00Z", "2026-03-10T09:00Z"],
    ],
    [
      "on the last day of the week",
      "0 9 ? * L *",
      ["2026-01-03T09:00Z", "2026-01-10T09:00Z", "2026-01-17T09:00Z"],
    ],
    [
      "on the last day of the month",
      "0 9 L * ? *",
      ["2026-01-31T09:00Z", "2026-02-28T09:00Z", "2026-03-31T09:00Z"],
    ],
    [
      "on the weekday nearest to the third",
      "0 9 3W * ? *",
      ["2026-01-02T09:00Z", "2026-02-03T09:00Z", "2026-03-03T09:00Z"],
    ],
    [
      "in months by name, any case",
      "0 9 1 jan,MAR,nov ? *",
      ["2026-01-01T09:00Z", "2026-03-01T09:00Z", "2026-11-01T09:00Z"],
    ],
    [
      "every second year",
      "0 0 1 6 ? 2027/2",
      ["2027-06-01T00:00Z", "2029-06-01T00:00Z", "2031-06-01T00:00Z"],
    ],
    ["on leap days", "0 12 29 2 ? *", ["2028-02-29T12:00Z", "2032-02-29T12:00Z", "2036-02-29T12:00Z"]],
    ["on the last day of a leap February", "0 12 L FEB ? 2028", ["2028-02-29T12:00Z"]],
    ["never again", "0 12 1 1 ? 2025", []],
    ["never", "0 12 30 FEB ? *", []],
  ])("is due %s", (_, fields, expected) => {
    expect(times(`cron(${fields})`)).toEqual(expected);
  });

  it("is due after, not at, the time it is asked for", () => {
    expect(times("cron(0 10 * * ? *)", { after: "2026-01-01T10:00:00Z", count: 1 })).toEqual([
      "2026-01-02T10:00Z",
    ]);
    expect(times("cron(0 10 * * ? *)", { after: "2026-01-01T09:59:59.999Z", count: 1 })).toEqual([
      "2026-01-01T10:00Z",
    ]);
  });

  it.each([
    ["two days specified", "0 10 1 * MON *", "exactly one"],
    ["no day specified", "0 10 ? * ? *", "exactly one"],
    ["five fields", "0 10 * * ?", "has 5"],
    ["a minute out of range", "60 10 * * ? *", '"60" as minutes'],
    ["day of week 0", "0 10 ? * 0 *", '"0" as day-of-week'],
    ["day of week 8", "0 10 ? * 8 *", '"8" as day-of-week'],
    ["an unknown name", "0 10 ? * MOO *", '"MOO" as day-of-week'],
    ["a month's name as a day", "0 10 ? * JAN *", '"JAN" as day-of-week'],
    ["two expressions with #", "0 10 ? * 3#1,6#3 *", "single day"],
    ["W for a day of the week", "0 10 ? * 3W *", '"3W" as day-of-week'],
    ["L in hours", "0 L * * ? *", '"L" as hours'],
    ["a range backwards", "0 10-8 * * ? *", '"10-8" as hours'],
    ["a step of nothing", "*/0 * * * ? *", '"*/0" as minutes'],
    ["steps for days of the week", "0 10 ? * 2/2 *", '"2/2" as day-of-week'],
    ["a year before 1970", "0 10 * * ? 1969", '"1969" as year'],
    ["an empty list item", "0,,5 10 * * ? *", '"" as minutes'],
  ])("refuses %s", (_, fields, message) => {
    expect(() => times(`cron(${fields})`)).toThrow(message);
  });
});
