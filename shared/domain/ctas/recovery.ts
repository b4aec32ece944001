import type { Measure } from "../../events/scores.ts";
import { scoredIn } from "../scorecard/score-entries.ts";
import type { Invitation } from "../sending/invitation.ts";
import { type Cta, csatBand, npsBand } from "./cta.ts";

/** A call to action of a negative answer that somebody is done with. */
export type ClosedNegative = Cta & { readonly kind: "negative"; readonly closedAt: string };

export const isClosedNegative = (cta: Cta): cta is ClosedNegative =>
  cta.kind === "negative" && cta.status === "closed" && cta.closedAt !== null;

/** By which kind of question an account can be seen to have recovered: the one that was answered worst. */
export const measureOf = ({ band }: Pick<Cta, "band">): Measure => (band === "detractor" ? "nps" : "csat");

/** What an account's next answer was, after its call to action was closed. */
export type Recovery = "recovered" | "negative-again" | "none-yet";

/**
 * Whether the next answer of an account to the same kind of question was positive, whichever of its contacts gave it, in
 * whichever program: many programs ask once in a lifetime. By its first date, so an earlier answer that was changed
 * after the closing is not a next one; of two at the same moment the worse.
 */
export function recoveryOf(cta: ClosedNegative, answers: readonly Invitation[]): Recovery {
  const measure = measureOf(cta);
  const [next] = answers
    .filter(({ accountId }) => accountId === cta.accountId)
    .flatMap((answer) => {
      const scored = scoredIn(answer);
      const score = scored?.[measure];
      return scored === undefined || score === undefined ? [] : [{ date: scored.date, score }];
    })
    .filter(({ date }) => date > cta.closedAt)
    .sort((a, b) => (a.date === b.date ? a.score - b.score : a.date < b.date ? -1 : 1));
  if (next === undefined) return "none-yet";
  return isPositive(measure, next.score) ? "recovered" : "negative-again";
}

const isPositive = (measure: Measure, score: number): boolean =>
  measure === "nps" ? npsBand(score) !== "detractor" : csatBand(score) === "satisfied";
