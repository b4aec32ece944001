import type { Day } from "#shared/domain/accounts/account.ts";
import { addDays } from "#shared/domain/days.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Bucket } from "#shared/domain/results/buckets.ts";
import { fallOf, looksOn, scoreFell } from "#shared/domain/results/score-falls.ts";
import type { KeptFall } from "#shared/dynamodb/score-falls.ts";
import { MEASURES } from "#shared/events/scores.ts";
import type { BusEvent, EventDetail } from "#shared/events.ts";
import { sideBySide } from "#shared/side-by-side.ts";

type Detail = EventDetail<"Score Fell">;

export type WatchPorts = {
  programs(): Promise<readonly Program[]>;
  /** A program's counts of everybody, day by day, suspect answers left out. */
  daysOf(
    programId: string,
    range: { readonly from: Day; readonly to: Day },
  ): Promise<readonly Pick<Bucket, "day" | "nps" | "csat">[]>;
  /** The falls found of a quarter or a later one. */
  fallsSince(quarter: string): Promise<readonly KeptFall[]>;
  /** Keeps a fall unless one of its program, measure and quarter is kept; answers the one that is. */
  keepFall(detail: Detail): Promise<KeptFall>;
  publish(events: readonly BusEvent[]): Promise<void>;
  markFallTold(detail: Detail): Promise<void>;
};

export type Watched = {
  readonly programs: number;
  /** How many falls were told. */
  readonly fell: number;
  /** What went wrong with one program or another; the rest were looked at all the same. */
  readonly failures: readonly unknown[];
};

const AT_ONCE = 4;

/**
 * Holds each program's scores against those of the quarter before, and tells of a significant fall: once for a program,
 * measure and quarter, by what was found first. Told again, under the same id, where it is not certain that it was.
 */
export const watchScores =
  (ports: WatchPorts) =>
  async (today: Day, now: Date): Promise<Watched> => {
    const looks = looksOn(today);
    const programs = await ports.programs();
    // Of the quarter before that, too: what could not be told as it ended.
    const known = await ports.fallsSince(looks[0].before.name);
    const tasks = [
      ...known.map((kept) => () => tell(ports, kept)),
      ...programs.map((program) => () => watch(ports, program, { today, known, now })),
    ];
    const failures: unknown[] = [];
    const told = await sideBySide(tasks, AT_ONCE, (task) =>
      task().catch((error: unknown) => {
        failures.push(error);
        return 0;
      }),
    );
    const fell = told.reduce((total, count) => total + count, 0);
    return { programs: programs.length, fell, failures };
  };

type Watch = { readonly today: Day; readonly known: readonly KeptFall[]; readonly now: Date };

/** How many of its falls were told. */
async function watch(ports: WatchPorts, program: Program, { today, known, now }: Watch): Promise<number> {
  const { programId, touchpoint } = program;
  const looks = looksOn(today);
  const days = await ports.daysOf(programId, { from: looks[0].before.from, to: addDays(today, -1) });
  const found = looks.flatMap((look) =>
    MEASURES.flatMap((measure) => {
      const fall = fallOf(measure, days, look);
      return fall === undefined ? [] : [scoreFell({ programId, touchpoint, measure }, fall, now).detail];
    }),
  );
  const isKnown = ({ id }: Detail) => known.some(({ detail }) => detail.id === id);
  let fell = 0;
  for (const detail of found) if (!isKnown(detail)) fell += await tell(ports, await ports.keepFall(detail));
  return fell;
}

async function tell(ports: WatchPorts, { detail, isTold }: KeptFall): Promise<number> {
  if (isTold) return 0;
  await ports.publish([{ type: "Score Fell", detail }]);
  await ports.markFallTold(detail);
  return 1;
}
