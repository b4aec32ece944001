import type { Account, Day } from "#shared/domain/accounts/account.ts";
import { accountOf, updatedAccount } from "#shared/domain/imports/accounts.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { RowError } from "#shared/dynamodb/imports.ts";
import { savePlanned } from "#shared/dynamodb/planned-account.ts";
import { accountWithContacts } from "#shared/dynamodb/portfolio.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { sideBySide } from "#shared/side-by-side.ts";
import { firstOfEach, type GoodRow, goodRows } from "./good-rows.ts";
import type { BatchImporter, NumberedRecord } from "./import-portfolio.ts";

const WIDTH = 16;

/** Writes the accounts that differ from what is stored, and the milestones that follow from their dates. */
export function accountImporter(table: Table, today: Day): BatchImporter {
  const linesById = new Map<string, number>();
  const readRows = (batch: readonly NumberedRecord[]) => {
    const read = goodRows(batch, accountOf);
    return { read, first: firstOfEach(read.rows, "account_id", ({ accountId }) => accountId, linesById) };
  };
  const importBatch = async (batch: readonly NumberedRecord[]): Promise<readonly RowError[]> => {
    const { read, first } = readRows(batch);
    // For every batch: a program that changes meanwhile plans anew what was imported before.
    const plan = { programs: await currentPrograms(table), today };
    await sideBySide(first.rows, WIDTH, (row) => store(table, row, plan));
    return [...read.errors, ...first.errors];
  };
  return Object.assign(importBatch, { remember: readRows });
}

type Plan = { readonly programs: readonly Program[]; readonly today: Day };

async function store(table: Table, { value, record }: GoodRow<Account>, plan: Plan): Promise<void> {
  const existing = await accountWithContacts(table, value.accountId, { consistent: true });
  const account = updatedAccount(value, existing.account, record);
  await savePlanned(table, account, existing, plan);
}
