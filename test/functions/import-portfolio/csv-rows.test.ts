import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CsvRow, csvRows } from "../../../functions/import-portfolio/csv-rows.ts";
import { chunksOf } from "./files.ts";

async function rowsOf(csv: string, chunkBytes = 3): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const row of csvRows(chunksOf(csv, chunkBytes))) rows.push(row);
  return rows;
}
const good = (rows: readonly CsvRow[]) =>
  rows.flatMap((row) => (row.kind === "row" ? [[row.line, ...row.cells]] : []));
const bad = (rows: readonly CsvRow[]) =>
  rows.flatMap((row) => (row.kind === "bad" ? [[row.line, row.message]] : []));

describe("rows are named by the line on which they start", () => {
  test.each([["\n"], ["\r\n"], ["\r"]])("with line ends %j", async (end) => {
    const csv = ["\uFEFFid,name", "", '1,"a', 'b"', "", "2,ü", ",", ""].join(end);
    expect(good(await rowsOf(csv))).toEqual([
      [1, "id", "name"],
      [3, "1", "a\nb"],
      [6, "2", "ü"],
    ]);
  });
});

test("quotes and blanks around cells are taken off, doubled quotes are one", async () => {
  expect(good(await rowsOf('id,name\n1 , "say ""hi"", you"'))).toEqual([
    [1, "id", "name"],
    [2, "1", 'say "hi", you'],
  ]);
});

describe("a bad row does not take the next ones with it:", () => {
  test.each([
    ["too few columns", "1", "has 1 columns where the header has 2"],
    ["too many columns", "1,2,3", "has 3 columns where the header has 2"],
    ["a quote in the middle of a cell", '1,5" pipe', "stray quote"],
    ["text after a closing quote", '1,"a"b', "stray quote"],
    ["a quote that opens a cell and is closed by a later row's", '1,"a', "stray quote"],
  ])("%s", async (_, row, reason) => {
    const rows = await rowsOf(`id,name\n${row}\n2,"b"\n3,c\n`);
    expect(bad(rows)).toEqual([[2, expect.stringContaining(reason)]]);
    expect(good(rows).slice(1)).toEqual([
      [3, "2", "b"],
      [4, "3", "c"],
    ]);
  });

  test("a quote that is never closed", async () => {
    const rows = await rowsOf('id,name\n1,"a\n2,b\n3,c');
    expect(bad(rows)).toEqual([[2, expect.stringContaining("never closed")]]);
    expect(good(rows).slice(1)).toEqual([
      [3, "2", "b"],
      [4, "3", "c"],
    ]);
  });
});

test("every cell that is written by the rules is read back, in whatever chunks", async () => {
  const cell = fc
    .string({ unit: fc.constantFrom("a", "ü", '"', ",", ";", "\n", "😀", " ") })
    .map((text) => text.trim());
  const table = fc.array(fc.tuple(cell, cell, fc.constant("x")), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (cells, chunkBytes) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const csv = cells.map((row) => row.map(quoted).join(",")).join("\r\n");
      const rows = await rowsOf(csv, chunkBytes);
      expect(rows.map((row) => (row.kind === "row" ? row.cells : row.message))).toEqual(cells);
    }),
    { seed: 20261201, numRuns: 200 },
  );
});

test("many open quotes do not make it slow: each line is looked at a few times at most", async () => {
  const csv = `id,name\n${'1,"a\n'.repeat(4000)}`;
  const rows = await rowsOf(csv, 65536);
  expect(rows.length).toBe(4001);
});
