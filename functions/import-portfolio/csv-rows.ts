import { CsvError, parse } from "csv-parse/sync";

/** A row, named by the line of the file on which it starts, from 1. Its cells are trimmed. */
export type CsvRow =
  | { readonly kind: "row"; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: "bad"; readonly line: number; readonly message: string };

type Line = { readonly number: number; readonly text: string };

/** No row of ours is nearly as long; what is longer is no row, or no CSV. */
const MAX_ROW_CHARACTERS = 1_000_000;
const MAX_LENGTH = `${MAX_ROW_CHARACTERS.toLocaleString("en")} characters`;

/**
 * Reads rows of CSV (RFC 4180, UTF-8, any line end), the first of which says how many columns there are. Empty
 * rows are passed over.
 *
 * A parser of the whole file takes everything after one stray quote for the inside of a cell. So a row is put
 * together line by line as long as a quote is open, and parsed alone. Where that gives no good row, its first line
 * is the bad row, and reading goes on with the next line. Each line is looked at no more than a few times: of those
 * taken with a bad first line only the last can leave a quote open itself.
 */
export async function* csvRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const lines = linesOf(chunks);
  const nextLine = async (): Promise<Line | undefined> => {
    const next = await lines.next();
    return next.done ? undefined : next.value;
  };
  let columnCount: number | undefined;
  const read = (taken: readonly Line[]): CsvRow | undefined => {
    const row = rowOf(taken, columnCount);
    if (row?.kind === "row") columnCount ??= row.cells.length;
    return row;
  };
  let first = await nextLine();
  while (first !== undefined) {
    const taken = await linesOfRow(first, nextLine);
    const row = read(taken);
    if (row !== undefined) yield row;
    const behind = row?.kind === "bad" ? taken.slice(1) : [];
    first = behind.pop() ?? (await nextLine());
    for (const line of behind) {
      const alone = read([line]);
      if (alone !== undefined) yield alone;
    }
  }
}

/** The lines up to the one that closes the quote which the first leaves open, if it does, or no more than a row may have. */
async function linesOfRow(first: Line, nextLine: () => Promise<Line | undefined>): Promise<readonly Line[]> {
  const taken = [first];
  if (!hasOddQuotes(first.text)) return taken;
  let characters = first.text.length;
  while (characters <= MAX_ROW_CHARACTERS) {
    const next = await nextLine();
    if (next === undefined) break;
    taken.push(next);
    characters += 1 + next.text.length;
    if (hasOddQuotes(next.text)) break;
  }
  return taken;
}

function rowOf(lines: readonly Line[], columnCount: number | undefined): CsvRow | undefined {
  const line = lines[0]?.number ?? 1;
  const text = lines.map((one) => one.text).join("\n");
  if (text.length > MAX_ROW_CHARACTERS) {
    const isOneLine = lines.length === 1;
    const message = isOneLine
      ? `is longer than ${MAX_LENGTH}`
      : `has a quote (") that is not closed within ${MAX_LENGTH}`;
    return { kind: "bad", line, message };
  }
  try {
    const cells = cellsOf(text);
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

/**
 * The lines of a text in UTF-8 without their ends, which are CRLF, LF or CR; a byte order mark is left out. Of a line
 * that is longer than a row may be, the end may be left out too.
 */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8");
  let number = 0;
  let line = "";
  // A CR at the end of a chunk may be half of a CRLF: it waits for the next.
  let waiting = "";
  for await (const chunk of chunks) {
    const text = waiting + decoder.decode(chunk, { stream: true });
    waiting = text.endsWith("\r") ? "\r" : "";
    const [more = "", ...lines] = text.slice(0, text.length - waiting.length).split(LINE_END);
    if (line.length <= MAX_ROW_CHARACTERS) line += more;
    for (const next of lines) {
      yield { number: ++number, text: line };
      line = next;
    }
  }
  for (const end of `${line}${waiting}${decoder.decode()}`.split(LINE_END))
    yield { number: ++number, text: end };
}

const LINE_END = /\r\n|\n|\r/;
