import type { Day } from "#shared/domain/account.ts";
import { addDays } from "#shared/domain/days.ts";
import { replannedMilestones } from "#shared/domain/milestone.ts";
import type { Program } from "#shared/domain/program.ts";
import { dailyRuns } from "#shared/domain/scheduled-programs.ts";
import { runIdOf } from "#shared/dynamodb/runs.ts";
import type { SelectPorts } from "#shared/selection/select-ports.ts";
import { selectRecipients } from "#shared/selection/select-recipients.ts";
import { sideBySide } from "#shared/side-by-side.ts";

/** When the first program of a day selects, in UTC. */
export type SelectsAt = { readonly hour: number; readonly minute: number };

export type ImaginedDays = {
  readonly today: Day;
  readonly to: Day;
  readonly now: Date;
  readonly selectsAt: SelectsAt;
};

/** Runs every program of every day from today on, as its schedule would; of today, what is still to come. */
export async function imagineDays(
  ports: SelectPorts,
  programs: readonly Program[],
  { today, to, now, selectsAt }: ImaginedDays,
): Promise<void> {
  const select = selectRecipients(ports);
  const runs = dailyRuns(programs);
  for (let on = today; on <= to; on = addDays(on, 1)) {
    for (const { program, minutesAfter } of runs) {
      const { programId } = program;
      const at = selectTime(on, selectsAt, minutesAfter);
      if (at < now) continue;
      await select({ programId, on, dryRun: false, runId: runIdOf(programId, on) }, at);
    }
  }
}

function selectTime(on: Day, { hour, minute }: SelectsAt, minutesAfter: number): Date {
  const at = new Date(`${on}T00:00:00Z`);
  // A schedule whose minute falls behind midnight fires at the day's beginning.
  at.setUTCMinutes((hour * 60 + minute + minutesAfter) % (24 * 60));
  return at;
}

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
