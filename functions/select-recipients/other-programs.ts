import { isDateProgram, type Program } from "#shared/domain/program.ts";
import { shippedProgram } from "#shared/domain/shipped-programs.ts";

/** The active programs of dates that no schedule runs by name: those that ops have added, or made so from events. */
export const programsWithoutSchedule = (programs: readonly Program[]): Program[] =>
  programs.filter((program) => {
    const shipped = shippedProgram(program.programId);
    const hasSchedule = shipped !== undefined && isDateProgram(shipped);
    return program.status === "active" && isDateProgram(program) && !hasSchedule;
  });
