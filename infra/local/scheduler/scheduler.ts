import type { Local, ResourceType } from "../context.ts";
import { type ScheduleDefinition, scheduleOf } from "./schedule.ts";
import { type DueTimes, dueTimes, lastDue } from "./schedule-expression.ts";

export type Scheduler = {
  readonly resources: readonly ResourceType[];
  /** Fires what is due, from here on by the laptop's clock; what was missed meanwhile fires once. */
  start(): void;
  /** Ends a move under way after its present firing. */
  stop(): Promise<void>;
  /**
   * Moves the clock forward and fires, in order, what becomes due up to and including the target: for each moment
   * the clock is set, the functions due at it are invoked and `settle` is awaited. A schedule due more often than
   * hourly fires once an hour, and once more at its last time. Moves wait for each other; one to the past throws.
   */
  moveTo(target: Date, settle: () => Promise<void>): Promise<void>;
  /**
   * Fires what is due more often than hourly once more, one after the other: what its next time would have brought
   * has then come, and nobody need wait a minute for it.
   */
  catchUp(settle: () => Promise<void>): Promise<void>;
};

type Schedule = ScheduleDefinition & { readonly due: DueTimes; lastFired: Date };
type Firing = { readonly schedule: Schedule; readonly at: Date };

const HOUR_MS = 3_600_000;
const LONGEST_SLEEP_MS = 60_000;

/** EventBridge Scheduler for the laptop. `setClock` moves the clock forward, on disk before it returns. */
export function scheduler(local: Local, setClock: (now: Date) => void | Promise<void>): Scheduler {
  const { db, clock, functions, region, accountId } = local;
  db.exec(`create table if not exists schedules (arn text primary key, definition text not null,
    since integer not null, last_fired integer not null)`);
  const select = db.prepare("select since, last_fired from schedules where arn = ? and definition = ?");
  const insert = db.prepare("insert or replace into schedules values (?, ?, ?, ?)");
  const update = db.prepare("update schedules set last_fired = ? where arn = ?");
  const schedules = new Map<string, Schedule>();
  let isStarted = false;
  let timer: NodeJS.Timeout | undefined;
  let moves: Promise<void> = Promise.resolve();
  let waiting = 0;
  let isStopped = false;

  const fire = ({ schedule, at }: Firing): void => {
    try {
      functions.invokeAsync(schedule.targetArn, schedule.input(at));
    } catch (error) {
      local.say(
        `Schedule ${schedule.name} failed: ${error instanceof Error ? error.message : "unknown error"}`,
      );
    }
    // After the invocation: a crash between the two fires twice rather than never, as AWS does at times.
    schedule.lastFired = at;
    update.run(at.getTime(), schedule.arn);
  };

  const active = (): readonly Schedule[] => [...schedules.values()].filter(({ isEnabled }) => isEnabled);

  const fireMissed = (): void => {
    const now = clock.now();
    const missed = active().flatMap((schedule) => {
      const at = lastDue(schedule.due, schedule.lastFired, now);
      return at === undefined ? [] : [{ schedule, at }];
    });
    for (const firing of missed.sort(inOrder)) fire(firing);
  };

  const tick = (): void => {
    clearTimeout(timer);
    if (!isStarted || waiting > 0) return;
    fireMissed();
    const next = active().flatMap(({ due, lastFired }) => due(lastFired)?.getTime() ?? []);
    const sleepMs = Math.min(...next) - clock.now().getTime();
    timer = setTimeout(tick, Math.min(Math.max(sleepMs, 1), LONGEST_SLEEP_MS));
  };

  const move = async (target: Date, settle: () => Promise<void>): Promise<void> => {
    const from = clock.now();
    if (target < from)
      throw new Error(`The clock is at ${from.toISOString()} and cannot go back to ${target.toISOString()}`);
    const advance = async (to: Date) => {
      // Work takes time too: the clock may have gone past a firing by itself.
      if (to > clock.now()) await setClock(to);
    };
    fireMissed();
    let upcoming = active().flatMap((schedule) =>
      firings(schedule, schedule.due(schedule.lastFired), target),
    );
    await settle();
    for (;;) {
      const [next] = upcoming.sort(inOrder);
      if (next === undefined) break;
      if (isStopped) throw new Error("The laptop stopped before its clock was moved");
      await advance(next.at);
      // What falls on one moment is under way together, as it would be by itself.
      const together = upcoming.filter(({ at }) => at.getTime() === next.at.getTime());
      upcoming = upcoming.filter((firing) => !together.includes(firing));
      for (const firing of together) {
        fire(firing);
        upcoming.push(...firings(firing.schedule, afterFiring(firing, target), target));
      }
      await settle();
    }
    await advance(target);
    await settle();
  };

  const catchUp = async (settle: () => Promise<void>): Promise<void> => {
    const now = clock.now();
    const frequent = active().filter(({ due }) => isFrequent(due, now));
    for (const firing of frequent.map((schedule) => ({ schedule, at: now })).sort(inOrder)) {
      fire(firing);
      await settle();
    }
  };

  const schedule: ResourceType = {
    type: "AWS::Scheduler::Schedule",
    uses: [
      "Name",
      "GroupName",
      "ScheduleExpression",
      "ScheduleExpressionTimezone",
      "State",
      "FlexibleTimeWindow",
      "Target",
    ],
    ignores: ["Description", "KmsKeyArn"],
    create: async (logicalId, properties) => {
      const made = scheduleOf(logicalId, properties, { region, accountId });
      const { arn, name, expression, timeZone, isEnabled } = made;
      const definition = JSON.stringify([expression, timeZone, isEnabled]);
      const known = select.get(arn, definition);
      const since = Number(known?.since ?? Math.floor(clock.now().getTime() / 1000) * 1000);
      const due = dueTimesOf(logicalId, made, new Date(since));
      // A new rate is due at once, as documented, the others when their time comes.
      const isRate = expression.trim().startsWith("rate");
      const lastFired = Number(known?.last_fired ?? (isRate ? since - 1 : clock.now().getTime()));
      if (known === undefined) insert.run(arn, definition, since, lastFired);
      schedules.set(arn, { ...made, due, lastFired: new Date(lastFired) });
      return { ref: name, attributes: { Arn: arn } };
    },
  };

  const group: ResourceType = {
    type: "AWS::Scheduler::ScheduleGroup",
    uses: ["Name"],
    ignores: ["Tags"],
    create: async (logicalId, { Name = logicalId }) => ({
      ref: String(Name),
      attributes: { Arn: `arn:aws:scheduler:${region}:${accountId}:schedule-group/${Name}`, State: "ACTIVE" },
    }),
  };

  return {
    resources: [schedule, group],
    start: () => {
      isStarted = true;
      isStopped = false;
      tick();
    },
    stop: async () => {
      isStarted = false;
      isStopped = true;
      clearTimeout(timer);
      await moves;
    },
    catchUp,
    moveTo: (target, settle) => {
      clearTimeout(timer);
      waiting++;
      const moved = moves
        .then(() => move(target, settle))
        .finally(() => {
          waiting--;
          tick();
        });
      moves = moved.catch(() => {});
      return moved;
    },
  };
}

/** Whether its next two times are less than an hour apart. */
function isFrequent(due: DueTimes, now: Date): boolean {
  const first = due(now);
  const second = first && due(first);
  return first !== undefined && second !== undefined && second.getTime() - first.getTime() < HOUR_MS;
}

const inOrder = (one: Firing, other: Firing): number =>
  one.at.getTime() - other.at.getTime() || (one.schedule.arn < other.schedule.arn ? -1 : 1);

const firings = (schedule: Schedule, at: Date | undefined, target: Date): readonly Firing[] =>
  at === undefined || at > target ? [] : [{ schedule, at }];

function dueTimesOf(logicalId: string, { expression, timeZone }: ScheduleDefinition, since: Date): DueTimes {
  try {
    return dueTimes(expression, timeZone, since);
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : "unknown error";
    throw new Error(`Schedule ${logicalId} cannot be read: ${what}`, { cause });
  }
}

/** The next time at least an hour later or, where the move ends before it, the last one of the move. */
function afterFiring({ schedule, at }: Firing, target: Date): Date | undefined {
  const next = schedule.due(new Date(at.getTime() + HOUR_MS - 1));
  return next !== undefined && next <= target ? next : lastDue(schedule.due, at, target);
}
