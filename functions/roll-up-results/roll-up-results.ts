import type { Bucket } from "#shared/domain/results/buckets.ts";
import type { StoredBucket } from "#shared/dynamodb/bucket-differences.ts";
import type { DirtyDay } from "#shared/dynamodb/day-counts.ts";
import { type RecordPorts, recountedDay } from "#shared/results/recounted-day.ts";

export type RollUpPorts = RecordPorts & {
  dirtyDays(): Promise<readonly DirtyDay[]>;
  storedBuckets(programId: string, day: string): Promise<readonly StoredBucket[]>;
  replaceBuckets(
    stored: readonly StoredBucket[],
    counted: readonly Bucket[],
  ): Promise<{ readonly changed: number; readonly isWhole: boolean }>;
  clearDirty(day: DirtyDay): Promise<"cleared" | "marked-again" | "gone">;
  markDay(programId: string, day: string): Promise<void>;
  /** Whether there is time for another day, which takes less than a tenth of a second, or seconds where it is a large one. */
  hasTime(): boolean;
};

export type DayOutcome = { readonly programId: string; readonly day: string } & (
  | { readonly kind: "counted"; readonly changed: number }
  | { readonly kind: "failed"; readonly error: unknown }
);

/**
 * Works out again the counts of every day that is marked dirty, the newest first: years that were imported do not hold up
 * today. What there is no time for stays marked for the next round. So does a day that fails, which does not hold up
 * the others.
 */
export const rollUpResults = (ports: RollUpPorts) => async (): Promise<DayOutcome[]> => {
  const newestFirst = (await ports.dirtyDays()).toSorted((a, b) => compare(b.day, a.day));
  const outcomes: DayOutcome[] = [];
  // One after the other: large days side by side would have the time run out on all of them, and again the next time.
  for (const dirty of newestFirst) {
    if (!ports.hasTime()) break;
    const { programId, day } = dirty;
    try {
      outcomes.push({ programId, day, kind: "counted", changed: await rollUpDay(ports, dirty) });
    } catch (error) {
      outcomes.push({ programId, day, kind: "failed", error });
    }
  }
  return outcomes;
};

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/**
 * The counts follow from the day's records alone, so counting twice is counting once. The mark is read first, the
 * stored buckets next, the records last: whatever changes later has marked the day again or finds a bucket
 * that is not what it was, and either leaves the day on the list. Two rounds at once refuse each other's
 * writes; one that wrote after the other had taken the day off the list puts it back.
 */
async function rollUpDay(ports: RollUpPorts, dirty: DirtyDay): Promise<number> {
  const { programId, day } = dirty;
  const stored = await ports.storedBuckets(programId, day);
  const counted = await recountedDay(ports, programId, day);
  const { changed, isWhole } = await ports.replaceBuckets(stored, counted);
  if (!isWhole) await ports.markDay(programId, day);
  else if ((await ports.clearDirty(dirty)) === "gone" && changed > 0) await ports.markDay(programId, day);
  return changed;
}
