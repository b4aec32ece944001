import * as z from "zod/mini";
import type { Question } from "./program.ts";

/** One thing a person answered; `value` is 0–10 for nps, 1–5 for csat, the words for text. */
export type Answer = {
  readonly questionId: string;
  readonly kind: Question["kind"];
  readonly value: number | string;
};

/** One POST that was accepted, kept whole; versions and suspicion are worked out from these later. */
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
});
export type Attempt = z.infer<typeof Attempt>;
