import { CsvError, parse } from "csv-parse/sync";

/** A row, named by the line of the file on which it starts, from 1. Its cells are trimmed. */
export type CsvRow =
  | { readonly kind: "row"; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: "bad"; readonly line: number; readonly message: string };

type Line = { readonly number: number; readonly text: string };

/**
 * Reads rows of CSV (RFC 4180, UTF-8, any line end), the first of which says how many columns there are. Empty
 * rows are passed over.
 *
 * A parser of the whole file takes everything after one stray quote for the inside of a cell. So a row is put
 * together line by line as long as a quote is open, and parsed alone. Where that gives no good row, its first line
 * is the bad row, and reading goes on with the next line. Each line is looked at no more than a few times, as a
 * line that leaves a quote open when it starts a row always ends a row that reaches it.
 */
export async function* csvRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const lines = linesOf(chunks);
  const held: Line[] = [];
  const lineAt = async (index: number): Promise<Line | undefined> => {
    if (index === held.length) {
      const next = await lines.next();
      if (!next.done) held.push(next.value);
    }
    return held[index];
  };
  let columnCount: number | undefined;
  for (let first = await lineAt(0); first !== undefined; first = await lineAt(0)) {
    const taken = [first];
    let isQuoteOpen = hasOddQuotes(first.text);
    while (isQuoteOpen) {
      const next = await lineAt(taken.length);
      if (next === undefined) break;
      taken.push(next);
      if (hasOddQuotes(next.text)) isQuoteOpen = false;
    }
    const row = rowOf(taken, columnCount);
    held.splice(0, row?.kind === "bad" ? 1 : taken.length);
    if (row?.kind === "row") columnCount ??= row.cells.length;
    if (row !== undefined) yield row;
  }
}

function rowOf(lines: readonly Line[], columnCount: number | undefined): CsvRow | undefined {
  const line = lines[0]?.number ?? 1;
  try {
    const cells = cellsOf(lines.map(({ text }) => text).join("\n"));
    if (cells.every((cell) => cell === "")) return undefined;
    if (columnCount === undefined || cells.length === columnCount) return { kind: "row", line, cells };
    return {
      kind: "bad",
      line,
      message: `has ${cells.length} columns where the header has ${columnCount}; a comma inside a cell needs quotes around the cell`,
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const message =
      error.code === "CSV_QUOTE_NOT_CLOSED"
        ? 'has a quote (") that is never closed'
        : 'has a stray quote ("): a cell with quotes stands in quotes itself, and each quote in it is doubled';
    return { kind: "bad", line, message };
  }
}

/** The parser takes ten times as long as a row without quotes needs. */
function cellsOf(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(",").map((cell) => cell.trim());
  return parse(text, { trim: true })[0] ?? [];
}

const hasOddQuotes = (text: string): boolean => text.includes('"') && text.split('"').length % 2 === 0;

/** The lines of a text in UTF-8 without their ends, which are CRLF, LF or CR; a byte order mark is left out. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8");
  let number = 0;
  let rest = "";
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    // A CR at the end of a chunk may be half of a CRLF.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const text of lines) yield { number: ++number, text };
  }
  rest += decoder.decode();
  for (const text of rest.split(/\r\n|\n|\r/)) yield { number: ++number, text };
}
