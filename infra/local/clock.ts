import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "./context.ts";

export interface LocalClock extends Clock {
  /** Moves the clock forward to a date; a date behind it is refused and nothing changes. */
  moveTo(date: Date): ClockMove;
}

type ClockMove =
  | { readonly kind: "moved"; readonly now: Date }
  | { readonly kind: "refused"; readonly now: Date };

const KEPT_EVERY_MS = 50;

const SCHEMA = `create table if not exists clock (
  id integer primary key check (id = 1), offset_ms real not null, shown_ms real not null)`;

/**
 * The laptop's time: the machine's plus an offset kept in `db`. It never goes back, whether moved by hand, started
 * again or on a machine whose own clock was set back: then the offset grows by what is missing. `at` says where a
 * clock starts that was never started before; for one that was, it is a move, and throws where that is refused.
 */
export function startClock(db: DatabaseSync, at?: Date): LocalClock {
  db.exec(SCHEMA);
  const keep = db.prepare("insert or replace into clock (id, offset_ms, shown_ms) values (1, ?, ?)");
  const kept = db.prepare("select offset_ms, shown_ms from clock").get();
  const offset = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const aheadMs = new Float64Array(offset);
  aheadMs[0] = Number(kept?.offset_ms ?? (at === undefined ? 0 : at.getTime() - Date.now()));
  let shownMs = Number(kept?.shown_ms ?? Number.NEGATIVE_INFINITY);
  let keptMs = Number.NEGATIVE_INFINITY;

  const ahead = (): number => aheadMs[0] ?? 0;
  const show = (): number => {
    const machineMs = Date.now();
    if (machineMs + ahead() < shownMs) aheadMs[0] = shownMs - machineMs;
    shownMs = machineMs + ahead();
    if (shownMs - keptMs >= KEPT_EVERY_MS) {
      keep.run(ahead(), shownMs);
      keptMs = shownMs;
    }
    return shownMs;
  };

  const moveTo = (date: Date): ClockMove => {
    const nowMs = show();
    if (date.getTime() < nowMs) return { kind: "refused", now: new Date(nowMs) };
    aheadMs[0] = ahead() + date.getTime() - nowMs;
    keptMs = Number.NEGATIVE_INFINITY;
    return { kind: "moved", now: new Date(show()) };
  };

  const clock: LocalClock = { offset, now: () => new Date(show()), moveTo };
  if (kept !== undefined && at !== undefined && clock.moveTo(at).kind === "refused")
    throw new Error(
      `The clock already shows ${clock.now().toISOString()} and cannot start at ${at.toISOString()}`,
    );
  clock.now();
  return clock;
}
