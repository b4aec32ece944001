import type { AnonymousAnswer } from "#shared/domain/answers/anonymous-answer.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Bucket } from "#shared/domain/results/buckets.ts";
import { countDay } from "#shared/domain/results/counted-day.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { DirtyDay, StoredBucket } from "#shared/dynamodb/day-counts.ts";

export type RollUpPorts = {
  dirtyDays(): Promise<readonly DirtyDay[]>;
  storedBuckets(programId: string, day: string): Promise<readonly StoredBucket[]>;
  recordsOfDay(
    programId: string,
    day: string,
  ): Promise<{
    readonly sent: readonly Invitation[];
    readonly answered: readonly Invitation[];
    readonly anonymous: readonly AnonymousAnswer[];
  }>;
  program(programId: string, version: number): Promise<Program | undefined>;
  replaceBuckets(
    stored: readonly StoredBucket[],
    counted: readonly Bucket[],
  ): Promise<{ readonly changed: number; readonly isWhole: boolean }>;
  clearDirty(day: DirtyDay): Promise<"cleared" | "marked-again" | "gone">;
  markDay(programId: string, day: string): Promise<void>;
};

export type DayOutcome = { readonly programId: string; readonly day: string } & (
  | { readonly kind: "counted"; readonly changed: number }
  | { readonly kind: "failed"; readonly error: unknown }
);

/** More than a minute's worth waits on the list for the next round. */
const DAYS_PER_ROUND = 200;

/**
 * Works out again the counts of every day that is marked dirty. A day that fails stays marked, and does not hold up
 * the others.
 */
export const rollUpResults = (ports: RollUpPorts) => async (): Promise<DayOutcome[]> => {
  const outcomes: DayOutcome[] = [];
  for (const dirty of (await ports.dirtyDays()).slice(0, DAYS_PER_ROUND)) {
    const { programId, day } = dirty;
    try {
      outcomes.push({ programId, day, kind: "counted", changed: await rollUpDay(ports, dirty) });
    } catch (error) {
      outcomes.push({ programId, day, kind: "failed", error });
    }
  }
  return outcomes;
};

/**
 * The counts follow from the day's records alone, so counting twice is counting once. The mark is read first, the
 * stored buckets next, the records last: whatever changes later has marked the day again or finds a bucket
 * that is not what it was, and either leaves the day on the list. Two rounds at once refuse each other's
 * writes; one that wrote after the other had taken the day off the list puts it back.
 */
async function rollUpDay(ports: RollUpPorts, dirty: DirtyDay): Promise<number> {
  const { programId, day } = dirty;
  const stored = await ports.storedBuckets(programId, day);
  const { sent, answered, anonymous } = await ports.recordsOfDay(programId, day);
  const versions = await versionsAskedIn(ports, programId, [...sent, ...answered, ...anonymous]);
  const counted = countDay(programId, day, sent, answered, versions, anonymous);
  const { changed, isWhole } = await ports.replaceBuckets(stored, counted);
  if (!isWhole) await ports.markDay(programId, day);
  else if ((await ports.clearDirty(dirty)) === "gone" && changed > 0) await ports.markDay(programId, day);
  return changed;
}

/** The versions by which a day's surveys ask: a handful, however many there are of those. */
async function versionsAskedIn(
  ports: RollUpPorts,
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
