import { expect, it } from "vitest";
import { bundleBytes } from "../../bench/bundle-bytes.ts";

it("the function that takes an answer loads at most 230 KB at its start", () => {
  const { whole, eager } = bundleBytes("functions/submit-response/handler.ts");
  expect(eager).toBeLessThanOrEqual(230_000);
  // The SDK's client alone is more than this: were it not counted, nothing would be.
  expect(eager).toBeGreaterThan(100_000);
  expect(whole).toBeGreaterThan(eager);
});
