import { isScheduledProgram, type Program, type ScheduledProgram } from "./program.ts";
import { SHIPPED_PROGRAMS, shippedProgram } from "./shipped-programs.ts";

/** The programs that have a schedule of their own, in its order: each runs a minute after the one before. */
export const PROGRAMS_WITH_SCHEDULE: readonly string[] = SHIPPED_PROGRAMS.filter(isScheduledProgram).map(
  ({ programId }) => programId,
);

/** The active scheduled programs that no schedule runs by name: those that ops have added, or made so from events. */
export const programsWithoutSchedule = (programs: readonly Program[]): ScheduledProgram[] =>
  programs.filter(isScheduledProgram).filter((program) => {
    const shipped = shippedProgram(program.programId);
    const hasSchedule = shipped !== undefined && isScheduledProgram(shipped);
    return program.status === "active" && !hasSchedule;
  });

/** A program's run of every day, so many minutes after the first one's. */
export type DailyRun = { readonly program: ScheduledProgram; readonly minutesAfter: number };

/** What the schedules run in a day, in their order. One that is retired asks nobody, and is left out. */
export function dailyRuns(programs: readonly Program[]): DailyRun[] {
  const byName = PROGRAMS_WITH_SCHEDULE.flatMap((programId, minutesAfter): DailyRun[] => {
    const program = programs.find((one) => one.programId === programId);
    const isRun = program !== undefined && isScheduledProgram(program) && program.status !== "retired";
    return isRun ? [{ program, minutesAfter }] : [];
  });
  const minutesAfter = PROGRAMS_WITH_SCHEDULE.length;
  return [...byName, ...programsWithoutSchedule(programs).map((program) => ({ program, minutesAfter }))];
}
