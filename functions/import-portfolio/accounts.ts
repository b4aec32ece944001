import { isDeepStrictEqual } from "node:util";
import type { Account, Day } from "#shared/domain/account.ts";
import { accountOf, updatedAccount } from "#shared/domain/imports/accounts.ts";
import { planMilestones } from "#shared/domain/milestone.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/shipped-programs.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { accountWithContacts, saveAccount } from "#shared/dynamodb/portfolio.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { firstOfEach, type GoodRow, goodRows } from "./good-rows.ts";
import type { BatchImporter } from "./import-portfolio.ts";
import { sideBySide } from "./side-by-side.ts";

const WIDTH = 16;

/** Writes the accounts that differ from what is stored, and the milestones that follow from their dates. */
export function accountImporter(table: Table, today: Day): BatchImporter {
  const linesById = new Map<string, number>();
  return async (batch) => {
    const read = goodRows(batch, accountOf);
    const first = firstOfEach(read.rows, "account_id", ({ accountId }) => accountId, linesById);
    await sideBySide(first.rows, WIDTH, (row) => store(table, row, today));
    return [...read.errors, ...first.errors];
  };
}

async function store(table: Table, { value, record }: GoodRow<Account>, today: Day): Promise<void> {
  const existing = await accountWithContacts(table, value.accountId, { consistent: true });
  const account = updatedAccount(value, existing.account, record);
  const isSame =
    existing.account !== undefined && isDeepStrictEqual(toItem(account), toItem(existing.account));
  if (!isSame) await saveAccount(table, account);
  // Planned for an account that is the same, too: a run before this one may have stopped in between.
  for (const milestone of planMilestones(account, SHIPPED_PROGRAMS, existing.milestones, today)) {
    await saveMilestone(table, milestone);
  }
}
