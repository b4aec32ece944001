import { createHash } from "node:crypto";
import type { CellProblem, CsvRecord, Parsed } from "./cells.ts";
import { listed } from "./listed.ts";
import type { Mapping, Source } from "./mapping.ts";
import { type ReadTime, timeReader } from "./mapping-times.ts";

/** How the rows of one file are read as ours. */
export type RowReader = {
  read(cells: readonly string[]): Parsed<CsvRecord>;
  /** What is wrong with one of our columns, said of the column of the file. */
  named(problem: CellProblem): CellProblem;
};

export type MappedHeader =
  | { readonly kind: "rows"; readonly rows: RowReader }
  | { readonly kind: "refused"; readonly message: string };

/** One of our columns, and where it stands in the file. */
type Column = { readonly ours: string; readonly source: Source; readonly place: Place };
type Place = {
  readonly names: readonly string[];
  readonly at: readonly number[];
  readonly where: number | undefined;
};

const TIMES: readonly string[] = ["sent_at", "answered_at"];

/**
 * Reads a header by a mapping. Refused is a file that lacks a column which the mapping does not call optional, or has it
 * twice; what is said names the mapping's columns and repeats nothing of the file.
 */
export function mappedHeader(mapping: Mapping, header: readonly string[]): MappedHeader {
  const places = Map.groupBy(header.keys(), (i) => folded(header[i] ?? ""));
  const columns: Column[] = [];
  const problems: string[] = [];
  for (const [ours, source] of Object.entries(mapping.columns)) {
    if (source === undefined) continue;
    const place = placeOf(source, places);
    if (typeof place === "string") problems.push(`${place}, which is read as ${ours}`);
    else if (place !== undefined) columns.push({ ours, source, place });
  }
  if (problems.length === 0) return { kind: "rows", rows: rowReader(mapping, columns) };
  const message = `The file does not fit the mapping "${mapping.name}": ${problems.join("; ")}.`;
  return { kind: "refused", message };
}

/** Where a source stands in a file; undefined where it may be lacking and is, a text that says what is wrong. */
function placeOf(source: Source, places: ReadonlyMap<string, readonly number[]>): Place | string | undefined {
  const { from = "", anyOf = [from], join, where, optional } = source;
  const placesOf = (name: string) => places.get(folded(name)) ?? [];
  const isThere = (name: string) => placesOf(name).length > 0;
  const wanted = join?.map((name) => [name]) ?? [anyOf];
  const names = wanted.flatMap((some) => some.find(isThere) ?? []);
  const condition = where?.column.find(isThere);
  const lacking = [...wanted, ...(where ? [where.column] : [])].filter((some) => !some.some(isThere));
  if (optional && (names.length === 0 || (where && condition === undefined))) return undefined;
  if (!optional && lacking.length > 0) {
    return `there is no column ${listed(
      lacking.map((some) => listed(some.map(quoted), " or ")),
      " and ",
    )}`;
  }
  const repeated = [...names, ...(condition ? [condition] : [])].filter((name) => placesOf(name).length > 1);
  if (repeated.length > 0) return `there are several columns ${listed(repeated.map(quoted), " and ")}`;
  return { names, at: names.flatMap(placesOf), where: condition ? placesOf(condition)[0] : undefined };
}

function rowReader(mapping: Mapping, columns: readonly Column[]): RowReader {
  const { constants = {}, empty = [] } = mapping;
  const nothing = new Set(empty.map(folded));
  const readers = columns.map((column) => ({ column, read: columnReader(column, mapping) }));
  const named = ({ field, message }: CellProblem): CellProblem => {
    const column = columns.find(({ ours }) => ours === field);
    if (column !== undefined) {
      return { field: listed(column.place.names, " + "), message: `${message} (read as ${field})` };
    }
    return {
      field,
      message: constants[field] === undefined ? message : `${message} (constant of the mapping)`,
    };
  };
  return {
    named,
    read: (raw) => {
      const cells = raw.map((cell) => (nothing.has(folded(cell)) ? "" : cell.trim()));
      const value: Record<string, string> = {};
      const problems: CellProblem[] = [];
      for (const [ours, text = ""] of Object.entries(constants)) value[ours] = text;
      for (const { column, read } of readers) {
        const cell = read(cells);
        if ("text" in cell) value[column.ours] = cell.text;
        else problems.push(named({ field: column.ours, message: cell.problem }));
      }
      return problems.length > 0 ? { kind: "bad", problems } : { kind: "good", value };
    },
  };
}

/** What every row must have. */
const NEEDED: readonly string[] = ["survey_id", "program"];

type ReadCell = { readonly text: string } | { readonly problem: string };

function columnReader(
  { ours, source, place }: Column,
  { times = {} }: Mapping,
): (cells: readonly string[]) => ReadCell {
  const { values, digest } = source;
  const { is = [] } = source.where ?? {};
  const meant = new Set(is.map(folded));
  // Else a row of another kind would come in with nothing of what it says, or be refused for what it does not lack.
  const other = { problem: `is read only in rows of which another column says ${listed(is, " or ")}` };
  const unmeant: ReadCell = NEEDED.includes(ours) ? other : { text: "" };
  const translated =
    values && new Map(Object.entries(values).map(([theirs, text]) => [folded(theirs), text]));
  const known = `is none of ${listed(Object.keys(values ?? {}))}, which the mapping knows`;
  const toTime = TIMES.includes(ours) ? timeReader(times) : undefined;
  return (cells) => {
    if (place.where !== undefined && !meant.has(folded(cells[place.where] ?? ""))) return unmeant;
    const joined = place.at.flatMap((i) => cells[i] || []).join("\n");
    if (joined === "") return { text: "" };
    const text = translated === undefined ? joined : translated.get(folded(joined));
    if (text === undefined) return { problem: known };
    if (toTime !== undefined && text !== "") return inOurTime(toTime(text));
    return { text: digest ? createHash("sha256").update(text).digest("hex") : text };
  };
}

const inOurTime = (time: ReadTime): ReadCell => ("instant" in time ? { text: time.instant } : time);

const folded = (text: string): string => text.trim().replaceAll(/\s+/g, " ").toLowerCase();
const quoted = (name: string): string => `"${name}"`;
