import * as z from "zod/mini";
import type { Question } from "./program.ts";

/** One thing a person answered; `value` is 0–10 for nps, 1–5 for csat, the words for text. */
export type Answer = {
  readonly questionId: string;
  readonly kind: Question["kind"];
  readonly value: number | string;
};

/**
 * One POST that was accepted, kept whole; versions and suspicion are worked out from these later. Of whoever posted, it
 * keeps what the post itself showed and nothing else: no address, no browser.
 */
export const Attempt = z.object({
  attemptId: z.string(),
  /** When it was received, ISO 8601 in UTC. */
  at: z.string(),
  answers: z.array(
    z.object({
      questionId: z.string(),
      kind: z.enum(["nps", "csat", "text"]),
      value: z.union([z.number(), z.string()]),
    }),
  ),
  /** The form's hidden field, which no person sees, was filled in. */
  hiddenField: z.optional(z.boolean()),
  /** As the settings name the mail scanner's network that it came from. */
  scannerNetwork: z.optional(z.string()),
  /** Who vouches that a person answered this, and how they know. */
  confirmed: z.optional(z.object({ at: z.string(), by: z.string(), note: z.string() })),
});
export type Attempt = z.infer<typeof Attempt>;

/** What was scored, by question id; what somebody chose or wrote has no score. */
export function scoresOf(answers: readonly Answer[]): ReadonlyMap<string, number> {
  return new Map(
    answers.flatMap(({ questionId, value }) => (typeof value === "number" ? [[questionId, value]] : [])),
  );
}
