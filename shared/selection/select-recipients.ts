import { addDays, earlierOf, FIRST_DAY, utcDay } from "../domain/days.ts";
import { barsForATime, type Decision } from "../domain/eligibility/eligibility.ts";
import { isOpen, LATE_DAYS, type Milestone, planProgram } from "../domain/eligibility/milestone.ts";
import {
  isPlannedProgram,
  isSampleProgram,
  isScheduledProgram,
  type PlannedProgram,
  type Program,
  type ScheduledProgram,
} from "../domain/programs/program.ts";
import type { DueMilestone } from "../dynamodb/milestones.ts";
import { NOTHING_COUNTED, type Run } from "../dynamodb/runs.ts";
import { decideAndSelect } from "./decide-account.ts";
import { drawSample } from "./draw-sample.ts";
import type { Look, SelectInput, SelectPorts } from "./select-ports.ts";

export type SelectOutcome =
  | { readonly kind: "ran"; readonly run: Run }
  | { readonly kind: "no-such-program"; readonly programId: string };

/**
 * Runs a program for a day: looks at every milestone that has come due, decides each contact, selects those whom
 * every rule passes, and keeps every verdict. What it has dealt with leaves the index, so running it again, after a
 * crash or beside itself, selects nobody twice.
 */
export const selectRecipients =
  (ports: SelectPorts) =>
  (input: SelectInput, now: Date): Promise<SelectOutcome> =>
    keepingRun(ports, input, now, async (program, programs) => {
      // A run that really asks people decides as of today; a dry one as of the day it is about.
      const decidedOn = input.dryRun ? input.on : utcDay(now);
      const deciding = { programs, decidedOn, now, sendTimes: ports.sendTimes };
      if (isSampleProgram(program)) await drawSample(ports, { ...deciding, program, input });
      else if (isPlannedProgram(program)) await lookAtDue(ports, { ...deciding, program, input });
      // While a program is paused, what comes due stays due.
      if (!input.dryRun && program.status === "active")
        await ports.advanceCursor(program.programId, input.on);
    });

/** Keeps a run as it begins and, with what its ledger adds up to, as it ends; the work in between fills that. */
export async function keepingRun(
  ports: Pick<SelectPorts, "programs" | "run" | "saveRun" | "countDecisions">,
  input: SelectInput,
  now: Date,
  work: (program: ScheduledProgram, programs: readonly Program[]) => Promise<void>,
): Promise<SelectOutcome> {
  const programs = await ports.programs();
  const program = programs.find(({ programId }) => programId === input.programId);
  // Whom an event program asks, the event says.
  if (program === undefined || !isScheduledProgram(program))
    return { kind: "no-such-program", programId: input.programId };
  const started = (await ports.run(input.runId)) ?? startedRun(input, now);
  await ports.saveRun({ ...started, status: "running" });
  await work(program, programs);
  const counts = await ports.countDecisions(input.runId);
  const run: Run = { ...started, status: "done", finishedAt: now.toISOString(), counts };
  await ports.saveRun(run);
  return { kind: "ran", run };
}

const startedRun = (input: SelectInput, now: Date): Run => ({
  type: "run",
  version: 1,
  runId: input.runId,
  programId: input.programId,
  on: input.on,
  dryRun: input.dryRun,
  status: "running",
  startedAt: now.toISOString(),
  counts: NOTHING_COUNTED,
});

/** A run of a program as it goes through what it looks at. */
async function lookAtDue(ports: SelectPorts, look: Look<PlannedProgram>): Promise<void> {
  const { programId, on } = look.input;
  const cursor = await ports.cursor(programId);
  // A program that was never run has looked at nothing yet, however long ago it came due. A day more than is late:
  // an import that crosses midnight plans for the day on which it began.
  const catchesUpFrom = cursor === undefined ? FIRST_DAY : addDays(earlierOf(cursor, on), -LATE_DAYS - 1);
  for (const due of await ports.milestonesToLookAt(programId, catchesUpFrom, on))
    await lookAt(ports, look, due);
}

async function lookAt(ports: SelectPorts, look: Look<PlannedProgram>, due: DueMilestone): Promise<void> {
  const { program, decidedOn } = look;
  const { account, ...rest } = await ports.accountWithContacts(due.accountId);
  const milestone = rest.milestones.find(
    (m) => m.programId === program.programId && m.cycle === due.cycle && m.lookOn === due.lookOn,
  );
  // The index may lag behind: what has been dealt with or moved since is not ours.
  if (account === undefined || milestone === undefined || !isOpen(milestone)) return;

  const { decisions, milestone: asked } = await decideAndSelect(ports, look, { ...rest, account }, milestone);
  const settled = settledBy(look, asked, decisions);
  await ports.saveDecisions(look.input, account.accountId, decisions, look.now, settled);
  if (program.trigger.kind === "recurring") {
    // Before this one leaves the index: wherever it breaks off, one of the two is there to go on from.
    const others = rest.milestones.filter((m) => m.programId === program.programId && m !== milestone);
    for (const next of planProgram(account, program, [...others, settled], decidedOn))
      await ports.saveMilestone(next);
  }
  await ports.settleMilestone(milestone.dueOn, settled);
}

/**
 * The milestone after a look: it waits for the first slot that comes free in time, or is over. A turn of a recurring
 * program is planned anew for that day; a paused program's stays due.
 */
function settledBy(
  { program, decidedOn }: Look<PlannedProgram>,
  milestone: Milestone,
  decisions: readonly Decision[],
): Milestone {
  const [next] = decisions.flatMap(({ waitsUntil }) => waitsUntil ?? []).sort();
  if (next !== undefined) {
    return program.trigger.kind === "recurring"
      ? { ...milestone, status: "planned", dueOn: next, lookOn: next }
      : { ...milestone, status: "waiting", lookOn: next };
  }
  const isInTime = !decisions.some(({ rules }) =>
    rules.some(({ rule, verdict }) => rule === "in-time" && verdict === "fail"),
  );
  if (program.status === "paused" && isInTime) return { ...milestone, lookOn: addDays(decidedOn, 1) };
  const isMissed = milestone.contacts.length === 0 && (!isInTime || decisions.some(isBarredForATime));
  return { ...milestone, status: isMissed ? "missed" : "done", lookOn: decidedOn };
}

/** Whether it was for the time alone that somebody was not asked: what barred them ends too late. */
function isBarredForATime({ rules }: Decision): boolean {
  const failed = rules.filter(({ verdict }) => verdict === "fail");
  return failed.length > 0 && failed.every(barsForATime);
}
