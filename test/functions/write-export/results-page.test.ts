import { expect, it } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import type { ExportRequest, Row } from "#shared/domain/exports/export.ts";
import { readCoverage } from "#shared/results/read-coverage.ts";
import { resultsPage } from "../../../functions/write-export/results-page.ts";
import { measuring } from "../../shared/results/measuring.ts";
import { aRow } from "../../sheet-bucket.ts";

const REQUEST: ExportRequest = {
  ...{ what: "results", format: "csv", program: "pre-renewal", interval: "day" },
  ...{ from: "2026-01-01", to: "2026-12-31" },
};

it("every row of a year of days has its coverage, however many there are", async () => {
  const today = "2027-01-02";
  const coverage = readCoverage({
    sheetsIn: async ({ from, to }) => {
      const sheets: { day: string; writtenAt: string }[] = [];
      for (let day = from; day <= to; day = addDays(day, 1))
        sheets.push({ day, writtenAt: `${day}T23:59:59Z` });
      return sheets;
    },
    rowsOf: async function* () {
      yield [aRow()];
    },
  });
  const ports = {
    ...measuring([], { coverage: (of) => coverage(of, today) }),
    programIds: async () => ["pre-renewal"],
  };
  const rows: Row[] = [];
  let at: string | undefined;
  do {
    const page = await resultsPage(ports, REQUEST, at, new Date(`${today}T00:00:00Z`));
    if (page.kind !== "page") throw new Error(page.message);
    rows.push(...page.rows);
    at = page.next;
  } while (at !== undefined);
  expect([rows[0]?.period, rows.at(-1)?.period]).toEqual(["2026-01-01", "2026-12-31"]);
  expect(rows.map(({ accounts_portfolio }) => accounts_portfolio)).toEqual(rows.map(() => 1));
  expect(rows.length).toBe(365);
});
