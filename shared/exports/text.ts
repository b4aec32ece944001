import { stringify } from "csv-stringify/sync";
import type { Cell, Format, Row } from "../domain/exports/export.ts";

/** What files and replies of a format are called, and called by. */
export const MEDIA: Readonly<Record<Format, string>> = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/x-ndjson; charset=utf-8",
};

/** By it Excel knows a file for UTF-8. */
const BYTE_ORDER_MARK = "\uFEFF";

/** What stands before the first row: the names of the columns, where the format does not repeat them in each row. */
export const headOf = (format: Format, columns: readonly string[]): string =>
  format === "csv" ? BYTE_ORDER_MARK + csv([[...columns]]) : "";

/** Rows as text, each with its line's end, so that texts can be joined. */
export const textOf = (format: Format, columns: readonly string[], rows: readonly Row[]): string =>
  format === "csv"
    ? csv(rows.map((row) => columns.map((column) => csvCell(row[column] ?? null))))
    : rows.map((row) => `${JSON.stringify(jsonRow(columns, row))}\n`).join("");

/**
 * RFC 4180. The library quotes no line break but its own, where a spreadsheet ends the row at any, and no semicolon, where
 * one ends the cell in half of Europe.
 */
const csv = (records: (string | number)[][]): string =>
  stringify(records, { record_delimiter: "\r\n", quoted_match: /[\r\n;]/ });

/** A text that a spreadsheet would take for a formula gets a `'` before it. A number is no text. */
const harmless = (text: string): string => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text);

function csvCell(cell: Cell): string | number {
  if (cell === null) return "";
  if (typeof cell === "number") return cell;
  if (typeof cell === "boolean") return String(cell);
  if (typeof cell === "string") return harmless(cell);
  return "json" in cell ? JSON.stringify(cell.json) : cell.map(harmless).join(";");
}

const jsonRow = (columns: readonly string[], row: Row): Record<string, unknown> =>
  Object.fromEntries(columns.map((column) => [column, jsonCell(row[column] ?? null)]));

const jsonCell = (cell: Cell): unknown =>
  typeof cell === "object" && cell !== null && "json" in cell ? cell.json : cell;
