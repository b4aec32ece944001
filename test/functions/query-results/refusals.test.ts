import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ResultsRoute, startResults } from "./results-route.ts";

let route: ResultsRoute;
beforeAll(async () => {
  route = await startResults();
});
afterAll(() => route.stop());

const december = { program: "post-onboarding", from: "2026-12-01", to: "2026-12-31" };

describe("GET /v1/results", () => {
  it.each([
    ["a missing program", { from: "2026-12-01", to: "2026-12-31" }, "program"],
    ["a day that does not exist", { ...december, from: "2026-02-29" }, "from"],
    ["a range that ends before it begins", { ...december, from: "2027-01-01" }, "to"],
    ["more than three years", { ...december, from: "2023-01-01" }, "to"],
    ["an attribute that is none", { ...december, groupBy: "shoeSize" }, "groupBy"],
    ["an interval that is none", { ...december, interval: "fortnight" }, "interval"],
    ["a misspelled parameter", { ...december, groupby: "segment" }, "groupby"],
    ["a value of no attribute", { ...december, value: "scale" }, "groupBy"],
    ["a value longer than any", { ...december, groupBy: "industry", value: "x".repeat(321) }, "value"],
    [
      "an e-mail address, which has no place in a URL",
      { ...december, groupBy: "csm", value: "jane@vendor.example" },
      "value",
    ],
    ["a program and a touchpoint", { ...december, touchpoint: "renewal" }, "touchpoint"],
    ["a program named twice", { ...december, program: "pre-renewal,pre-renewal" }, "program"],
    ["what is no program's id", { ...december, program: "pre-renewal,Who?" }, "program"],
    ["a comma with nothing behind it", { ...december, program: "pre-renewal," }, "program"],
    [
      "more than 20 programs",
      { ...december, program: Array.from({ length: 21 }, (_, i) => `p-${i}`).join() },
      "program",
    ],
  ])("refuses %s and says where", async (_, query, path) => {
    const { status, body } = await route.ask(query as Record<string, string>);
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([400, [path]]);
  });

  it("takes the longest value there is, of whatever script", async () => {
    const value = "企".repeat(320);
    const { body } = await route.ask({ ...december, groupBy: "industry", value });
    expect(body.groups).toMatchObject([{ key: { industry: value }, nps: null }]);
  });

  it("takes a value with an @ that is no e-mail address", async () => {
    const { status } = await route.ask({ ...december, groupBy: "products", value: "@vendor/ci" });
    expect(status).toBe(200);
  });

  it("takes three whole years with a leap day", async () => {
    const { status } = await route.ask({ program: "pre-renewal", from: "2026-01-01", to: "2028-12-31" });
    expect(status).toBe(200);
  });

  it("does not take parameters that are left empty for all there is", async () => {
    const { status, body } = await route.ask({ ...december, groupBy: "segment", value: "", interval: "" });
    expect([status, body.errors.map(({ path }: { path: string }) => path)]).toEqual([
      400,
      ["interval", "value"],
    ]);
  });

  it("does not know a program that is not there", async () => {
    const { status, body } = await route.ask({ ...december, program: "pre-renewal,no-such" });
    expect([status, body.detail]).toEqual([404, expect.stringContaining("no-such;")]);
  });

  it("is for viewers and above", async () => {
    expect([(await route.ask(december, "csm")).status, (await route.ask(december, "nobody")).status]).toEqual(
      [200, 403],
    );
  });
});
