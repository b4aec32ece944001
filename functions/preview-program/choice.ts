import * as z from "zod";
import {
  ChangedDefinition,
  definitionAfter,
  type Program,
  reminderDays,
} from "#shared/domain/programs/program.ts";
import { type ProgramProblem, problemsOf } from "#shared/domain/programs/program-problems.ts";
import type { MailKind } from "#shared/dynamodb/keys.ts";
import { endWith, goOn, problem, type Step } from "#shared/lambda/reply.ts";

export type ProgramPorts = {
  current(programId: string): Promise<Program | undefined>;
  version(programId: string, version: number): Promise<Program | undefined>;
  programs(): Promise<readonly Program[]>;
};

/** What a body says of which mail of a program is looked at: of the newest version, unless it says otherwise. */
export const CHOICE = {
  version: z.int().positive().optional(),
  /** One that is yet to be PUT, as PUT takes it or GET answers it. */
  definition: ChangedDefinition.extend({
    programId: z.string().optional(),
    version: z.int().positive().optional(),
  }).optional(),
  mail: z.enum(["survey", "reminder"] satisfies MailKind[]).default("survey"),
};
const Choice = z.object(CHOICE);
type Choice = z.infer<typeof Choice>;

/** BCP 47, as a contact has it. */
export const Locale = z.string().min(1, "name a language, such as de").max(35);

/** The program as it is to be looked at, or why it cannot be. */
export async function chosenProgram(
  ports: ProgramPorts,
  programId: string,
  { version, definition, mail }: Choice,
): Promise<Step<Program>> {
  if (version !== undefined && definition !== undefined) {
    const errors = [{ path: "version", message: "is of no use beside a definition" }];
    return endWith(problem(400, "Give a version or a definition, not both.", errors));
  }
  const chosen =
    definition === undefined
      ? await storedProgram(ports, programId, version)
      : await candidate(ports, programId, definition);
  if (chosen.kind === "end" || mail !== "reminder" || reminderDays(chosen.value) !== undefined) return chosen;
  const errors = [{ path: "mail", message: "this program sends no reminder" }];
  return endWith(problem(400, "There is no such mail to look at; see remindsAfterDays.", errors));
}

async function storedProgram(
  { current, version: ofVersion }: ProgramPorts,
  programId: string,
  version: number | undefined,
): Promise<Step<Program>> {
  const program = await (version === undefined ? current(programId) : ofVersion(programId, version));
  if (program !== undefined) return goOn(program);
  return endWith(
    problem(
      404,
      version === undefined
        ? "There is no program of that id. GET /v1/programs lists them."
        : "There is no such version of a program of that id. GET /v1/programs lists the newest ones.",
    ),
  );
}

/** Held against all that PUT holds a definition against, and made the version that PUT would make of it. */
async function candidate(
  ports: ProgramPorts,
  programId: string,
  said: NonNullable<Choice["definition"]>,
): Promise<Step<Program>> {
  const { programId: named = programId, version: basedOn, ...changed } = said;
  const present = await ports.programs();
  const before = present.find((program) => program.programId === programId);
  const current = before?.version ?? 0;
  const definition = definitionAfter(before, changed);
  const problems: ProgramProblem[] = problemsOf(programId, definition, present);
  if (named !== programId) {
    problems.push({ path: "programId", message: `is ${programId} by the address; leave it out` });
  }
  if (basedOn !== undefined && basedOn !== current) {
    const message = `the newest version is ${current}: make the change on top of that one, or leave version out`;
    problems.push({ path: "version", message });
  }
  if (problems.length === 0) return goOn({ ...definition, programId, version: current + 1 });
  return endWith(
    problem(
      400,
      "This program cannot work; the reasons are in errors.",
      problems.map(({ path, message }) => ({ path: `definition.${path}`, message })),
    ),
  );
}
