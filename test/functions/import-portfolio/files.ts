import { readFileSync } from "node:fs";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { utcDay } from "#shared/domain/days.ts";
import type { ImportKind } from "#shared/domain/imports/columns.ts";
import type { Mapping } from "#shared/domain/imports/mapping.ts";
import { type ImportRecord, importById, saveImport } from "#shared/dynamodb/imports.ts";
import { fromItem, type Table } from "#shared/dynamodb/table.ts";
import { accountImporter } from "../../../functions/import-portfolio/accounts.ts";
import { contactImporter } from "../../../functions/import-portfolio/contacts.ts";
import { type ImportTask, importPortfolio } from "../../../functions/import-portfolio/import-portfolio.ts";
import { responseImporter } from "../../../functions/import-portfolio/responses.ts";
import { sendImporter } from "../../../functions/import-portfolio/sends.ts";
import { PERSON_KEY } from "../../builders.ts";

export const NOW = new Date("2026-12-01T10:00:00Z");

/** A file of the example portfolio. */
export const portfolioFile = (name: string): string => readFileSync(`test/data/portfolio/${name}`, "utf8");

/** What may be otherwise: who reads it how, and after how many batches each invocation has had its time. */
export type Conditions = {
  readonly mapping?: Mapping;
  readonly importId?: string;
  readonly batchesEach?: number;
};

/** Imports a text as the function does, handed over in chunks that respect no line or character. */
export async function importText(
  table: Table,
  kind: ImportKind,
  csv: string,
  now: Date = NOW,
  { mapping, importId = `import-${kind}`, batchesEach = Number.POSITIVE_INFINITY }: Conditions = {},
): Promise<ImportRecord> {
  const tasks: ImportTask[] = [{ importId, kind, mapping }];
  let record: ImportRecord | undefined;
  for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
    let batches = 0;
    const run = importPortfolio({
      open: async () => ({ chunks: chunksOf(csv), etag: "as-it-was-put" }),
      importer: async () =>
        ({
          accounts: () => accountImporter(table, utcDay(now)),
          contacts: () => contactImporter(table, PERSON_KEY),
          sends: () => sendImporter(table, PERSON_KEY, now),
          responses: () => responseImporter(table, { importId, now, personKey: PERSON_KEY }),
        })[kind](),
      importById: (id) => importById(table, id),
      save: (saved) => saveImport(table, saved),
      handOn: async (next) => {
        tasks.push(JSON.parse(JSON.stringify(next)));
      },
      hasTime: () => ++batches < batchesEach,
      now: () => now,
    });
    record = await run(task);
  }
  if (record === undefined) throw new Error("nothing was run");
  return record;
}

export async function* chunksOf(csv: string, chunkBytes = 1021): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(csv, "utf8");
  for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
}

/** Everything in the table, by key. */
export async function dump(table: Table): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await table.client.send(
      new ScanCommand({ TableName: table.name, ExclusiveStartKey: start, ConsistentRead: true }),
    );
    items.push(...(page.Items ?? []).map((item) => fromItem(item)));
    start = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (start !== undefined);
  const keyOf = (item: Record<string, unknown>) => `${item.pk} ${item.sk}`;
  return items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Remembers the partition of everything that is written from now on. */
export function writesTo(table: Table): string[] {
  const written: string[] = [];
  table.client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const { Key, Item } = args.input as { Key?: { pk?: { S?: string } }; Item?: { pk?: { S?: string } } };
        if (/^(Put|Update|Delete|BatchWrite|Transact)/.test(commandName)) {
          written.push(Key?.pk?.S ?? Item?.pk?.S ?? commandName);
        }
        return await next(args);
      },
    { step: "initialize" },
  );
  return written;
}
