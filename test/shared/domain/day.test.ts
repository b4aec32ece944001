import { expect, test } from "vitest";
import { Day } from "#shared/domain/accounts/account.ts";

const issues = (day: string): string[] =>
  (Day.safeParse(day).error?.issues ?? []).map(({ code, message }) => (code === "custom" ? message : code));

test.each(["1900-01-01", "2028-02-29", "2199-12-31"])("%s is a day", (day) => {
  expect(issues(day)).toEqual([]);
});

test.each(["0000-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])(
  "%s is further off than is meant",
  (day) => {
    expect(issues(day)).toEqual(["must be a day from 1900 to 2199"]);
  },
);

test.each(["2027-02-29", "20260101", "2026-1-1", "9999-13-01"])("%s is no day", (day) => {
  expect(issues(day)).toEqual(["invalid_format"]);
});
