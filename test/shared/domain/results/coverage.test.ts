import { describe, expect, it } from "vitest";
import { CoverageCount, type Covered } from "#shared/domain/results/coverage.ts";
import type { SheetRow } from "#shared/domain/results/portfolio-sheet.ts";
import { aRow } from "../../../sheet-bucket.ts";

const OF = { programIds: ["pre-renewal"], attribute: "all" } as const;

function covered(
  rows: readonly SheetRow[],
  of: ConstructorParameters<typeof CoverageCount>[0] = OF,
): Covered {
  const count = new CoverageCount(of, "2026-10-01");
  for (const row of rows) count.add(row);
  return count.coverage("2026-12-31");
}
const counts = (portfolio: number, asked: number, answered: number) => ({ portfolio, asked, answered });

describe("coverage", () => {
  it("is of the active accounts on a paid plan, and of no other", () => {
    const others = [
      aRow({ status: "churned" }),
      aRow({ status: undefined }),
      aRow({ plan: "free" }),
      aRow({ plan: undefined }),
    ];
    const found = covered([aRow(), aRow({ plan: "ultimate" }), ...others]);
    expect(found.everybody).toEqual({
      accounts: counts(2, 0, 0),
      arr: { ...counts(2000, 0, 0), unknownAccounts: 0 },
      asOf: "2026-12-31",
    });
  });

  it("counts whoever was last asked or last answered in the period, its first day among it", () => {
    const programs = (askedOn?: string, answeredOn?: string) => ({
      programs: { "pre-renewal": { ...(askedOn && { askedOn }), ...(answeredOn && { answeredOn }) } },
    });
    const found = covered([
      aRow(programs("2026-10-01", "2026-12-31")),
      aRow(programs("2026-09-30", "2026-10-01")),
      aRow(programs("2026-11-11", "2025-11-11")),
      aRow(programs(undefined, "2026-11-11")),
      aRow({ programs: { "post-renewal": { askedOn: "2026-11-11", answeredOn: "2026-11-11" } } }),
      aRow(),
    ]);
    expect(found.everybody.accounts).toEqual(counts(6, 2, 3));
  });

  it("counts an account once that several of the programs asked", () => {
    const both = { askedOn: "2026-10-02" };
    const of = { ...OF, programIds: ["pre-renewal", "post-renewal"] };
    const found = covered([aRow({ programs: { "pre-renewal": both, "post-renewal": both } })], of);
    expect(found.everybody.accounts).toEqual(counts(1, 1, 0));
  });

  it("by revenue leaves out what is not known, and says of how many", () => {
    const asked = { "pre-renewal": { askedOn: "2026-10-02" } };
    const found = covered([aRow({ arrUsd: 12.5, programs: asked }), aRow({ arrUsd: undefined }), aRow()]);
    expect(found.everybody.arr).toEqual({ ...counts(1012.5, 12.5, 0), unknownAccounts: 1 });
  });

  it("has an account under each of its products, and what is not known as a value of its own", () => {
    const of = { ...OF, attribute: "products" } as const;
    const found = covered(
      [
        aRow({ products: ["scm", "ci", "ci"] }),
        aRow({ products: ["ci"] }),
        aRow({ products: [] }),
        aRow(),
        aRow({ products: ["gone"], status: "churned" }),
      ],
      of,
    );
    expect([...found.byValue].map(([value, { accounts }]) => [value, accounts.portfolio])).toEqual([
      ["ci", 2],
      ["scm", 1],
      ["unknown", 2],
    ]);
    expect(found.everybody.accounts.portfolio).toBe(4);
  });

  it("of an empty portfolio is nothing of nothing, which is known", () => {
    expect(covered([]).everybody.accounts).toEqual(counts(0, 0, 0));
    expect([...covered([]).byValue.keys()]).toEqual(["all"]);
  });
});
