import * as z from "zod";
import type { Program } from "#shared/domain/programs/program.ts";
import type { ImportedTouchpoint } from "#shared/dynamodb/imported-touchpoints.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import { readQuery } from "#shared/lambda/query.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";

export type ProgramPorts = {
  programs(): Promise<readonly Program[]>;
  importedTouchpoints(): Promise<readonly ImportedTouchpoint[]>;
  /** Its newest version. */
  program(programId: string): Promise<Program | undefined>;
  version(programId: string, version: number): Promise<Program | undefined>;
};

/** The programs, and beside them what answers were imported of that none of these asked for. */
export const listPrograms = (ports: ProgramPorts) => async (): Promise<Reply> => {
  const [items, touchpoints] = await Promise.all([ports.programs(), ports.importedTouchpoints()]);
  const ids = new Set(items.map(({ programId }) => programId));
  // A program made since has taken that one's answers over with its id.
  const imported = touchpoints.filter(({ programId }) => !ids.has(programId));
  return json(200, { items, next: null, imported });
};

export const ProgramQuery = z.strictObject({ version: z.coerce.number().int().positive().optional() });

/** A program as it is now, or, with `version=`, as it was then. */
export const readProgram =
  (ports: ProgramPorts) =>
  async (request: ApiRequest): Promise<Reply> => {
    const takes = "This takes version=, the number of a version; without it the newest is answered.";
    const asked = readQuery(ProgramQuery, request, takes);
    if (asked.kind === "end") return asked.reply;
    const { programId = "" } = request.path;
    const { version } = asked.value;
    const program = await (version === undefined
      ? ports.program(programId)
      : ports.version(programId, version));
    if (program !== undefined) return json(200, program);
    const what = version === undefined ? "program of that id" : "such version of a program of that id";
    return problem(404, `There is no ${what}; GET /v1/programs lists the programs.`);
  };
