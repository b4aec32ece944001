import type { CsvRecord } from "#shared/domain/imports/cells.ts";
import { columnsOf, type ImportKind } from "#shared/domain/imports/columns.ts";
import type { ImportRecord, RowError } from "#shared/dynamodb/imports.ts";
import { csvRows } from "./csv-rows.ts";
import { Tally } from "./tally.ts";

export type NumberedRecord = { readonly line: number; readonly record: CsvRecord };

/** Stores the good rows of a batch and says what is wrong with the others. Remembers the batches before. */
export type BatchImporter = (batch: readonly NumberedRecord[]) => Promise<readonly RowError[]>;

export type Ports = {
  open(importId: string): Promise<AsyncIterable<Uint8Array>>;
  importer(kind: ImportKind, now: Date): Promise<BatchImporter>;
  save(record: ImportRecord): Promise<void>;
  /** Read again at the end. */
  now(): Date;
};

/** One read of the table covers a batch: DynamoDB gives 100 items, and a contact needs two. */
const BATCH_SIZE = 50;

/**
 * Imports a file row by row: a bad row is refused with its line and reason, the good ones go in. Running it again
 * ends in the same. An outage leaves the import failed, for Lambda to try again.
 */
export const importPortfolio =
  (ports: Ports) =>
  async ({
    importId,
    kind,
  }: {
    readonly importId: string;
    readonly kind: ImportKind;
  }): Promise<ImportRecord> => {
    const startedAt = ports.now();
    const tally = new Tally();
    const record = (status: ImportRecord["status"]): ImportRecord => ({
      importId,
      kind,
      status,
      ...tally.counts(),
      startedAt: startedAt.toISOString(),
      finishedAt: ports.now().toISOString(),
    });
    try {
      await importRows(kind, await ports.open(importId), await ports.importer(kind, startedAt), tally);
    } catch (error) {
      const message = "It stopped half-way on a fault of ours. Send the same file again to finish it.";
      await ports.save({ ...record("failed"), message });
      throw error;
    }
    const done = record("done");
    await ports.save(done);
    return done;
  };

async function importRows(
  kind: ImportKind,
  chunks: AsyncIterable<Uint8Array>,
  importBatch: BatchImporter,
  tally: Tally,
): Promise<void> {
  let columns: readonly string[] | undefined;
  let isHeaderRefused = false;
  let batch: NumberedRecord[] = [];
  const flush = async () => {
    tally.addRows(batch.length, await importBatch(batch));
    batch = [];
  };
  for await (const row of csvRows(chunks)) {
    if (isHeaderRefused) tally.refuseRow();
    else if (row.kind === "bad" && columns !== undefined) {
      tally.addRows(1, [{ line: row.line, field: "row", message: row.message }]);
    } else if (columns === undefined) {
      const header = columnsOf(kind, row.kind === "row" ? row.cells : []);
      if (header.kind === "columns") columns = header.columns;
      else {
        isHeaderRefused = true;
        tally.addFileError({ line: row.line, field: "header", message: header.message });
      }
    } else if (row.kind === "row") {
      batch.push({ line: row.line, record: recordOf(columns, row.cells) });
      if (batch.length === BATCH_SIZE) await flush();
    }
  }
  await flush();
}

const recordOf = (columns: readonly string[], cells: readonly string[]): CsvRecord =>
  Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
