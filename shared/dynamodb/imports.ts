import { randomUUID } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { IMPORT_KINDS } from "../domain/imports/columns.ts";
import {
  ACCOUNTS_IMPORTING,
  accountsImportingKey,
  importErrorsKey,
  importKey,
  LAST_ANSWERS_IMPORT_KEY,
} from "./keys.ts";
import { itemAt, itemsOfPartition } from "./partition.ts";
import { type Table, toItem, unlessConditionFails } from "./table.ts";

/** How many errors of one import can be read; the counts cover all of them. */
export const MAX_KEPT_ERRORS = 1000;
/** As JSON, against DynamoDB's 400 KB for an item. */
const PAGE_BYTES = 300 * 1024;

/** Something wrong with a row, named by the line of the file on which the row starts. */
export const RowError = z.object({ line: z.int(), field: z.string(), message: z.string() });
export type RowError = z.infer<typeof RowError>;

export const ImportRecord = z.object({
  importId: z.string(),
  kind: z.enum(IMPORT_KINDS),
  status: z.enum(["awaiting-upload", "running", "done", "failed"]),
  /** Rows. */
  accepted: z.int(),
  rejected: z.int(),
  errors: z.array(RowError),
  /** How many more errors there were than are kept. */
  errorsLeftOut: z.int(),
  startedAt: z.string(),
  /** When it last said how far it is, while it runs. */
  progressAt: z.string().optional(),
  finishedAt: z.string().optional(),
  /** The mapping by which its rows are read. */
  mapping: z.string().optional(),
  /** Of a file that is uploaded: how long that may take. */
  uploadUntil: z.string().optional(),
  /** Why it failed. */
  message: z.string().optional(),
});
export type ImportRecord = z.infer<typeof ImportRecord>;

const StoredImport = ImportRecord.omit({ errors: true }).extend({
  type: z.literal("import"),
  version: z.literal(1),
  errorPages: z.int(),
  /** Of the call that took it on. */
  claimId: z.string().optional(),
});
const ErrorPage = z.object({
  type: z.literal("import-errors"),
  version: z.literal(1),
  errors: z.array(RowError),
});

/** Writes an import as it stands now: its pages of errors first, so that whoever reads that it is done reads them all. */
export async function saveImport(table: Table, { errors, ...record }: ImportRecord): Promise<void> {
  const pages = pagesOf(errors);
  for (const [number, ofPage] of pages.entries()) {
    const page: z.infer<typeof ErrorPage> = { type: "import-errors", version: 1, errors: ofPage };
    await put(table, { ...importErrorsKey(record.importId, number), ...page });
  }
  const errorPages = pages.length;
  const stored: z.infer<typeof StoredImport> = { ...record, type: "import", version: 1, errorPages };
  await put(table, { ...importKey(record.importId), ...stored });
  if (record.kind === "accounts") await markAccounts(table, record);
  const { kind, progressAt, finishedAt: at = progressAt } = record;
  if (kind === "responses" && at !== undefined)
    await put(table, { ...LAST_ANSWERS_IMPORT_KEY, type: "answers-imported", version: 1, at });
}

function pagesOf(errors: readonly RowError[]): RowError[][] {
  const pages: RowError[][] = [];
  let room = 0;
  for (const error of errors) {
    const bytes = Buffer.byteLength(JSON.stringify(error));
    const page = bytes > room ? undefined : pages.at(-1);
    if (page === undefined) pages.push([error]);
    else page.push(error);
    room = (page === undefined ? PAGE_BYTES : room) - bytes;
  }
  return pages;
}

/** When answers from another tool were last imported, whole or in part (ISO 8601); undefined where they never were. */
export async function lastAnswersImport(table: Table): Promise<string | undefined> {
  const item = await itemAt(table, LAST_ANSWERS_IMPORT_KEY);
  return item && z.object({ at: z.string() }).parse(item).at;
}

/** Longer than an import goes on without a word: one that said nothing for so long has died. */
const LONGEST_SILENCE_MS = 15 * 60_000;

/**
 * Takes an import on, to be run: `record` as it is from then on. `false` where it runs already, or is done. One that has
 * failed is taken on again, and one that died. The SDK writes again where the reply to a write is lost, and then finds what
 * it has written itself: that is told by an id from somebody else's.
 */
export async function claimImport(table: Table, record: ImportRecord, now: Date): Promise<boolean> {
  const { errors: _, ...started } = { ...record, progressAt: now.toISOString() };
  const claimId = randomUUID();
  const stored: z.infer<typeof StoredImport> = {
    ...started,
    ...{ type: "import", version: 1, errorPages: 0, claimId },
  };
  const write = table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: toItem({ ...importKey(record.importId), ...stored }),
      ConditionExpression:
        "#status IN (:awaiting, :failed) OR (#status = :running AND progressAt < :silent) OR claimId = :own",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: marshall({
        ":awaiting": "awaiting-upload",
        ":failed": "failed",
        ":running": "running",
        ":own": claimId,
        ":silent": new Date(now.getTime() - LONGEST_SILENCE_MS).toISOString(),
      }),
    }),
  );
  if ((await unlessConditionFails(write)).kind === "refused") return false;
  if (record.kind === "accounts") await markAccounts(table, started);
  return true;
}

type Running = Pick<ImportRecord, "importId" | "status" | "startedAt" | "progressAt">;

async function markAccounts(
  table: Table,
  { importId, status, startedAt, progressAt = startedAt }: Running,
): Promise<void> {
  const until = Date.parse(progressAt) + LONGEST_SILENCE_MS;
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
    if (item.type === "import-errors") errorPages.push(ErrorPage.parse(item).errors);
  }
  if (record === undefined) return undefined;
  // A run of the same file before this one may have left more pages than this one wrote.
  return ImportRecord.parse({ ...record, errors: errorPages.slice(0, record.errorPages).flat() });
}
