import type { Invitation } from "./invitation.ts";
import { type Program, reminderDays } from "./program.ts";
import { nextSendTime } from "./send-window.ts";

const DAY_MS = 86_400_000;

/**
 * When somebody who stays silent is reminded of a survey: after its program's days of silence, in their waking hours
 * whatever hours the survey itself keeps. Undefined where nobody is, or where the survey is closed by then.
 */
export function reminderTime(
  program: Program,
  survey: { readonly sentAt: Date; readonly closesAt: Date },
  timeZone: string,
  holidays: readonly string[],
): Date | undefined {
  const days = reminderDays(program);
  if (days === undefined) return undefined;
  const at = nextSendTime(new Date(survey.sentAt.getTime() + days * DAY_MS), timeZone, holidays);
  return at < survey.closesAt ? at : undefined;
}

/**
 * What came of the survey that leaves nothing to remind of; undefined where nothing did. Of an anonymous one answering
 * is not known, and must not be: whoever were spared the reminder would be known to have answered.
 */
export function reasonNotToRemind(
  { attempts = [], bouncedAt, complainedAt, unsubscribedAt, closesAt = "" }: Invitation,
  now: Date,
): "answered" | "bounced" | "complained" | "unsubscribed" | "closed" | undefined {
  if (attempts.length > 0) return "answered";
  if (bouncedAt !== undefined) return "bounced";
  if (complainedAt !== undefined) return "complained";
  if (unsubscribedAt !== undefined) return "unsubscribed";
  return closesAt <= now.toISOString() ? "closed" : undefined;
}
