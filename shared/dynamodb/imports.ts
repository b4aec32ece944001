import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { IMPORT_KINDS } from "../domain/imports/columns.ts";
import { ACCOUNTS_IMPORTING, accountsImportingKey, importErrorsKey, importKey } from "./keys.ts";
import { itemsOfPartition } from "./partition.ts";
import { type Table, toItem } from "./table.ts";

/** How many errors of one import can be read; the counts cover all of them. */
export const MAX_KEPT_ERRORS = 1000;
/** About 200 bytes each, against DynamoDB's 400 KB for an item. */
const ERRORS_PER_PAGE = 250;

/** Something wrong with a row, named by the line of the file on which the row starts. */
export const RowError = z.object({ line: z.int(), field: z.string(), message: z.string() });
export type RowError = z.infer<typeof RowError>;

export const ImportRecord = z.object({
  importId: z.string(),
  kind: z.enum(IMPORT_KINDS),
  status: z.enum(["running", "done", "failed"]),
  /** Rows. */
  accepted: z.int(),
  rejected: z.int(),
  errors: z.array(RowError),
  /** How many more errors there were than are kept. */
  errorsLeftOut: z.int(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  /** Why it failed. */
  message: z.string().optional(),
});
export type ImportRecord = z.infer<typeof ImportRecord>;

const StoredImport = ImportRecord.omit({ errors: true }).extend({
  type: z.literal("import"),
  version: z.literal(1),
  errorPages: z.int(),
});
const ErrorPage = z.object({
  type: z.literal("import-errors"),
  version: z.literal(1),
  errors: z.array(RowError),
});

/** Writes an import as it stands now: its pages of errors first, so that whoever reads that it is done reads them all. */
export async function saveImport(table: Table, { errors, ...record }: ImportRecord): Promise<void> {
  let errorPages = 0;
  for (let from = 0; from < errors.length; from += ERRORS_PER_PAGE) {
    const page: z.infer<typeof ErrorPage> = {
      type: "import-errors",
      version: 1,
      errors: errors.slice(from, from + ERRORS_PER_PAGE),
    };
    await put(table, { ...importErrorsKey(record.importId, errorPages), ...page });
    errorPages++;
  }
  const stored: z.infer<typeof StoredImport> = { ...record, type: "import", version: 1, errorPages };
  await put(table, { ...importKey(record.importId), ...stored });
  if (record.kind === "accounts") await markAccounts(table, record);
}

/** Longer than an import can run: one that is older has died without a word. */
const LONGEST_IMPORT_MS = 15 * 60_000;

async function markAccounts(
  table: Table,
  { importId, status, startedAt }: Pick<ImportRecord, "importId" | "status" | "startedAt">,
): Promise<void> {
  const until = Date.parse(startedAt) + LONGEST_IMPORT_MS;
  const marker: z.infer<typeof AccountsImporting> = {
    type: "accounts-importing",
    version: 1,
    isRunning: status === "running",
    until: new Date(until).toISOString(),
    expiresAt: Math.ceil(until / 1000),
  };
  await put(table, { ...accountsImportingKey(importId), ...marker });
}

const AccountsImporting = z.object({
  type: z.literal("accounts-importing"),
  version: z.literal(1),
  isRunning: z.boolean(),
  until: z.string(),
  expiresAt: z.int(),
});

/** Whether accounts are being imported at the moment. */
export async function areAccountsImporting(table: Table, now: Date): Promise<boolean> {
  const markers = await itemsOfPartition(table, ACCOUNTS_IMPORTING, { consistent: true });
  return markers
    .map((item) => AccountsImporting.parse(item))
    .some(({ isRunning, until }) => isRunning && until > now.toISOString());
}

async function put(table: Table, item: Readonly<Record<string, unknown>>): Promise<void> {
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(item) }));
}

/** An import with its errors; undefined where there is none of that id. */
export async function importById(table: Table, importId: string): Promise<ImportRecord | undefined> {
  let record: z.infer<typeof StoredImport> | undefined;
  const errorPages: RowError[][] = [];
  for (const item of await itemsOfPartition(table, importKey(importId).pk, { consistent: true })) {
    if (item.type === "import") record = StoredImport.parse(item);
    else errorPages.push(ErrorPage.parse(item).errors);
  }
  if (record === undefined) return undefined;
  // A run of the same file before this one may have left more pages than this one wrote.
  return ImportRecord.parse({ ...record, errors: errorPages.slice(0, record.errorPages).flat() });
}
