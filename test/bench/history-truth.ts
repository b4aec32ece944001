import { parse } from "csv-parse/sync";

type Row = { readonly record: Readonly<Record<string, string>>; readonly line: number };

/** The rows of a file, each with the line on which it starts. */
export function rowsOf(csv: Buffer): Row[] {
  const parsed: { record: Record<string, string>; raw: string; info: { lines: number } }[] = parse(csv, {
    columns: true,
    bom: true,
    info: true,
    raw: true,
  });
  return parsed.map(({ record, raw, info }) => ({
    record,
    line: info.lines - (raw.trimEnd().match(/\n/g) ?? []).length,
  }));
}

/** Which of their columns a plain mapping reads. */
const columnIn = (source: string | { readonly from?: string } | undefined): string | undefined =>
  typeof source === "string" ? source : source?.from;

/**
 * How many answered 1, 2, … 5, by month and geography, counted from the file: of rows with one id the first that was not
 * refused.
 */
export function byMonthAndPlace(
  rows: readonly Row[],
  columns: Readonly<Record<string, string>>,
  refused: ReadonlySet<number>,
): Map<string, number[]> {
  const read = (record: Row["record"], ours: string) => record[columnIn(columns[ours]) ?? ""]?.trim() ?? "";
  const counts = new Map<string, number[]>();
  const seen = new Set<string>();
  for (const { record, line } of rows) {
    const step = Number(read(record, "csat"));
    const id = read(record, "survey_id");
    if (refused.has(line) || seen.has(id)) continue;
    seen.add(id);
    if (step < 1) continue;
    const place = columns.geography === undefined ? "all" : read(record, "geography") || "unknown";
    const name = `${read(record, "answered_at").slice(0, 7)} ${place}`;
    const steps = counts.get(name) ?? [0, 0, 0, 0, 0];
    steps[step - 1] = (steps[step - 1] ?? 0) + 1;
    counts.set(name, steps);
  }
  return counts;
}
