import { describe, expect, it } from "vitest";
import type { Coverage, CoverageQuery } from "#shared/domain/results/coverage.ts";
import type { ResultsQuery } from "#shared/results/query-results.ts";
import { aProgram } from "../../builders.ts";
import { aBucket } from "../domain/results/some-buckets.ts";
import { asked } from "./measuring.ts";

const bySegment = (value: string, over: Parameters<typeof aBucket>[0] = {}) =>
  aBucket({ attribute: "segment", value, ...over });

describe("coverage", () => {
  const share = { portfolio: 10, asked: 5, answered: 2 };
  const covered: Coverage = { accounts: share, arr: { ...share, unknownAccounts: 1 }, asOf: "2026-12-31" };
  const coverage = async ({ attribute, periods }: CoverageQuery) =>
    periods.map(({ to }) =>
      to < "2026-12-31" ? undefined : new Map([[attribute === "all" ? "all" : "scale", covered]]),
    );

  it("stands beside its group, and is null where nobody knows it", async () => {
    const ask = (query: Partial<ResultsQuery>) =>
      asked(
        [bySegment("scale", { sent: 1 }), bySegment("gone", { sent: 1 })],
        {
          programs: ["post-onboarding"],
          ...query,
        },
        { coverage },
      );
    const months = await ask({ from: "2026-11-01", interval: "month" });
    expect(months.groups.map((group) => group.coverage)).toEqual([null, covered]);
    const segments = await ask({ groupBy: "segment" });
    expect(segments.groups.map((group) => [group.key.segment, group.coverage])).toEqual([
      ["gone", null],
      ["scale", covered],
    ]);
  });

  it("of an anonymous program does not say whose accounts answered, nor how unlike the others they are", async () => {
    const program = async () => aProgram("post-onboarding", { anonymous: true });
    const results = await asked(
      [bySegment("scale", { sent: 1 })],
      { programs: ["post-onboarding"], groupBy: "segment" },
      { coverage, program },
    );
    expect(results.groups).toMatchObject([
      {
        coverage: {
          accounts: { portfolio: 10, asked: 5, answered: null },
          arr: { portfolio: 10, asked: 5, answered: null, unknownAccounts: 1 },
        },
      },
    ]);
    expect(results.representativeness).toBeNull();
  });
});
