import { Temporal } from "temporal-polyfill";
import { cronTimes } from "./cron.ts";

/** When a schedule is due: the first time after another, undefined where there is none any more. */
export type DueTimes = (after: Date) => Date | undefined;

const MINUTE_MS = 60_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  // 24 hours, also over a clock change, as documented.
  day: 24 * 60 * MINUTE_MS,
};

/**
 * Reads the `cron(…)`, `rate(…)` or `at(…)` of a schedule, for a zone and, for a rate, the time that it is counted
 * from and first due at. A local time that a clock change leaves out is skipped, one that it repeats is due once,
 * the first time. Throws where AWS would refuse the expression.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function dueTimes(expression: string, timeZone: string, since: Date): DueTimes {
  const [, kind, fields = ""] = /^(cron|rate|at)\((.+)\)$/s.exec(expression.trim()) ?? [];
  const inZone = zone(timeZone);
  if (kind === "cron") return cron(fields, inZone);
  if (kind === "rate") return rate(fields, since);
  if (kind === "at") return once(fields, inZone);
  throw new Error(`"${expression}" is neither cron(…), rate(…) nor at(…)`);
}

type Zone = {
  /** The wall-clock time of an instant, written as a date in UTC. */
  wallOf(instant: Date): Date;
  /** The first instant with a wall-clock time, undefined where the zone leaves it out. */
  instantOf(wall: Date): Date | undefined;
};

function zone(timeZone: string): Zone {
  if (["UTC", "Etc/UTC"].includes(timeZone))
    return { wallOf: (instant) => instant, instantOf: (wall) => wall };
  if (!isZone(timeZone)) throw new Error(`there is no time zone "${timeZone}"`);
  const plainOf = (date: Date) =>
    Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO("UTC").toPlainDateTime();
  return {
    wallOf: (instant) => {
      const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
      return new Date(zoned.toPlainDateTime().toZonedDateTime("UTC").epochMilliseconds);
    },
    instantOf: (wall) => {
      const plain = plainOf(wall);
      const zoned = plain.toZonedDateTime(timeZone, { disambiguation: "earlier" });
      return zoned.toPlainDateTime().equals(plain) ? new Date(zoned.epochMilliseconds) : undefined;
    },
  };
}

function isZone(timeZone: string): boolean {
  try {
    new Temporal.ZonedDateTime(0n, timeZone);
    return true;
  } catch {
    return false;
  }
}

function cron(fields: string, { wallOf, instantOf }: Zone): DueTimes {
  const next = cronTimes(fields);
  return (after) => {
    for (let wall = next(wallOf(after)); wall !== undefined; wall = next(wall)) {
      const instant = instantOf(wall);
      if (instant !== undefined && instant > after) return instant;
    }
    return undefined;
  };
}

function rate(fields: string, since: Date): DueTimes {
  const [, value, unit = ""] = /^\s*([1-9]\d*)\s+(minute|hour|day)s?\s*$/.exec(fields) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs === undefined)
    throw new Error(`rate takes a whole number and minutes, hours or days, not "${fields}"`);
  const everyMs = Number(value) * unitMs;
  return (after) => {
    const periods = Math.max(Math.floor((after.getTime() - since.getTime()) / everyMs) + 1, 0);
    return new Date(since.getTime() + periods * everyMs);
  };
}

function once(fields: string, { instantOf }: Zone): DueTimes {
  const text = fields.trim();
  const wall = new Date(`${text}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) || Number.isNaN(wall.getTime()))
    throw new Error(`at takes a time as yyyy-mm-ddThh:mm:ss, not "${text}"`);
  const at = instantOf(wall);
  if (at === undefined) throw new Error(`at takes a time that its zone has, not "${text}"`);
  return (after) => (at > after ? at : undefined);
}

/** The last time due in (after, upTo], found without going through all that lie between. */
export function lastDue(due: DueTimes, after: Date, upTo: Date): Date | undefined {
  for (let spanMs = MINUTE_MS; ; spanMs *= 4) {
    const start = Math.max(after.getTime(), upTo.getTime() - spanMs);
    let last: Date | undefined;
    for (let time = due(new Date(start)); time !== undefined && time <= upTo; time = due(time)) last = time;
    if (last !== undefined || start === after.getTime()) return last;
  }
}
