import type { Program } from "#shared/domain/programs/program.ts";
import { isProgramId } from "#shared/domain/programs/program-id.ts";

export type TouchpointPorts = {
  programs(): Promise<readonly Pick<Program, "programId" | "touchpoint">[]>;
  importedTouchpoint(touchpointId: string): Promise<object | undefined>;
};

/** All programs that measure a touchpoint, retired ones as well, and what was imported under its name. */
export const touchpointPrograms =
  (ports: TouchpointPorts) =>
  async (touchpoint: string): Promise<readonly string[]> => {
    const programs = await ports.programs();
    const measuring = programs.filter((one) => one.touchpoint === touchpoint).map((one) => one.programId);
    // Under the name of a program stands the program's own, whatever it measures.
    const isOfProgram = programs.some(({ programId }) => programId === touchpoint);
    const imported =
      isProgramId(touchpoint) && !isOfProgram ? await ports.importedTouchpoint(touchpoint) : undefined;
    return imported === undefined ? measuring : [...measuring, touchpoint];
  };
