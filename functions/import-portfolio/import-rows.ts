import type { CsvRecord, Parsed } from "#shared/domain/imports/cells.ts";
import { columnsOf, type ImportKind } from "#shared/domain/imports/columns.ts";
import type { Mapping } from "#shared/domain/imports/mapping.ts";
import { type MappedHeader, mappedHeader, type RowReader } from "#shared/domain/imports/mapping-rows.ts";
import { type CsvRow, csvRows } from "./csv-rows.ts";
import type { BatchImporter, ImportTask, NumberedRecord, Ports, Reached, Stop } from "./import-portfolio.ts";
import type { Tally } from "./tally.ts";

/** One read of the table covers a batch: DynamoDB gives 100 items, and a contact needs two. */
const BATCH_SIZE = 50;
const BATCHES_PER_REPORT = 100;
/** How many rows are read and not stored, being bad or dealt with before, until it is asked whether there is time. */
const ROWS_PER_LOOK = 5000;
/** One may have waited for others, or met a slow table; more make no difference. */
const MAX_IDLE_RUNS = 3;

/**
 * Imports the rows of a file, behind those that were dealt with before.
 *
 * @param report called every now and then, to say how far it is
 */
export async function importRows(
  ports: Pick<Ports, "open" | "hasTime">,
  { importId, kind, mapping, after }: ImportTask,
  importBatch: BatchImporter,
  tally: Tally,
  report: () => Promise<void>,
): Promise<Reached> {
  const file = await ports.open(importId, after?.etag);
  if (file === "another-file") return { kind: "failed", why: file };
  const { chunks, etag } = file;
  let header: MappedHeader | undefined;
  let batch: NumberedRecord[] = [];
  let batches = 0;
  let rowsSinceLook = 0;
  const store = async (rows: RowReader) => {
    const errors = await importBatch(batch);
    const named = errors.map(({ line, ...problem }) => ({ line, ...rows.named(problem) }));
    tally.addRows(batch.length, named);
    batch = [];
    batches++;
  };
  for await (const row of csvRows(chunks)) {
    const { line } = row;
    const isBehind = after !== undefined && line <= after.line;
    if (header === undefined) {
      header = headerOf(kind, mapping, row);
      if (header.kind === "refused") tally.addFileError({ line, field: "header", message: header.message });
    } else if (header.kind === "refused") {
      tally.refuseRow();
    } else if (isBehind) {
      const read = importBatch.remember && recordIn(row, header.rows);
      if (read?.kind === "good") importBatch.remember?.([{ line, record: read.value }]);
    } else {
      const read = recordIn(row, header.rows);
      if (read.kind === "good") batch.push({ line, record: read.value });
      else
        tally.addRows(
          1,
          read.problems.map((problem) => ({ line, ...problem })),
        );
    }
    if (header.kind === "refused") continue;
    if (++rowsSinceLook < ROWS_PER_LOOK && batch.length < BATCH_SIZE) continue;
    rowsSinceLook = 0;
    if (batch.length > 0) await store(header.rows);
    if (!ports.hasTime()) {
      if (isBehind) return idle(after);
      await importBatch.handOn?.();
      return { kind: "stopped", stop: { line, etag, ...tally.counts() } };
    }
    if (batches > 0 && batches % BATCHES_PER_REPORT === 0) await report();
  }
  if (header?.kind === "rows") await store(header.rows);
  await importBatch.finish?.();
  return { kind: "end" };
}

/** Where an invocation stops that came no further than those before it. */
function idle(after: Stop): Reached {
  const idleRuns = (after.idleRuns ?? 0) + 1;
  if (idleRuns >= MAX_IDLE_RUNS) return { kind: "failed", why: "too-long" };
  return { kind: "stopped", stop: { ...after, idleRuns } };
}

/** The header in words of ours, or of another tool by its mapping. */
function headerOf(kind: ImportKind, mapping: Mapping | undefined, row: CsvRow): MappedHeader {
  const cells = row.kind === "row" ? row.cells : [];
  if (mapping !== undefined) return mappedHeader(mapping, cells);
  const header = columnsOf(kind, cells);
  if (header.kind === "refused") return header;
  const { columns } = header;
  const read = (of: readonly string[]): Parsed<CsvRecord> => ({
    kind: "good",
    value: Object.fromEntries(columns.map((column, i) => [column, of[i] ?? ""])),
  });
  return { kind: "rows", rows: { read, named: (problem) => problem } };
}

const recordIn = (row: CsvRow, rows: RowReader): Parsed<CsvRecord> =>
  row.kind === "row"
    ? rows.read(row.cells)
    : { kind: "bad", problems: [{ field: "row", message: row.message }] };
