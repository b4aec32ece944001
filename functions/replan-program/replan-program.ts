import type { Account, Day } from "#shared/domain/accounts/account.ts";
import { utcDay } from "#shared/domain/days.ts";
import { type Milestone, replannedMilestones } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { sideBySide } from "#shared/side-by-side.ts";

/** A page of accounts in no order, and from where the next one goes on; undefined at the end. */
type AccountPage = { readonly accountIds: readonly string[]; readonly next: string | undefined };

export type ReplanPorts = {
  program(programId: string): Promise<Program | undefined>;
  accounts(after: string | undefined): Promise<AccountPage>;
  accountWithMilestones(
    accountId: string,
  ): Promise<{ readonly account?: Account; readonly milestones: readonly Milestone[] }>;
  saveMilestone(milestone: Milestone): Promise<void>;
  /** Whether there is time for another page. */
  hasTime(): boolean;
};

export type Replanned = {
  readonly accounts: number;
  readonly changed: number;
  /** Where the next one goes on; undefined where every account has been looked at. */
  readonly next: string | undefined;
};

const ACCOUNTS_AT_ONCE = 16;

/**
 * Makes every account's milestones follow from the program as it is now. What nothing changes for is not written, so
 * that doing it again, or from the middle, is harmless.
 */
export const replanProgram =
  (ports: ReplanPorts) =>
  async (input: { programId: string; after: string | undefined }, now: Date): Promise<Replanned> => {
    let { after } = input;
    let accounts = 0;
    let changed = 0;
    do {
      // Read for every page: it may change again while this goes on, and the newest is the one that holds.
      const program = await ports.program(input.programId);
      if (program === undefined) return { accounts, changed, next: undefined };
      const page = await ports.accounts(after);
      const counts = await sideBySide(page.accountIds, ACCOUNTS_AT_ONCE, (id) =>
        replanAccount(ports, program, id, utcDay(now)),
      );
      changed += counts.reduce((sum, count) => sum + count, 0);
      accounts += page.accountIds.length;
      after = page.next;
    } while (after !== undefined && ports.hasTime());
    return { accounts, changed, next: after };
  };

async function replanAccount(
  ports: ReplanPorts,
  program: Program,
  accountId: string,
  today: Day,
): Promise<number> {
  const { account, milestones } = await ports.accountWithMilestones(accountId);
  if (account === undefined) return 0;
  const changes = replannedMilestones(account, program, milestones, today);
  for (const milestone of changes) await ports.saveMilestone(milestone);
  return changes.length;
}
