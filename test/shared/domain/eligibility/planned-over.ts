import type { Account } from "#shared/domain/accounts/account.ts";
import { type Milestone, planMilestones } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { anAccount } from "../../../builders.ts";

/** What stands after the account's dates were each planned on a day, one after the other. */
export function plannedOver(
  program: Program,
  steps: readonly { readonly today: string; readonly account: Partial<Account> }[],
  before: readonly Milestone[] = [],
): Milestone[] {
  const standing = new Map(before.map((milestone) => [milestone.cycle, milestone]));
  for (const { today, account } of steps) {
    const changes = planMilestones(anAccount(account), [program], [...standing.values()], today);
    for (const milestone of changes) standing.set(milestone.cycle, milestone);
  }
  return [...standing.values()];
}
