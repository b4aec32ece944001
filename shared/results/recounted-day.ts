import type { AnonymousAnswer } from "../domain/answers/anonymous-answer.ts";
import type { Program } from "../domain/programs/program.ts";
import type { Bucket } from "../domain/results/buckets.ts";
import { countDay } from "../domain/results/counted-day.ts";
import type { Invitation } from "../domain/sending/invitation.ts";

export type RecordPorts = {
  recordsOfDay(
    programId: string,
    day: string,
  ): Promise<{
    readonly sent: readonly Invitation[];
    readonly answered: readonly Invitation[];
    readonly anonymous: readonly AnonymousAnswer[];
  }>;
  program(programId: string, version: number): Promise<Program | undefined>;
};

/** A program's day counted from its records alone, as they are now. */
export async function recountedDay(ports: RecordPorts, programId: string, day: string): Promise<Bucket[]> {
  const { sent, answered, anonymous } = await ports.recordsOfDay(programId, day);
  const versions = await versionsAskedIn(ports, programId, [...sent, ...answered, ...anonymous]);
  return countDay(programId, day, sent, answered, versions, anonymous);
}

/** The versions by which a day's surveys ask: a handful, however many there are of those. */
async function versionsAskedIn(
  ports: RecordPorts,
  programId: string,
  records: readonly Pick<Invitation, "programVersion">[],
): Promise<Map<number, Program>> {
  const versions = new Map<number, Program>();
  for (const version of new Set(records.map(({ programVersion }) => programVersion))) {
    const program = await ports.program(programId, version);
    if (program !== undefined) versions.set(version, program);
  }
  return versions;
}
