import * as z from "zod/mini";
import type { Question } from "./program.ts";

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

/**
 * One POST that was accepted, kept whole; versions and suspicion are worked out from these later. Of whoever posted, it
 * keeps what the post itself showed and nothing else: no address, no browser.
 */
// Pure, so that a function which only reads attempts is bundled without the schemas' library.
export const Attempt = /* @__PURE__ */ (() =>
  z.object({
    attemptId: z.string(),
    /** When it was received, ISO 8601 in UTC. */
    at: z.string(),
    answers: z.array(
      z.object({
        questionId: z.string(),
        kind: z.enum(["nps", "csat", "text", "single-choice", "multiple-choice"]),
        value: z.union([z.number(), z.string(), z.readonly(z.array(z.string()))]),
        isBeside: z.optional(z.literal(true)),
      }),
    ),
    /** The form's hidden field, which no person sees, was filled in. */
    hiddenField: z.optional(z.boolean()),
    /** As the settings name the mail scanner's network that it came from. */
    scannerNetwork: z.optional(z.string()),
    /** Who vouches that a person answered this, and how they know. */
    confirmed: z.optional(z.object({ at: z.string(), by: z.string(), note: z.string() })),
  }))();
export type Attempt = z.infer<typeof Attempt>;

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
