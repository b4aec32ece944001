import { isDeepStrictEqual } from "node:util";
import type { Account, Day } from "../domain/accounts/account.ts";
import { planMilestones } from "../domain/eligibility/milestone.ts";
import type { Program } from "../domain/programs/program.ts";
import { directoryKey } from "./keys.ts";
import { saveMilestone } from "./milestones.ts";
import { type AccountWithContacts, saveAccount } from "./portfolio.ts";
import { type Table, toItem } from "./table.ts";

/**
 * Saves an account where it differs from what is stored, and the milestones that follow from its dates. Doing it
 * again changes nothing.
 */
export async function savePlanned(
  table: Table,
  account: Account,
  existing: Pick<AccountWithContacts, "account" | "listedAs" | "milestones">,
  { programs, today }: { readonly programs: readonly Program[]; readonly today: Day },
): Promise<void> {
  const isSame =
    existing.account !== undefined &&
    existing.listedAs === directoryKey(account).sk &&
    isDeepStrictEqual(toItem(account), toItem(existing.account));
  if (!isSame) await saveAccount(table, account);
  // Planned for an account that is the same, too: a save before this one may have stopped in between.
  for (const milestone of planMilestones(account, programs, existing.milestones, today)) {
    await saveMilestone(table, milestone);
  }
}
