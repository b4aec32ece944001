import * as z from "zod";
import type { Day } from "../domain/accounts/account.ts";
import { addDays } from "../domain/days.ts";
import type { Program } from "../domain/programs/program.ts";
import { dailyRuns } from "../domain/programs/scheduled-programs.ts";
import { runIdOf } from "../dynamodb/runs.ts";
import type { SelectPorts } from "./select-ports.ts";
import { selectRecipients } from "./select-recipients.ts";

/** When the first program of a day selects, in UTC. */
export const SelectsAt = z.object({ hour: z.int(), minute: z.int() });
export type SelectsAt = Readonly<z.infer<typeof SelectsAt>>;

/** How far ahead of today days are imagined: a turn of every year, and who waits from it. */
export const MOST_DAYS_AHEAD = 400;

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
