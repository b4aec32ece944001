import { type ImportRecord, MAX_KEPT_ERRORS, type RowError } from "#shared/dynamodb/imports.ts";

/** How far an import is, but for its errors. */
export type Counts = {
  readonly accepted: number;
  readonly rejected: number;
  readonly errorCount: number;
};

/** Counts every row of an import and keeps the first errors. */
export class Tally {
  #accepted: number;
  #rejected: number;
  #errorCount: number;
  readonly #errors: RowError[];

  /** @param before what an earlier invocation has counted. @default nothing */
  constructor(
    before: Counts = { accepted: 0, rejected: 0, errorCount: 0 },
    errors: readonly RowError[] = [],
  ) {
    this.#accepted = before.accepted;
    this.#rejected = before.rejected;
    this.#errorCount = before.errorCount;
    this.#errors = [...errors];
  }

  /** Rows that were dealt with: those with an error, or several, are rejected, the others are in. */
  addRows(count: number, errors: readonly RowError[]): void {
    const rejected = new Set(errors.map(({ line }) => line)).size;
    this.#rejected += rejected;
    this.#accepted += count - rejected;
    for (const error of errors) this.addFileError(error);
  }

  /** An error that is no row's own, such as the header's. */
  addFileError(error: RowError): void {
    this.#errorCount++;
    if (this.#errors.length < MAX_KEPT_ERRORS) this.#errors.push(error);
  }

  /** A row that cannot be read for a reason that was given already. */
  refuseRow(): void {
    this.#rejected++;
  }

  /** For an invocation that goes on. */
  counts(): Counts {
    return { accepted: this.#accepted, rejected: this.#rejected, errorCount: this.#errorCount };
  }

  /** For whoever asks how the import stands. */
  report(): Pick<ImportRecord, "accepted" | "rejected" | "errors" | "errorsLeftOut"> {
    return {
      accepted: this.#accepted,
      rejected: this.#rejected,
      errors: this.#errors.toSorted((a, b) => a.line - b.line),
      errorsLeftOut: this.#errorCount - this.#errors.length,
    };
  }
}
