import { utcDay } from "../domain/days.ts";
import { dailyRuns } from "../domain/programs/scheduled-programs.ts";
import { imagineDays, type SelectsAt } from "./imagine-days.ts";
import { imaginedPorts } from "./imagined-ports.ts";
import type { SelectInput, SelectPorts } from "./select-ports.ts";
import { keepingRun, type SelectOutcome, selectRecipients } from "./select-recipients.ts";

/**
 * A dry run of a day that has not come: imagines every program's runs up to it, each seeing what those before it
 * would have moved, asked and settled, and keeps what the program's own run of that day decides. At most
 * {@link MOST_DAYS_AHEAD} days ahead.
 */
export const dryRunAhead =
  (ports: SelectPorts, selectsAt: SelectsAt) =>
  (input: SelectInput, now: Date): Promise<SelectOutcome> =>
    keepingRun(ports, input, now, async ({ programId }, programs) => {
      const imagined = imaginedPorts(ports, {
        programs,
        until: input.on,
        onSelected: () => {},
        onDecisions: async (run, accountId, decisions, settled) => {
          if (run.programId === programId && run.on === input.on)
            await ports.saveDecisions(input, accountId, decisions, now, settled);
        },
      });
      await imagineDays(imagined, programs, { today: utcDay(now), to: input.on, now, selectsAt });
      if (dailyRuns(programs).some(({ program }) => program.programId === programId)) return;
      // No schedule runs a program of ops that is paused: asked for, the day says so of each who is due.
      const lastOfDay = new Date(`${input.on}T23:59:00Z`);
      await selectRecipients(imagined)({ ...input, dryRun: false }, lastOfDay);
    });
