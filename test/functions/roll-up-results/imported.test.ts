import { describe, expect, it } from "vitest";
import { bucketsByValue, bucketsOf } from "#shared/dynamodb/results.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aTable } from "../../table.ts";
import { importText } from "../import-portfolio/files.ts";
import { rollUpUntilClean } from "./counted-days.ts";

const HEAD = "survey_id,program,sent_at,answered_at,nps,csat,comment,geography";
const importRows = async (table: Table, ...rows: readonly string[]) => {
  await importText(table, "responses", [HEAD, ...rows].join("\n"));
  await rollUpUntilClean(table);
};
const all = async (table: Table, programId: string, day: string) =>
  (await bucketsOf(table, programId, "all", "all", { from: day, to: day }))[0];

const MARCH_1 = { from: "2026-03-01", to: "2026-03-01" };

describe("figures of imported responses", () => {
  it("count what was sent that day, what of it was answered, and as complete what has a score", async () => {
    const table = await aTable();
    await importRows(
      table,
      "1,Old,2026-03-01,2026-03-02,9,,,SP",
      "2,Old,2026-03-01,2026-03-01,,,Only words,SP",
      "3,Old,2026-03-01,,,,,RJ",
      "4,Old,,2026-03-02,,2,,RJ",
    );
    const sent = await all(table, "old", "2026-03-01");
    expect(sent?.funnel).toMatchObject({ invited: 3, sent: 3, answered: 2, completed: 1, delivered: 0 });
    expect(sent?.closings).toEqual([{ fromMs: Date.parse("2026-03-31T00:00:00.001Z"), silent: 1 }]);
    const answered = await all(table, "old", "2026-03-02");
    expect([answered?.nps[9], answered?.csat, answered?.funnel.sent]).toEqual([1, [0, 1, 0, 0, 0], 0]);
  });

  it("stand under what the row says of the account, and else under unknown", async () => {
    const table = await aTable();
    await importRows(table, "1,Old,2026-03-01,,,,,SP", "2,Old,2026-03-01,,,,,");
    const sentBy = async (attribute: string) =>
      (await bucketsByValue(table, "old", attribute, MARCH_1)).map((b) => [b.value, b.funnel.sent]);
    expect(await sentBy("geography")).toEqual([
      ["SP", 1],
      ["unknown", 1],
    ]);
    expect(await sentBy("plan")).toEqual([["unknown", 2]]);
  });

  it("of a day with more values than one transaction takes are whole", async () => {
    const table = await aTable();
    const rows = Array.from({ length: 120 }, (_, i) => `${i},Old,2026-03-01,,,,,place ${i}`);
    await importRows(table, ...rows);
    expect(await bucketsByValue(table, "old", "geography", MARCH_1)).toHaveLength(120);
  });

  it("of a program of ours stand among its own", async () => {
    const table = await aTable();
    await importRows(table, "1,Pre-renewal,2026-03-01,2026-03-01,3,5,,");
    const day = await all(table, "pre-renewal", "2026-03-01");
    expect([day?.nps[3], day?.csat[4], day?.funnel.completed]).toEqual([1, 1, 1]);
  });
});
