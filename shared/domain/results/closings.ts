/** How many surveys of a day nobody had answered by the moment from which on they are closed. */
export type Closing = { readonly fromMs: number; readonly silent: number };

/** As many as a day has hours: what is sent on one day closes within 24 of them. */
export const MAX_CLOSINGS = 24;

const HOUR_MS = 3_600_000;
/** How far closings may be drawn together, the least first. The last one serves a program that changed within its day. */
const WIDTHS_MS = [1, 60_000, HOUR_MS, 24 * HOUR_MS];

/**
 * When these silent surveys close, and how many at once: to the millisecond while these are few, else as of the end of the
 * minute, hour or UTC day, so that a day's counts stay small however many were sent. Never before a survey has closed.
 *
 * @param closesAt the last moment at which each takes an answer, ISO 8601
 */
export function closingsOf(closesAt: readonly string[]): Closing[] {
  let closings: Closing[] = [];
  for (const widthMs of WIDTHS_MS) {
    closings = drawnTogether(closesAt, widthMs);
    if (closings.length <= MAX_CLOSINGS) break;
  }
  return closings;
}

function drawnTogether(closesAt: readonly string[], widthMs: number): Closing[] {
  const silent = new Map<number, number>();
  for (const at of closesAt) {
    const fromMs = Math.ceil((Date.parse(at) + 1) / widthMs) * widthMs;
    silent.set(fromMs, (silent.get(fromMs) ?? 0) + 1);
  }
  return [...silent]
    .map(([fromMs, count]) => ({ fromMs, silent: count }))
    .sort((a, b) => a.fromMs - b.fromMs);
}

/** How many of them had closed by a moment. */
export function expiredBy(closings: readonly Closing[], now: Date): number {
  return closings.reduce((sum, { fromMs, silent }) => (fromMs <= now.getTime() ? sum + silent : sum), 0);
}
