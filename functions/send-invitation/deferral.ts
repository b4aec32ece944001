import { LATE_DAYS } from "#shared/domain/eligibility/milestone.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";

type Deferred = NonNullable<Invitation["deferred"]>;

/** How long to wait after SES wanted no mail, the first time, the second, and so on; the last from then on. */
const PAUSES_MINUTES = [1, 5, 15, 60] as const;

/** One more time that SES wanted no mail, and when to ask again. */
export function deferral(
  before: Deferred | undefined,
  couldGoOutAt: string,
  now: Date,
): { readonly deferred: Deferred; readonly retryAt: Date } {
  const { times, since } = before ?? { times: 0, since: couldGoOutAt };
  const minutes = PAUSES_MINUTES[Math.min(times, PAUSES_MINUTES.length - 1)] ?? 0;
  return { deferred: { times: times + 1, since }, retryAt: after(now, minutes * 60) };
}

/**
 * Until when a survey is still sent: what asks about a moment until its own last one, any other as late as a program
 * may ask, counted from the first time at which it could have gone out.
 */
export const latestSend = ({ dropAt, deferred, notBefore }: Invitation): string =>
  dropAt ?? lateAfter(deferred?.since ?? notBefore);

/** The same of its reminder, which its survey's closing ends too. */
export function latestReminder({ remindAt, closesAt = "", deferred }: Invitation): string {
  const late = lateAfter(deferred?.since ?? remindAt ?? closesAt);
  return late < closesAt ? late : closesAt;
}

const lateAfter = (time: string): string => after(new Date(time), LATE_DAYS * 86_400).toISOString();

/** Some seconds later. */
export const after = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);
