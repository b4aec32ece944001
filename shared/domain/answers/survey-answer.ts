import type { Question } from "../programs/program.ts";

/**
 * One thing a person answered; `value` is 0–10 for nps, 1–5 for csat, the words for text, an option's id for a single
 * choice, such ids for a multiple one.
 */
export type Answer = {
  readonly questionId: string;
  readonly kind: Question["kind"];
  readonly value: number | string | readonly string[];
  /** A further CSAT question's: the program's score is its first one's, whether or not that was answered. */
  readonly isBeside?: true | undefined;
};

/** What was scored, by question id; what somebody chose or wrote has no score. */
export function scoresOf(answers: readonly Answer[]): ReadonlyMap<string, number> {
  return new Map(
    answers.flatMap(({ questionId, value }) => (typeof value === "number" ? [[questionId, value]] : [])),
  );
}

/** Whether a question is asked of somebody who answers like this: each is, but a follow-up to another score. */
export function isAsked({ showWhen }: Pick<Question, "showWhen">, answers: readonly Answer[]): boolean {
  if (showWhen === undefined) return true;
  const score = scoresOf(answers).get(showWhen.questionId);
  return score !== undefined && score >= showWhen.from && score <= showWhen.to;
}
