import type { Invitation } from "./invitation.ts";
import { type Attempt, scoresOf } from "./survey-answer.ts";

/** Why an answer may not be a person's: mail scanners follow the links of a mail, and some post the forms they find. */
export type SuspectReason = "burst" | "hidden-field" | "too-fast" | "scanner-network";

/** Different scores so close together are somebody trying the scale's links one by one. */
const BURST_SECONDS = 10;
/** Nobody opens a mail, chooses and sends sooner after its delivery. */
const FASTEST_SECONDS = 3;

/**
 * Why each attempt is suspect, in their order; none where it is a person's, as far as is known, or where somebody
 * confirmed that it is. Judged from all that is known now: a further attempt, or a delivery reported late, can make an
 * earlier one suspect. Without a report of the delivery nothing is too fast; sooner than the delivery is.
 */
export function suspicionsOf({
  attempts = [],
  deliveredAt,
}: Pick<Invitation, "attempts" | "deliveredAt">): (readonly SuspectReason[])[] {
  return attempts.map((attempt) => {
    if (attempt.confirmed !== undefined) return [];
    const reasons: SuspectReason[] = [];
    if (attempts.some((other) => isBurst(attempt, other))) reasons.push("burst");
    if (attempt.hiddenField) reasons.push("hidden-field");
    if (deliveredAt !== undefined && secondsBetween(deliveredAt, attempt.at) < FASTEST_SECONDS)
      reasons.push("too-fast");
    if (attempt.scannerNetwork !== undefined) reasons.push("scanner-network");
    return reasons;
  });
}

/** Whether two attempts give one question different scores within seconds; all of such a burst are suspect. */
function isBurst(one: Attempt, other: Attempt): boolean {
  if (Math.abs(secondsBetween(one.at, other.at)) > BURST_SECONDS) return false;
  const scores = scoresOf(one.answers);
  return [...scoresOf(other.answers)].some(
    ([questionId, score]) => (scores.get(questionId) ?? score) !== score,
  );
}

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
