import type { CsvRecord, Parsed } from "#shared/domain/imports/cells.ts";
import type { RowError } from "#shared/dynamodb/imports.ts";
import type { NumberedRecord } from "./import-portfolio.ts";

export type GoodRow<T> = { readonly line: number; readonly record: CsvRecord; readonly value: T };

/** Parts the rows that can be read from what is wrong with the others. */
export function goodRows<T>(
  batch: readonly NumberedRecord[],
  read: (record: CsvRecord) => Parsed<T>,
): { readonly rows: readonly GoodRow<T>[]; readonly errors: readonly RowError[] } {
  const rows: GoodRow<T>[] = [];
  const errors: RowError[] = [];
  for (const { line, record } of batch) {
    const parsed = read(record);
    if (parsed.kind === "good") rows.push({ line, record, value: parsed.value });
    else errors.push(...parsed.problems.map(({ field, message }) => ({ line, field, message })));
  }
  return { rows, errors };
}

/** Of rows with the same id the first counts, in this batch and those before; `linesById` remembers them. */
export function firstOfEach<T>(
  rows: readonly GoodRow<T>[],
  field: string,
  idOf: (value: T) => string,
  linesById: Map<string, number>,
): { readonly rows: readonly GoodRow<T>[]; readonly errors: readonly RowError[] } {
  const errors: RowError[] = [];
  const firsts = rows.filter(({ line, value }) => {
    const firstLine = linesById.get(idOf(value));
    linesById.set(idOf(value), firstLine ?? line);
    if (firstLine !== undefined)
      errors.push({ line, field, message: `stands on line ${firstLine} already; the first row counts` });
    return firstLine === undefined;
  });
  return { rows: firsts, errors };
}
