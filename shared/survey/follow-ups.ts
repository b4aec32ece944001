import type { Question } from "../domain/programs/program.ts";

/** What the style below finds a question by: its place in the survey, from 0. */
export const markOf = (place: number): string => ` data-place="${place}"`;

/**
 * A style that hides each follow-up until a score is chosen that it is asked by: it works without script, and a
 * browser without `:has` drops the rule and shows them all. What is hidden is not read out or tabbed to, and what was
 * typed in it is sent all the same. One with an error is always shown: somebody has to mend it.
 */
export function followUpStyle(
  asked: readonly { readonly question: Question; readonly place: number; readonly error?: string }[],
): string {
  return asked
    .flatMap(({ question: { showWhen }, place, error }) => {
      if (showWhen === undefined || error !== undefined) return [];
      const by = asked.find(({ question }) => question.questionId === showWhen.questionId)?.place;
      const scores = Array.from({ length: showWhen.to - showWhen.from + 1 }, (_, i) => showWhen.from + i);
      const radios = scores.map((score) => `[value="${score}"]`).join();
      return [
        `form:not(:has([data-place="${by}"] :is(${radios}):checked)) [data-place="${place}"]{display:none}`,
      ];
    })
    .join("\n");
}
