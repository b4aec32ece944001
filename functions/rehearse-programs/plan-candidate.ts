import type { Day } from "#shared/domain/accounts/account.ts";
import { replannedMilestones } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { SelectPorts } from "#shared/selection/select-ports.ts";
import { sideBySide } from "#shared/side-by-side.ts";

const ACCOUNTS_AT_ONCE = 32;

/** Makes every imagined account's milestones follow from a candidate, as saving it would. */
export async function planCandidate(ports: SelectPorts, candidate: Program, today: Day): Promise<void> {
  await sideBySide(await ports.accountIds(), ACCOUNTS_AT_ONCE, async (accountId) => {
    const { account, milestones } = await ports.accountWithContacts(accountId);
    if (account === undefined) return;
    for (const milestone of replannedMilestones(account, candidate, milestones, today))
      await ports.saveMilestone(milestone);
  });
}
