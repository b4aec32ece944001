import type { Invitation } from "../sending/invitation.ts";
import type { Attempt } from "./attempt.ts";
import { scoresOf } from "./survey-answer.ts";

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
  const scored = attempts.map((attempt) => ({ attempt, scores: scoresOf(attempt.answers) }));
  // What gives itself away makes no burst of the person's answer that follows it.
  const others = scored.filter(({ attempt }) => attempt.confirmed !== undefined || !isFlagged(attempt));
  return scored.map((one) => {
    const { attempt } = one;
    if (attempt.confirmed !== undefined) return [];
    const reasons: SuspectReason[] = [];
    if (others.some((other) => isBurst(one, other))) reasons.push("burst");
    if (attempt.hiddenField) reasons.push("hidden-field");
    if (deliveredAt !== undefined && secondsBetween(deliveredAt, attempt.at) < FASTEST_SECONDS)
      reasons.push("too-fast");
    if (attempt.scannerNetwork !== undefined) reasons.push("scanner-network");
    return reasons;
  });
}

/** Whether what posted an attempt gives itself away by this attempt alone, whatever else comes. */
export const isFlagged = ({ hiddenField, scannerNetwork }: Attempt): boolean =>
  hiddenField === true || scannerNetwork !== undefined;

type Scored = { readonly attempt: Attempt; readonly scores: ReadonlyMap<string, number> };

/** Whether two attempts give one question different scores within seconds; all of such a burst are suspect. */
const isBurst = (one: Scored, other: Scored): boolean =>
  Math.abs(secondsBetween(one.attempt.at, other.attempt.at)) <= BURST_SECONDS &&
  [...other.scores].some(([questionId, score]) => (one.scores.get(questionId) ?? score) !== score);

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
