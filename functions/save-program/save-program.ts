import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Day } from "#shared/domain/accounts/account.ts";
import { utcDay } from "#shared/domain/days.ts";
import {
  ChangedDefinition,
  definitionAfter,
  isPlannedProgram,
  type Program,
  type ProgramDefinition,
} from "#shared/domain/programs/program.ts";
import { type ProgramProblem, problemsOf, startProblems } from "#shared/domain/programs/program-problems.ts";
import type { CurrentProgram } from "#shared/dynamodb/programs.ts";

export type SavePorts = {
  current(programId: string): Promise<CurrentProgram | undefined>;
  programs(): Promise<readonly Program[]>;
  /** The last day for which a program has been run. */
  ranUpTo(programId: string): Promise<Day | undefined>;
  save(program: Program, isReplanDue: boolean, at: Date): Promise<"saved" | "overtaken">;
  /** Hands the planning of every account's milestones to the function that does it; answers once accepted. */
  replan(programId: string): Promise<void>;
  markReplanned(program: Program): Promise<void>;
};

/** As a program is answered by GET: its id may stand in it, and its version is the one the change was made on. */
export const ProgramBody = ChangedDefinition.extend({
  programId: z.string().optional(),
  version: z.int().positive().optional(),
});

export type SaveInput = {
  readonly programId: string;
  readonly definition: ChangedDefinition;
  /** The version that the change was made on, where the caller says. */
  readonly basedOn: number | undefined;
};

export type SaveOutcome =
  | { readonly kind: "saved" | "same"; readonly program: Program; readonly isReplanned: boolean }
  | { readonly kind: "cannot-work"; readonly problems: readonly ProgramProblem[] }
  /** Somebody else has changed it since; `version` is the newest, 0 where there is no such program. */
  | { readonly kind: "stale"; readonly version: number };

/**
 * Keeps a definition as the program's newest version. The definition that it has already makes no version. A change
 * of when it fires goes on to the milestones already planned; a request that dies before that is handed on is made
 * good by the same request again.
 */
export const saveProgram =
  (ports: SavePorts) =>
  async ({ programId, definition: changed, basedOn }: SaveInput, now: Date): Promise<SaveOutcome> => {
    const current = await ports.current(programId);
    const before = current?.program;
    const definition = definitionAfter(before, changed);
    const ranUpTo = before && (await ports.ranUpTo(programId));
    const problems = [
      ...problemsOf(programId, definition, await ports.programs()),
      ...startProblems(definition, before, { today: utcDay(now), ranUpTo }),
    ];
    if (problems.length > 0) return { kind: "cannot-work", problems };
    if (
      current !== undefined &&
      before !== undefined &&
      isDeepStrictEqual(definitionOf(before), definition)
    ) {
      if (current.isReplanDue) await replan(ports, before);
      return { kind: "same", program: before, isReplanned: current.isReplanDue };
    }
    const version = before?.version ?? 0;
    if (basedOn !== undefined && basedOn !== version) return { kind: "stale", version };
    const program: Program = { programId, version: version + 1, ...definition };
    const isReplanDue = current?.isReplanDue === true || changesMilestones(before, program);
    if ((await ports.save(program, isReplanDue, now)) === "overtaken")
      return { kind: "stale", version: version + 1 };
    if (isReplanDue) await replan(ports, program);
    return { kind: "saved", program, isReplanned: isReplanDue };
  };

const definitionOf = ({ programId: _, version: __, ...definition }: Program): ProgramDefinition => definition;

/** Whether milestones follow from the one as they do not from the other. */
function changesMilestones(before: Program | undefined, after: Program): boolean {
  if (before === undefined) return isPlannedProgram(after);
  const isPlanned = isPlannedProgram(before) || isPlannedProgram(after);
  const isOverOrBack = (before.status === "retired") !== (after.status === "retired");
  return isPlanned && (isOverOrBack || !isDeepStrictEqual(before.trigger, after.trigger));
}

async function replan(ports: SavePorts, program: Program): Promise<void> {
  await ports.replan(program.programId);
  await ports.markReplanned(program);
}
