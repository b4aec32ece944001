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

test("whatever is in a file, and in whatever chunks, its rows are read, each line no more than once", async () => {
  const unit = fc.constantFrom(
    "a",
    "ü",
    '"',
    ",",
    "\n",
    "\r",
    "\r\n",
    "\0",
    "\uFEFF",
    "😀",
    " ",
    '""',
    '\n"',
  );
  const bytes = fc.oneof(
    fc.string({ unit, maxLength: 60 }).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 60 }),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (file, chunkBytes) => {
      const chunks = (async function* () {
        for (let from = 0; from < file.length; from += chunkBytes)
          yield file.subarray(from, from + chunkBytes);
      })();
      const lines: number[] = [];
      for await (const { line } of csvRows(chunks)) lines.push(line);
      expect(lines).toEqual([...new Set(lines)].toSorted((a, b) => a - b));
    }),
    { seed: 20261206, numRuns: 1000 },
  );
});

describe("however long a file is, and wherever a quote is open,", () => {
  const ROWS = 200_000;

  test.each([
    ["every row leaves one open", '1,"a\n'.repeat(4000), 4000],
    ["one is left open for good", `1,5" pipe\n${"2,b\n".repeat(ROWS)}`, 1],
    ["one is left open to the last row", `1,5" pipe\n${"2,b\n".repeat(ROWS)}3,5" pipe\n`, 2],
  ])("each line is looked at a few times at most: %s", { timeout: 30_000 }, async (_, csv, badRows) => {
    const counts = { row: 0, bad: 0 };
    for await (const { kind } of csvRows(chunksOf(`id,name\n${csv}`, 65_536))) counts[kind]++;
    expect(counts).toEqual({ row: csv.split("\n").length - badRows, bad: badRows });
  });

  test("a quote reaches no further than the longest row, and the rows behind it are read", async () => {
    let chunks = 0;
    const counted = async function* () {
      for await (const chunk of chunksOf(`id,name\n1,"a\n${"2,b\n".repeat(ROWS * 2)}`, 65_536)) {
        chunks++;
        yield chunk;
      }
    };
    const rows = csvRows(counted());
    await rows.next();
    const { value: first } = await rows.next();
    expect(first).toEqual({ kind: "bad", line: 2, message: expect.stringContaining("1,000,000 characters") });
    expect(chunks * 65_536).toBeLessThan(1_200_000);
    const { value: second } = await rows.next();
    expect(second).toEqual({ kind: "row", line: 3, cells: ["2", "b"] });
  });

  test("a row is as long as it may be, and not a character longer", async () => {
    const longest = `1,${"x".repeat(999_998)}`;
    const inQuotes = `"2\n${"y".repeat(999_996)}"`;
    const rows = await rowsOf(["id,name", longest, `${longest}x`, `${inQuotes},`, "3,c"].join("\n"), 65_536);
    expect(bad(rows)).toEqual([
      [3, "is longer than 1,000,000 characters"],
      [4, expect.stringContaining("not closed within 1,000,000 characters")],
      [5, expect.anything()],
    ]);
    expect(good(rows).map(([line]) => line)).toEqual([1, 2, 6]);
  });

  test("a file without line ends is one bad row", { timeout: 20_000 }, async () => {
    const chunk = Buffer.from("x".repeat(65_536));
    const chunks = (async function* () {
      for (let i = 0; i < 800; i++) yield chunk;
    })();
    const rows: CsvRow[] = [];
    for await (const row of csvRows(chunks)) rows.push(row);
    expect(bad(rows)).toEqual([[1, "is longer than 1,000,000 characters"]]);
  });
});
