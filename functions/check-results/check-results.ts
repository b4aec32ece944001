import type { Day } from "#shared/domain/accounts/account.ts";
import { addDays, earlierOf } from "#shared/domain/days.ts";
import { type Checked, checkPlan } from "#shared/domain/results/check-plan.ts";
import type { StoredBucket } from "#shared/dynamodb/bucket-differences.ts";
import { nameOfDay } from "#shared/dynamodb/checked-days.ts";
import { type RecordPorts, recountedDay } from "#shared/results/recounted-day.ts";
import { sideBySide } from "#shared/side-by-side.ts";
import { type DifferingDay, differingDay } from "./differing-values.ts";

export type CheckPorts = RecordPorts & {
  programIds(): Promise<readonly string[]>;
  /** The first day of which a program has counts. */
  firstCountedDay(programId: string): Promise<Day | undefined>;
  storedBuckets(programId: string, day: Day): Promise<readonly StoredBucket[]>;
  /** The days that are to be counted again, by their names. */
  markedDays(): Promise<ReadonlySet<string>>;
  /** Whether something of a day came by an import that is still to mark its days. */
  isBeingImported(programId: string, day: Day): Promise<boolean>;
  markDay(programId: string, day: Day): Promise<void>;
  checkedUpTo(): Promise<Checked>;
  keepChecked(checked: Checked): Promise<void>;
  /** Waits for what is on its way to its counts. */
  settle(): Promise<void>;
  /** In milliseconds. */
  timeLeft(): number;
};

type ProgramDay = { readonly programId: string; readonly day: Day };
type Difference = ProgramDay & Pick<DifferingDay, "values">;

export type CheckOutcome = {
  /** How many days of a program were held against their records. */
  readonly checked: number;
  readonly differences: readonly Difference[];
  /** How many days there was no time for, or that could not be looked at again or marked: the next check begins with them. */
  readonly left: number;
  readonly failures: readonly unknown[];
};

const AT_ONCE = 4;
const MINUTE_MS = 60_000;
/** What is left of a quarter of an hour when the recent days, the older ones and all are to be done with. */
const UNTIL_MS = { recent: 8 * MINUTE_MS, older: 5 * MINUTE_MS, all: MINUTE_MS / 2 };
/** So far before the first day that has counts others are looked for which have lost theirs. */
const DAYS_BEFORE = 7;

/**
 * Holds days' stored counts against a count of their records. A day that is marked is about to be counted anyway. A
 * difference is one that is still the same after a while, of a day that nothing has marked meanwhile: what was changed
 * a moment ago has yet to reach its counts. It is marked to be put right.
 */
export const checkResults =
  (ports: CheckPorts) =>
  async (today: Day): Promise<CheckOutcome> => {
    const programs = await sinceWhen(ports, today);
    const oldest = programs.map(({ since }) => since).reduce(earlierOf, today);
    const before = await ports.checkedUpTo();
    const { recent, older } = checkPlan(today, oldest, before);
    const look = lookThrough(ports, programs, await ports.markedDays());
    const newer = await look(recent, UNTIL_MS.recent);
    const rest = await look(older, UNTIL_MS.older);
    const suspects = [...newer.suspects, ...rest.suspects];
    const confirmed = await confirm(ports, suspects);
    // Where some could not be looked at again, or be marked, the next check has to find them once more.
    if (confirmed.left === 0)
      await ports.keepChecked({ recent: newer.last ?? before.recent, older: rest.last ?? before.older });
    return {
      checked: newer.checked + rest.checked,
      differences: confirmed.differences,
      left: newer.left + rest.left + confirmed.left,
      failures: [...newer.failures, ...rest.failures, ...confirmed.failures],
    };
  };

type Since = { readonly programId: string; readonly since: Day };

const sinceWhen = async (ports: CheckPorts, today: Day): Promise<Since[]> =>
  await sideBySide(await ports.programIds(), AT_ONCE, async (programId) => {
    const first = (await ports.firstCountedDay(programId)) ?? today;
    return { programId, since: addDays(earlierOf(first, today), -DAYS_BEFORE) };
  });

type Suspect = ProgramDay & DifferingDay;
type Looked = {
  readonly suspects: Suspect[];
  readonly failures: unknown[];
  checked: number;
  /** The day up to which it came. */
  last: Day | undefined;
  left: number;
};

/** Day by day, each of all programs, for as long as there is time. */
const lookThrough =
  (ports: CheckPorts, programs: readonly Since[], marked: ReadonlySet<string>) =>
  async (days: readonly Day[], untilMs: number): Promise<Looked> => {
    const looked: Looked = { suspects: [], failures: [], checked: 0, last: undefined, left: 0 };
    for (const [i, day] of days.entries()) {
      if (ports.timeLeft() <= untilMs) {
        looked.left = days.length - i;
        break;
      }
      const there = programs.filter(
        ({ programId, since }) => since <= day && !marked.has(nameOfDay(programId, day)),
      );
      looked.checked += there.length;
      await sideBySide(there, AT_ONCE, async ({ programId }) => {
        try {
          const found = await differing(ports, { programId, day });
          if (found !== undefined) looked.suspects.push({ programId, day, ...found });
        } catch (error) {
          looked.failures.push(error);
        }
      });
      looked.last = day;
    }
    return looked;
  };

async function differing(
  ports: CheckPorts,
  { programId, day }: ProgramDay,
): Promise<DifferingDay | undefined> {
  const stored = await ports.storedBuckets(programId, day);
  return differingDay(stored, await recountedDay(ports, programId, day));
}

/**
 * Those that are still as they were, with nothing on its way that would put them right; marked for that by now. Looked at
 * once more behind the marks: a day may have been marked, counted and taken off the list between two of these steps.
 */
async function confirm(ports: CheckPorts, suspects: readonly Suspect[]) {
  const failures: unknown[] = [];
  const differences: Difference[] = [];
  if (suspects.length === 0) return { differences, failures, left: 0 };
  await ports.settle();
  let left = 0;
  const leave = (error: unknown) => {
    failures.push(error);
    left += 1;
  };
  const isSame = async (suspect: Suspect) => {
    try {
      return (await differing(ports, suspect))?.mark === suspect.mark;
    } catch (error) {
      leave(error);
      return false;
    }
  };
  const stillSame = await sideBySide(suspects, AT_ONCE, async (suspect) => {
    if (ports.timeLeft() > UNTIL_MS.all) return (await isSame(suspect)) ? [suspect] : [];
    left += 1;
    return [];
  });
  const marked = stillSame.length === 0 ? new Set() : await ports.markedDays();
  for (const suspect of stillSame.flat()) {
    const { programId, day, values } = suspect;
    if (marked.has(nameOfDay(programId, day))) continue;
    // An import that broke off marks its days when it is run again: they need not wait for that, nor is it news.
    const isKnown = await ports.isBeingImported(programId, day);
    if (!(await isSame(suspect))) continue;
    if (!isKnown) differences.push({ programId, day, values });
    await ports.markDay(programId, day).catch(leave);
  }
  return { differences, failures, left };
}
