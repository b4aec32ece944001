import { expect, test } from "vitest";
import { areAccountsImporting, type ImportRecord, saveImport } from "#shared/dynamodb/imports.ts";
import { aTable } from "../../table.ts";

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
