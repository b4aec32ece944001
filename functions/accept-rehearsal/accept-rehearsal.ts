import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import {
  ChangedDefinition,
  definitionAfter,
  isScheduledProgram,
  type Program,
} from "#shared/domain/programs/program.ts";
import { type ProgramProblem, problemsOf } from "#shared/domain/programs/program-problems.ts";
import { dailyRuns } from "#shared/domain/programs/scheduled-programs.ts";
import type { Rehearsal } from "#shared/dynamodb/rehearsals.ts";
import { MOST_DAYS_AHEAD } from "#shared/selection/imagine-days.ts";

export type AcceptPorts = {
  programs(): Promise<readonly Program[]>;
  saveRehearsal(rehearsal: Rehearsal): Promise<void>;
  /** Hands it to the function that imagines the days; answers once it is accepted. */
  start(rehearsalId: string): Promise<void>;
  newId(): string;
};

export const Body = z.strictObject({
  from: Day,
  to: Day,
  programs: z.array(z.string()).min(1, "name a program, or leave it out for all of them").max(200).optional(),
  /** A program as GET answers one, or as PUT takes one with its id in it. */
  candidate: ChangedDefinition.extend({
    programId: z.string(),
    version: z.int().positive().optional(),
  }).optional(),
});
export type Body = z.infer<typeof Body>;

export type AcceptOutcome =
  | { readonly kind: "started"; readonly rehearsalId: string }
  | { readonly kind: "cannot-rehearse"; readonly problems: readonly ProgramProblem[] };

/** Takes a rehearsal on, or says field by field why not. */
export const acceptRehearsal =
  (ports: AcceptPorts) =>
  async (body: Body, now: Date): Promise<AcceptOutcome> => {
    const present = await ports.programs();
    const candidate = candidateOf(body, present);
    const after = [
      ...present.filter(({ programId }) => programId !== candidate?.programId),
      ...(candidate === undefined ? [] : [candidate]),
    ];
    const problems = [
      ...dayProblems(body, utcDay(now)),
      ...candidateProblems(body, present),
      ...nameProblems(body, [...present, ...after]),
    ];
    if (problems.length > 0) return { kind: "cannot-rehearse", problems };
    const rehearsal: Rehearsal = {
      type: "rehearsal",
      version: 1,
      rehearsalId: ports.newId(),
      status: "running",
      from: body.from,
      to: body.to,
      programs: body.programs,
      candidate,
      notRehearsed: notRehearsed(after),
      startedAt: now.toISOString(),
    };
    const { rehearsalId } = rehearsal;
    await ports.saveRehearsal(rehearsal);
    try {
      await ports.start(rehearsalId);
    } catch (error) {
      const reason = "It could not be started: start it again.";
      await ports.saveRehearsal({ ...rehearsal, status: "failed", reason, finishedAt: now.toISOString() });
      throw error;
    }
    return { kind: "started", rehearsalId };
  };

function candidateOf({ candidate }: Body, present: readonly Program[]): Program | undefined {
  if (candidate === undefined) return undefined;
  const before = present.find(({ programId }) => programId === candidate.programId);
  const { programId, version: _, ...changed } = candidate;
  return { programId, version: (before?.version ?? 0) + 1, ...definitionAfter(before, changed) };
}

function dayProblems({ from, to }: Body, today: Day): ProgramProblem[] {
  const last = addDays(today, MOST_DAYS_AHEAD);
  return [
    ...(from < today ? [{ path: "from", message: `must not be before today, ${today} (UTC)` }] : []),
    ...(to < from ? [{ path: "to", message: `must not be before from, ${from}` }] : []),
    ...(to > last ? [{ path: "to", message: `must be within ${MOST_DAYS_AHEAD} days, up to ${last}` }] : []),
  ];
}

function candidateProblems({ candidate }: Body, present: readonly Program[]): ProgramProblem[] {
  if (candidate === undefined) return [];
  const { programId, version: basedOn, ...changed } = candidate;
  const before = present.find((program) => program.programId === programId);
  const definition = definitionAfter(before, changed);
  const current = before?.version ?? 0;
  const problems = problemsOf(programId, definition, present);
  if (basedOn !== undefined && basedOn !== current) {
    const message = `the newest version is ${current}: make the change on top of that one, or leave version out`;
    problems.push({ path: "version", message });
  }
  if (definition.trigger.kind === "event" && (before === undefined || !isScheduledProgram(before))) {
    problems.push({ path: "trigger.kind", message: EVENTS });
  }
  return problems.map(({ path, message }) => ({ path: `candidate.${path}`, message }));
}

const EVENTS = "touchpoints cannot be foreseen: only scheduled programs can be rehearsed";

function nameProblems({ programs = [] }: Body, known: readonly Program[]): ProgramProblem[] {
  return programs.flatMap((programId, i) => {
    const path = `programs.${i}`;
    const namesakes = known.filter((program) => program.programId === programId);
    if (namesakes.length === 0)
      return [{ path, message: "there is no program of that id; GET /v1/programs lists them" }];
    return namesakes.some(isScheduledProgram) ? [] : [{ path, message: EVENTS }];
  });
}

/** The programs that no imagined day runs, and why. */
function notRehearsed(programs: readonly Program[]): Rehearsal["notRehearsed"] {
  const run = dailyRuns(programs).map(({ program }) => program.programId);
  return programs
    .filter(({ programId }) => !run.includes(programId))
    .map((program) => {
      const { programId, status } = program;
      return { programId, reason: isScheduledProgram(program) ? status : "touchpoints-cannot-be-foreseen" };
    });
}
