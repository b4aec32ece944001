import { isScheduledProgram, type Program } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";

const shipped = (programId: string): Program => {
  const program = SHIPPED_PROGRAMS.find((one) => one.programId === programId);
  if (program === undefined) throw new Error(`no program ${programId} is shipped`);
  return program;
};

const HAS_SCHEDULE = SHIPPED_PROGRAMS.filter(isScheduledProgram).map(({ programId }) => programId);

/** Those that are shipped, the sample drawn rather than reached, and two that ops have made. */
export const PROGRAMS: readonly Program[] = [
  ...SHIPPED_PROGRAMS.filter(({ programId }) => programId !== "product-csat"),
  {
    ...shipped("product-csat"),
    trigger: { kind: "sample", size: 8, startsOn: "2027-04-06", everyDays: 120 },
    sends: "waking-hours",
  },
  {
    ...shipped("all-customer-csat"),
    programId: "first-anniversary",
    rank: 5,
    trigger: {
      kind: "date",
      anchor: "customerSince",
      offsetDays: 365,
      cycle: "life",
      waitsUntilOffsetDays: 480,
    },
  },
  {
    ...shipped("all-customer-csat"),
    programId: "half-yearly",
    rank: 2,
    audience: { segment: ["scale"] },
    trigger: { kind: "recurring", everyDays: 180 },
  },
];

/** Those that a schedule runs, in its order; the one of those that ops have added leaves out what is paused. */
export const scheduledToday = (programs: readonly Program[]): string[] =>
  programs
    .filter(isScheduledProgram)
    .filter(({ programId, status }) => status === "active" || HAS_SCHEDULE.includes(programId))
    .toSorted((a, b) => a.rank - b.rank || (a.programId < b.programId ? -1 : 1))
    .map(({ programId }) => programId);
