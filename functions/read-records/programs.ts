import type { Program } from "#shared/domain/program.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";

export type ProgramPorts = {
  programs(): Promise<readonly Program[]>;
  /** Its newest version. */
  program(programId: string): Promise<Program | undefined>;
};

export const listPrograms = (ports: ProgramPorts) => async (): Promise<Reply> =>
  json(200, { items: await ports.programs(), next: null });

export const readProgram =
  (ports: ProgramPorts) =>
  async ({ path }: ApiRequest): Promise<Reply> => {
    const program = await ports.program(path.programId ?? "");
    return program === undefined
      ? problem(404, "There is no program of that id; GET /v1/programs lists them.")
      : json(200, program);
  };
