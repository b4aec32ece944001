import { type ImportRecord, MAX_KEPT_ERRORS, type RowError } from "#shared/dynamodb/imports.ts";

/** Counts every row of an import and keeps the first errors. */
export class Tally {
  #accepted = 0;
  #rejected = 0;
  #errorCount = 0;
  readonly #errors: RowError[] = [];

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

  counts(): Pick<ImportRecord, "accepted" | "rejected" | "errors" | "errorsLeftOut"> {
    return {
      accepted: this.#accepted,
      rejected: this.#rejected,
      errors: this.#errors.toSorted((a, b) => a.line - b.line),
      errorsLeftOut: this.#errorCount - this.#errors.length,
    };
  }
}
