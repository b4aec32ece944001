import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aBucket } from "../../shared/domain/results/some-buckets.ts";
import { type ResultsRoute, startResults } from "./results-route.ts";

let route: ResultsRoute;
beforeAll(async () => {
  route = await startResults();
  const scale = { attribute: "segment", value: "scale" };
  await route.given(
    aBucket({ ...scale, day: "2026-08-05", scores: Array<number>(30).fill(0) }),
    aBucket({ ...scale, day: "2026-11-05", scores: Array<number>(30).fill(10) }),
    aBucket({ ...scale, value: "tech-touch", day: "2026-11-05", scores: [10] }),
  );
});
afterAll(() => route.stop());

const winter = { program: "post-onboarding", from: "2026-10-01", to: "2026-12-31" };
const against = { againstFrom: "2026-07-01", againstTo: "2026-09-30" };

describe("GET /v1/results/comparison", () => {
  it("compares a value's two periods", async () => {
    const { status, body } = await route.compare({
      ...winter,
      ...against,
      groupBy: "segment",
      value: "scale",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      a: { key: { segment: "scale" }, from: "2026-10-01", to: "2026-12-31", figures: { nps: { n: 30 } } },
      b: { key: { segment: "scale" }, from: "2026-07-01", to: "2026-09-30", figures: { nps: { n: 30 } } },
      differences: { nps: { difference: 200, significant: true, small: false } },
    });
  });

  it("compares two values in one period", async () => {
    const values = { groupBy: "segment", value: "scale", againstValue: "tech-touch" };
    const { body } = await route.compare({ ...winter, ...values });
    expect(body).toMatchObject({
      a: { key: { segment: "scale" }, from: "2026-10-01" },
      b: { key: { segment: "tech-touch" }, from: "2026-10-01" },
      differences: { nps: { difference: 0, significant: false, small: true } },
    });
  });

  const { againstFrom, againstTo } = against;
  it.each([
    ["nothing to compare with", winter, "againstFrom"],
    ["a period without its end", { ...winter, againstFrom }, "againstTo"],
    ["a period without its beginning", { ...winter, againstTo }, "againstFrom"],
    ["a period that ends before it begins", { ...winter, ...against, againstTo: "2026-06-30" }, "againstTo"],
    ["more than three years", { ...winter, ...against, againstFrom: "2023-07-01" }, "againstTo"],
    ["days that are on both sides", { ...winter, ...against, againstTo: "2026-10-01" }, "againstFrom"],
    ["a value of no attribute", { ...winter, ...against, value: "scale" }, "groupBy"],
    ["an attribute without a value", { ...winter, ...against, groupBy: "segment" }, "value"],
    ["one value alone", { ...winter, groupBy: "segment", againstValue: "scale" }, "value"],
    [
      "a value and itself",
      { ...winter, groupBy: "segment", value: "scale", againstValue: "scale" },
      "againstFrom",
    ],
    [
      "e-mail addresses, which have no place in a URL",
      { ...winter, groupBy: "csmManager", value: "unknown", againstValue: "jane@vendor.example" },
      "againstValue",
    ],
    ["an interval", { ...winter, ...against, interval: "month" }, "interval"],
  ])("refuses %s and says where", async (_, query, path) => {
    const { status, body } = await route.compare(query);
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([400, [path]]);
  });

  it("does not know a program that is not there, and is for viewers and above", async () => {
    expect((await route.compare({ ...winter, ...against, program: "no-such" })).status).toBe(404);
    expect((await route.compare({ ...winter, ...against }, "nobody")).status).toBe(403);
  });
});
