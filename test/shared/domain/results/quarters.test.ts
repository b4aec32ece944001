import { expect, it } from "vitest";
import { quarterOf } from "#shared/domain/results/quarters.ts";

it.each([
  ["2026-01-01", "2026-Q1", "2026-01-01", "2026-03-31"],
  ["2028-02-29", "2028-Q1", "2028-01-01", "2028-03-31"],
  ["2026-06-30", "2026-Q2", "2026-04-01", "2026-06-30"],
  ["2026-07-01", "2026-Q3", "2026-07-01", "2026-09-30"],
  ["2026-12-31", "2026-Q4", "2026-10-01", "2026-12-31"],
])("%s is in %s, from %s to %s", (day, name, from, to) => {
  expect(quarterOf(day)).toEqual({ name, from, to });
});
