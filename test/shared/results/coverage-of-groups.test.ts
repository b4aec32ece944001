import { describe, expect, it } from "vitest";
import type { Coverage, CoverageQuery } from "#shared/domain/results/coverage.ts";
import type { ResultsQuery } from "#shared/results/query-results.ts";
import { readCoverage } from "#shared/results/read-coverage.ts";
import { aProgram } from "../../builders.ts";
import { aRow } from "../../sheet-bucket.ts";
import { aBucket } from "../domain/results/some-buckets.ts";
import { asked } from "./measuring.ts";

const bySegment = (value: string, over: Parameters<typeof aBucket>[0] = {}) =>
  aBucket({ attribute: "segment", value, ...over });

describe("coverage", () => {
  const share = { portfolio: 10, asked: 5, answered: 2 };
  const covered: Coverage = { accounts: share, arr: { ...share, unknownAccounts: 1 }, asOf: "2026-12-31" };
  const coverage = async ({ attribute, periods }: CoverageQuery) =>
    periods.map(({ to }) =>
      to < "2026-12-31"
        ? undefined
        : { byValue: new Map([[attribute === "all" ? "all" : "scale", covered]]), everybody: covered },
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

  it("and how unlike the portfolio those are who answered come of one reading of the sheet", async () => {
    const read: string[] = [];
    const answered = { "post-onboarding": { askedOn: "2026-12-02", answeredOn: "2026-12-03" } };
    const sheets = readCoverage({
      sheetsIn: async () => [{ day: "2026-12-31", writtenAt: "2026-12-31T23:59:00Z" }],
      rowsOf: async function* (day) {
        read.push(day);
        yield [aRow({ products: ["ci", "scm"], programs: answered }), aRow({ products: ["ci"] })];
      },
    });
    const { representativeness } = await asked(
      [],
      { programs: ["post-onboarding"], groupBy: "products" },
      { coverage: (of) => sheets(of, "2027-01-05") },
    );
    expect(representativeness).toMatchObject({ portfolio: 2, answered: 1, groups: [{ value: "ci" }, {}] });
    expect(read).toEqual(["2026-12-31"]);
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
