import type { CsvRecord } from "#shared/domain/imports/cells.ts";
import type { ImportKind } from "#shared/domain/imports/columns.ts";
import type { Mapping } from "#shared/domain/imports/mapping.ts";
import type { ImportRecord, RowError } from "#shared/dynamodb/imports.ts";
import { importRows } from "./import-rows.ts";
import { type Counts, Tally } from "./tally.ts";

export type NumberedRecord = { readonly line: number; readonly record: CsvRecord };

/** Stores the good rows of a batch and says what is wrong with the others. Remembers the batches before. */
export type BatchImporter = {
  (batch: readonly NumberedRecord[]): Promise<readonly RowError[]>;
  /** Remembers rows that an earlier invocation has stored. @default none of them matter any more */
  readonly remember?: (batch: readonly NumberedRecord[]) => void;
  /** Called before this invocation hands the rest of the file on to another, which begins with an importer of its own. */
  readonly handOn?: () => Promise<void>;
  /** Called behind the last batch of a file that was read to its end. */
  readonly finish?: () => Promise<void>;
};

/** Where an invocation stopped, for the next one to go on. */
export type Stop = Counts & {
  /** The last line of the file that was dealt with. */
  readonly line: number;
  /** The file, as it was then. */
  readonly etag: string;
  /** How many invocations in a row came no further. @default none */
  readonly idleRuns?: number | undefined;
};

/** How far one invocation comes. */
export type Reached =
  | { readonly kind: "end" }
  | { readonly kind: "stopped"; readonly stop: Stop }
  /** No trying helps. */
  | { readonly kind: "failed"; readonly why: keyof typeof FAILURES };

const FAILURES = {
  "another-file": (again: string) =>
    `The file was replaced by another while it was imported. ${again} to import it from its beginning.`,
  "too-long": () =>
    "The file is too long: the rows that are in already take up all the time that there is. Split it into smaller files, and send those.",
};

export type ImportTask = {
  readonly importId: string;
  readonly kind: ImportKind;
  /** How the file's columns are ours. @default they are */
  readonly mapping?: Mapping | undefined;
  readonly after?: Stop | undefined;
};

export type Ports = {
  /** @param etag what the file must still be. @default whatever it is */
  open(importId: string, etag: string | undefined): Promise<OpenFile | "another-file">;
  /** `not-yet` where others are waited for and there is no more time. */
  importer(kind: ImportKind, now: Date, importId: string): Promise<BatchImporter | "not-yet">;
  importById(importId: string): Promise<ImportRecord | undefined>;
  save(record: ImportRecord): Promise<void>;
  /** Lets another invocation go on. */
  handOn(task: ImportTask): Promise<void>;
  /** Whether there is time for another batch. */
  hasTime(): boolean;
  /** Read again at the end. */
  now(): Date;
};
type OpenFile = { readonly chunks: AsyncIterable<Uint8Array>; readonly etag: string };

/**
 * Imports a file row by row: a bad row is refused with its line and reason, the good ones go in. Where the time does not
 * suffice, another invocation reads the file again and goes on behind the last row. Running it again ends in the same. An
 * outage leaves the import failed, for Lambda to try again; a file that no trying helps leaves it failed for good.
 */
export const importPortfolio =
  (ports: Ports) =>
  async (task: ImportTask): Promise<ImportRecord> => {
    const { importId, kind, after } = task;
    const now = ports.now();
    const known = await ports.importById(importId);
    const { startedAt = now.toISOString(), mapping, uploadUntil } = known ?? {};
    const origin = { importId, kind, mapping, uploadUntil };
    const tally = new Tally(
      after,
      known?.errors.filter(({ line }) => after && line <= after.line),
    );
    const save = async (status: ImportRecord["status"], message?: string): Promise<ImportRecord> => {
      const saved: ImportRecord = {
        ...origin,
        ...tally.report(),
        status,
        startedAt,
        [status === "running" ? "progressAt" : "finishedAt"]: ports.now().toISOString(),
        ...(message === undefined ? {} : { message }),
      };
      await ports.save(saved);
      return saved;
    };
    const again = uploadUntil === undefined ? "Send the same file again" : "Start it again";
    try {
      const importBatch = await ports.importer(kind, now, importId);
      let next = task;
      if (importBatch !== "not-yet") {
        const report = async () => void (await save("running"));
        const reached = await importRows(ports, task, importBatch, tally, report);
        if (reached.kind === "end") return await save("done");
        if (reached.kind === "failed") return await save("failed", FAILURES[reached.why](again));
        next = { ...task, after: reached.stop };
      }
      const running = await save("running");
      await ports.handOn(next);
      return running;
    } catch (error) {
      await save("failed", `It stopped half-way on a fault of ours. ${again} to finish it.`);
      throw error;
    }
  };
