import { expect, it } from "vitest";
import { quantile } from "#shared/domain/results/statistics/quantile.ts";

it.each([
  [[3], 0.9, 3],
  [[4, 1, 3, 2], 0.5, 2.5],
  [[4, 1, 3, 2], 0.9, 3.7],
  [[10, 9, 100], 0.5, 10],
  [[1, 2], 0, 1],
  [[1, 2], 1, 2],
])("of %j at %d is %d", (values, p, expected) => {
  expect(quantile(values, p)).toBeCloseTo(expected, 12);
});

it("of nothing is none", () => {
  expect(quantile([], 0.5)).toBeUndefined();
});
