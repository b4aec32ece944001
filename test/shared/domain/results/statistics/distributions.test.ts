import { describe, expect, it } from "vitest";
import {
  normalPValue,
  studentPValue,
  studentQuantile,
} from "#shared/domain/results/statistics/distributions.ts";

describe("Student's t", () => {
  // SciPy 1.17, stats.t.isf(0.025, df); the whole numbers are those of the printed tables, too.
  it.each([
    [1, 12.706204736174705],
    [1.3, 7.500529325562036],
    [2, 4.302652729749464],
    [5, 2.5705818356363155],
    [29, 2.045229642132704],
    [29.7, 2.0431378562472564],
    [100, 1.983971518523552],
    [1e4, 1.9602012398906263],
    [1e6, 1.9599663568141072],
    [9_999_999, 1.9599642217672055],
    [1e7, 1.9599642217672055],
    [1e8, 1.9599640082627667],
    [8e9, 1.959963984836588],
  ])("at %d degrees of freedom has its 97.5 % quantile, to seven digits", (degreesOfFreedom, quantile) => {
    expect(studentQuantile(degreesOfFreedom) / quantile).toBeCloseTo(1, 6);
  });

  // SciPy 1.17, 2 * stats.t.sf(t, df).
  it.each([
    [1, 2.5, 0.24223788318168682],
    [2.5, 1, 0.40406102727827364],
    [10, 1.9599639, 0.0784409402208356],
    [29.7, 5, 2.3889303348833064e-5],
    [29.7, 30, 9.10014318658496e-24],
    [1000, 30, 1.5374687444043095e-141],
    [1e6, 1.9599639, 0.05000028717713626],
    [1e6, 10, 1.527861076817818e-23],
    [1e8, 2.5, 0.01241933224005455],
    [1e9, 1, 0.3173105081048848],
    [1e9, 10, 1.5239744906091104e-23],
  ])(
    "at %d degrees of freedom is beyond %d with its p-value, to six digits",
    (degreesOfFreedom, t, pValue) => {
      expect(studentPValue(t, degreesOfFreedom)).toBe(studentPValue(-t, degreesOfFreedom));
      const told = Math.max(pValue, 1e-100);
      expect(studentPValue(t, degreesOfFreedom) / told).toBeCloseTo(1, 5);
    },
  );

  it("goes over into the normal distribution without a jump that anybody could see", () => {
    expect(studentQuantile(1e7) / studentQuantile(1e7 - 1)).toBeCloseTo(1, 6);
    expect(studentPValue(2, 1e7) / studentPValue(2, 1e7 - 1)).toBeCloseTo(1, 6);
  });
});

describe("the normal distribution", () => {
  // Twice mpmath's ncdf(-z), at 40 digits.
  it.each([
    [0, 1],
    [0.001, 0.9992021155721779],
    [1, 0.3173105078629141],
    [1.96, 0.04999579029644087],
    [4, 6.334248366623984e-5],
    [4.99, 6.037929250416975e-7],
    [5, 5.733031437583878e-7],
    [6, 1.9731752900753962e-9],
    [15, 7.341932398625502e-51],
  ])("beyond %d has its p-value, to ten digits", (z, pValue) => {
    expect(normalPValue(z) / pValue).toBeCloseTo(1, 9);
    expect(normalPValue(-z)).toBe(normalPValue(z));
  });
});
