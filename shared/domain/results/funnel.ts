import { IMPORTED_VERSION } from "../answers/imported-response.ts";
import type { CountedResponse } from "../answers/responses.ts";
import { type Answer, isAsked } from "../answers/survey-answer.ts";
import type { Program } from "../programs/program.ts";
import { type Invitation, wasSent } from "../sending/invitation.ts";
import type { FunnelStep } from "./buckets.ts";

/** What became of a mail that was attempted. */
export function stepsOf(
  invitation: Invitation,
  response: CountedResponse | undefined,
  versions: ReadonlyMap<number, Program>,
): FunnelStep[] {
  const caused: FunnelStep[] = [];
  if (invitation.deliveredAt !== undefined) caused.push("delivered");
  if (invitation.openedAt !== undefined) caused.push("opened");
  if (invitation.clickedAt !== undefined) caused.push("clicked");
  if (invitation.bouncedAt !== undefined) caused.push("bounced");
  if (invitation.complainedAt !== undefined) caused.push("complained");
  if (invitation.unsubscribedAt !== undefined) caused.push("unsubscribed");
  if (response !== undefined) caused.push("answered");
  if (response !== undefined && isComplete(invitation, response.answers, versions)) caused.push("completed");
  return wasSent(invitation) ? ["invited", "sent", ...caused] : ["invited"];
}

/**
 * Whether every question that its program's version requires of who answers like this has been answered; of an imported
 * one, of which nobody knows what was asked, whether it has a score.
 */
export function isComplete(
  { programId, programVersion }: { readonly programId: string; readonly programVersion: number },
  answers: readonly Answer[],
  versions: ReadonlyMap<number, Program>,
): boolean {
  if (programVersion === IMPORTED_VERSION)
    return answers.some(({ kind }) => kind === "nps" || kind === "csat");
  const program = versions.get(programVersion);
  if (program === undefined) {
    throw new Error(
      `There is no version ${programVersion} of ${programId}, by which somebody was asked: restore it`,
    );
  }
  const answered = new Set(answers.filter(({ value }) => value !== "").map(({ questionId }) => questionId));
  return program.questions.every(
    (question) => !question.required || !isAsked(question, answers) || answered.has(question.questionId),
  );
}
