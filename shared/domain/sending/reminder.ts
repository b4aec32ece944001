import { countedResponse } from "../answers/responses.ts";
import { type Program, reminderDays } from "../programs/program.ts";
import type { Invitation } from "./invitation.ts";
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
 * What came of the survey that leaves nothing to remind of; undefined where nothing did. What only a mail scanner has
 * posted, as far as is known, is no answer: it must not take the reminder away from a person who stays silent. Of an
 * anonymous survey answering is not known, and must not be: whoever were spared the reminder would be known to have answered.
 */
export function reasonNotToRemind(
  invitation: Invitation,
  now: Date,
): "answered" | "bounced" | "complained" | "unsubscribed" | "closed" | undefined {
  const { bouncedAt, complainedAt, unsubscribedAt, closesAt = "" } = invitation;
  if (countedResponse(invitation) !== undefined) return "answered";
  if (bouncedAt !== undefined) return "bounced";
  if (complainedAt !== undefined) return "complained";
  if (unsubscribedAt !== undefined) return "unsubscribed";
  return closesAt <= now.toISOString() ? "closed" : undefined;
}
