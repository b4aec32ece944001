import { describe, expect, it } from "vitest";
import type { SheetRow } from "#shared/domain/results/portfolio-sheet.ts";
import { readCoverage } from "#shared/results/read-coverage.ts";
import { aRow } from "../../sheet-bucket.ts";

/** As many accounts on a day's sheet as the day says, and which sheets were read. */
function someSheets(days: readonly string[], maxRows?: number) {
  const read: string[] = [];
  const asked = { "pre-renewal": { askedOn: "2026-12-02" } };
  const ports = {
    sheetsIn: async ({ from, to }: { from: string; to: string }) =>
      days.filter((day) => day >= from && day <= to).map((day) => ({ day, writtenAt: `${day}T00:00:00Z` })),
    rowsOf: async function* (day: string): AsyncGenerator<readonly SheetRow[]> {
      read.push(day);
      yield Array.from({ length: Number(day.slice(8)) }, () => aRow({ programs: asked }));
      yield [aRow({ segment: "tech-touch" })];
    },
  };
  const of = (
    ...periods: readonly [from: string, to: string][]
  ): Parameters<ReturnType<typeof readCoverage>>[0] => ({
    programIds: ["pre-renewal"],
    attribute: "segment",
    periods: periods.map(([from, to]) => ({ from, to })),
  });
  return { read, of, ask: readCoverage(ports, maxRows) };
}
const NEXT_YEAR = "2027-06-01";

describe("the coverage of periods", () => {
  it("is by the sheet of each one's last day, by value, in the order asked", async () => {
    const { ask, of, read } = someSheets(["2026-12-03", "2026-12-05", "2026-12-06"]);
    const periods = of(["2026-12-04", "2026-12-06"], ["2026-12-01", "2026-12-03"]);
    const [second, first] = await ask(periods, NEXT_YEAR);
    expect(
      [...(second?.byValue ?? [])].map(([value, { accounts, asOf }]) => [value, accounts, asOf]),
    ).toEqual([
      ["scale", { portfolio: 6, asked: 0, answered: 0 }, "2026-12-06"],
      ["tech-touch", { portfolio: 1, asked: 0, answered: 0 }, "2026-12-06"],
    ]);
    expect(first?.byValue.get("scale")?.accounts).toEqual({ portfolio: 3, asked: 3, answered: 0 });
    expect(read).toEqual(["2026-12-06", "2026-12-03"]);
  });

  it("is by one of the three days before where there is none of the last, and says so", async () => {
    const { ask, of } = someSheets(["2026-12-03"]);
    const periods = of(["2026-12-01", "2026-12-06"], ["2026-12-01", "2026-12-07"]);
    const [known, unknown] = await ask(periods, NEXT_YEAR);
    expect(known?.byValue.get("scale")?.asOf).toBe("2026-12-03");
    expect(unknown).toBeUndefined();
  });

  it("is not told by a sheet from before the period, which was asked about later days", async () => {
    const { ask, of } = someSheets(["2026-12-03"]);
    expect(await ask(of(["2026-12-04", "2026-12-05"]), NEXT_YEAR)).toEqual([undefined]);
  });

  it("of a period that is not over is as of the newest sheet, which is read once for all that need it", async () => {
    const { ask, of, read } = someSheets(["2026-12-02", "2026-12-03"]);
    const periods = of(
      ["2026-12-01", "2026-12-31"],
      ["2026-10-01", "2027-03-31"],
      ["2027-01-01", "2027-03-31"],
    );
    const [month, halfYear, tocome] = await ask(periods, "2026-12-04");
    expect([month, halfYear].map((one) => one?.byValue.get("scale")?.accounts.portfolio)).toEqual([3, 3]);
    expect(tocome).toBeUndefined();
    expect(read).toEqual(["2026-12-03"]);
  });

  it("is unknown of each where the sheets of all have more rows than can be read in time", async () => {
    const { ask, of, read } = someSheets(["2026-12-03", "2026-12-04", "2026-12-05"], 8);
    const days = ["2026-12-03", "2026-12-04", "2026-12-05"].map((day): [string, string] => [day, day]);
    expect(await ask(of(...days), NEXT_YEAR)).toEqual([undefined, undefined, undefined]);
    expect(read).toEqual(["2026-12-03"]);
    expect((await ask(of(...days.slice(0, 1)), NEXT_YEAR))[0]?.byValue.has("scale")).toBe(true);
  });

  it("is unknown of each where they are more than can be read in time, and of none at all", async () => {
    const { ask, of, read } = someSheets(["2026-12-03"]);
    const many = Array.from({ length: 61 }, (): [string, string] => ["2026-12-01", "2026-12-03"]);
    const coverage = await ask(of(...many), NEXT_YEAR);
    expect([coverage.length, new Set(coverage)]).toEqual([61, new Set([undefined])]);
    expect(await ask(of(), NEXT_YEAR)).toEqual([]);
    expect(read).toEqual([]);
    expect((await ask(of(...many.slice(1)), NEXT_YEAR)).every((one) => one?.byValue.has("scale"))).toBe(true);
  });
});
