/**
 * Mails leave evenly spaced, in slots a little further apart than the mail service's rate asks for. The room between
 * takes up what no plan can: that of two mails the second is written faster than the first.
 */
const SHARE_OF_RATE = 0.92;

/**
 * How far ahead slots are given out. A schedule that fires every minute, and any time within it, leaves almost two
 * between its firings; more would only tie mails to a rate that may change.
 */
export const REACH_MS = 120_000;

/** What it takes to queue a burst: whatever is planned sooner would be late before it is queued, and leave in a heap. */
const QUEUEING_MS = 2_000;

/** What a mail service allows at the moment. */
export type Allowance = {
  /** Mails a second; 0 where there are none. */
  readonly perSecond: number;
  /** Mails that it takes from now on until a day's allowance is used up; `Infinity` where it has none. */
  readonly leftToday: number;
};

/** Slots of one dispatch, none of them in use yet. */
export type Pace = {
  readonly firstAt: number;
  readonly everyMs: number;
  /** How many mails may be planned now. */
  readonly room: number;
};

/**
 * Milliseconds between two slots. A rate above 1 is taken down to a whole number, so that no second, wherever it
 * begins, sees more than the rate; `Infinity` where nothing may be sent.
 */
export function slotSpacingMs(perSecond: number): number {
  if (!(perSecond > 0)) return Number.POSITIVE_INFINITY;
  return 1000 / (SHARE_OF_RATE * (perSecond < 1 ? perSecond : Math.floor(perSecond)));
}

/**
 * What may be planned at `now` (ms) behind the slots given out before, of which `nextSlotAt` is the first free one.
 * Slots that are still to come count as used up of the day's allowance, which the service has not counted yet.
 */
export function paceFrom(now: number, nextSlotAt: number, { perSecond, leftToday }: Allowance): Pace {
  const everyMs = slotSpacingMs(perSecond);
  const firstAt = Math.max(now, nextSlotAt);
  if (!Number.isFinite(everyMs)) return { firstAt, everyMs, room: 0 };
  const slots = Math.floor((now + REACH_MS - firstAt) / everyMs) + 1;
  const isStillToCome = Math.ceil(Math.max(0, nextSlotAt - now) / everyMs);
  return { firstAt, everyMs, room: Math.max(0, Math.min(slots, Math.floor(leftToday - isStillToCome))) };
}

/**
 * The times (ms) of so many mails, at least one, and the first slot after them. More than a second's worth that has
 * nothing planned before it begins when it has been queued.
 */
export function slotsFor(
  count: number,
  now: number,
  { firstAt, everyMs }: Pace,
): { readonly times: readonly number[]; readonly nextSlotAt: number } {
  const isBurst = count * everyMs > 1000;
  const from = isBurst ? Math.max(firstAt, now + QUEUEING_MS) : firstAt;
  const timeOf = (slot: number) => Math.ceil(from + slot * everyMs);
  return { times: Array.from({ length: count }, (_, slot) => timeOf(slot)), nextSlotAt: timeOf(count) };
}

/** A sender with ten late mails is done with them well within its time. */
export const LONGEST_LATE_SPACING_MS = 4_000;

/**
 * How far apart one of so many senders starts late mails: `leastMs` at the rate that they are made for, and further
 * where the mail service took less when the slots, `everyMs` apart, were given out.
 */
export const lateSpacingMs = (leastMs: number, everyMs: number, senders: number): number =>
  Math.max(leastMs, Math.min(everyMs * senders, LONGEST_LATE_SPACING_MS));

/**
 * When a sender starts a mail whose slot may be over. One in time waits for its slot. A late one, after an outage
 * perhaps among thousands, goes out at once only if this sender's last late one is `spacingMs` ago, its share of
 * the rate.
 */
export function startOf(
  slotAt: number,
  now: number,
  last: { readonly lateStartAt: number; readonly spacingMs: number },
): { readonly at: number; readonly isLate: boolean } {
  if (slotAt >= now) return { at: slotAt, isLate: false };
  return { at: Math.max(now, last.lateStartAt + last.spacingMs), isLate: true };
}
