import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, onTestFinished, test } from "vitest";
import {
  areAccountsImporting,
  claimImport,
  type ImportRecord,
  importById,
  saveImport,
} from "#shared/dynamodb/imports.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aTable, startTable } from "../../table.ts";

const anImport = (over: Partial<ImportRecord> = {}): ImportRecord => ({
  importId: "import-1",
  kind: "accounts",
  status: "running",
  accepted: 0,
  rejected: 0,
  errors: [],
  errorsLeftOut: 0,
  startedAt: "2026-12-01T10:00:00.000Z",
  ...over,
});
const at = (time: string) => new Date(`2026-12-01T${time}Z`);

test("accounts are being imported from when their file is accepted until it is done or has failed", async () => {
  const table = await aTable();
  expect(await areAccountsImporting(table, at("10:00:00"))).toBe(false);
  for (const status of ["done", "failed"] as const) {
    await saveImport(table, anImport());
    expect(await areAccountsImporting(table, at("10:00:01"))).toBe(true);
    await saveImport(table, anImport({ status }));
    expect(await areAccountsImporting(table, at("10:00:01"))).toBe(false);
  }
});

test("one import of accounts that is done does not speak for another, nor does one of another kind", async () => {
  const table = await aTable();
  await saveImport(table, anImport({ importId: "contacts-1", kind: "contacts" }));
  expect(await areAccountsImporting(table, at("10:00:01"))).toBe(false);
  await saveImport(table, anImport({ importId: "one", status: "done" }));
  await saveImport(table, anImport({ importId: "other" }));
  expect(await areAccountsImporting(table, at("10:00:01"))).toBe(true);
});

test("an import that died without a word is waited for no longer than it could have run", async () => {
  const table = await aTable();
  await saveImport(table, anImport());
  expect(await areAccountsImporting(table, at("10:14:59"))).toBe(true);
  expect(await areAccountsImporting(table, at("10:15:00"))).toBe(false);
});

/** A table whose first reply to a write gets lost on its way, so that the SDK writes again. */
async function aTableThatLosesAReply(): Promise<{ readonly plain: Table; readonly table: Table }> {
  const { table: plain, endpoint, stop } = await startTable();
  onTestFinished(stop);
  const { region, credentials } = plain.client.config;
  const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 3 });
  onTestFinished(() => client.destroy());
  let lost = 0;
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const reply = await next(args);
        if (commandName !== "PutItemCommand" || lost++ > 0) return reply;
        throw Object.assign(new Error("the connection broke"), { name: "TimeoutError" });
      },
    { step: "deserialize" },
  );
  return { plain, table: { ...plain, client } };
}

test("whose claim's reply was lost has the import all the same, and nobody else has", async () => {
  const { plain, table } = await aTableThatLosesAReply();
  await saveImport(plain, anImport({ status: "awaiting-upload" }));
  expect(await claimImport(table, anImport(), at("10:00:01"))).toBe(true);
  expect(await claimImport(table, anImport(), at("10:00:01"))).toBe(false);
  expect(await importById(table, "import-1")).toEqual(anImport({ progressAt: "2026-12-01T10:00:01.000Z" }));
});

test("errors are kept however long their words are, and read back in order", async () => {
  const table = await aTable();
  const errors = Array.from({ length: 1000 }, (_, i) => ({
    ...{ line: i + 2, field: `顧${i}`, message: "顧客".repeat(i % 3 === 0 ? 20 : 400) },
  }));
  await saveImport(table, anImport({ errors }));
  expect((await importById(table, "import-1"))?.errors).toEqual(errors);
  await saveImport(table, anImport({ errors: errors.slice(0, 3) }));
  expect((await importById(table, "import-1"))?.errors).toEqual(errors.slice(0, 3));
});
