import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headOf, textOf } from "#shared/exports/text.ts";

const seed = Number(process.env.SEED ?? 20261207);
const cellOf = (cell: Parameters<typeof textOf>[2][number][string]): string =>
  textOf("csv", ["a", "b"], [{ a: cell, b: 1 }]).replace(/,1\r\n$/, "");

describe("an export as CSV", () => {
  it("begins with what Excel knows UTF-8 by, names its columns, and ends lines with CRLF", () => {
    expect(headOf("csv", ["response_id", "nps"])).toBe("\uFEFFresponse_id,nps\r\n");
    expect(textOf("csv", ["a", "b"], [{ a: "São João", b: null }])).toBe("São João,\r\n");
  });

  it.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠A1",
    "=1,2",
    '="a"',
  ])("makes the formula %j harmless", (text) => {
    const [[read = ""] = []] = parse(`${cellOf(text)}\n`, { relax_column_count: true }) as string[][];
    expect(read).toBe(`'${text}`);
  });

  it("leaves numbers numbers, also negative ones, and only text is taken for a formula", () => {
    expect([cellOf(-12.5), cellOf(0), cellOf("-12.5")]).toEqual(["-12.5", "0", "'-12.5"]);
  });

  it("makes every item of a list harmless, and nothing a cell of its own where a semicolon separates cells", () => {
    expect(cellOf(["ok", "=1+1", "\n-2", "=a"])).toBe("\"ok;'=1+1;'\n-2;'=a\"");
    expect(cellOf(["=a", "b"])).toBe('"\'=a;b"');
    expect(cellOf("nice;=HYPERLINK(1)")).toBe('"nice;=HYPERLINK(1)"');
    expect(headOf("csv", ["a;b"])).toBe('\uFEFF"a;b"\r\n');
  });

  it("joins a list as imports take it, and writes what has no plainer form as JSON", () => {
    expect(cellOf(["a b", "c"])).toBe('"a b;c"');
    expect(cellOf({ json: [{ value: 9 }] })).toBe('"[{""value"":9}]"');
    expect([cellOf(true), cellOf(null), cellOf([])]).toEqual(["true", "", ""]);
  });

  it(`gives every text back, but for the sign before a formula (seed ${seed})`, () => {
    const texts = fc.array(fc.record({ a: fc.string({ unit: "grapheme" }), b: fc.string() }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(texts, (rows) => {
        const text = headOf("csv", ["a", "b"]) + textOf("csv", ["a", "b"], rows);
        const read = parse(text, { bom: true, columns: true, record_delimiter: "\r\n" }) as typeof rows;
        const plain = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, "");
        expect(read.map(({ a, b }) => [plain(a), plain(b)])).toEqual(
          rows.map(({ a, b }) => [plain(a), plain(b)]),
        );
      }),
      { seed, numRuns: 200 },
    );
  });
});

describe("an export as JSON lines", () => {
  it("is one object a line with every column in its place, untouched", () => {
    expect(headOf("jsonl", ["a"])).toBe("");
    const rows = [
      { b: ["x", "y"], a: "=1\n" },
      { a: { json: [1] }, b: null },
    ];
    expect(textOf("jsonl", ["a", "b"], rows)).toBe('{"a":"=1\\n","b":["x","y"]}\n{"a":[1],"b":null}\n');
  });
});
