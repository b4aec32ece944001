import * as z from "zod/mini";

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
      kind: z.enum(["nps", "csat", "text", "single-choice", "multiple-choice"]),
      value: z.union([z.number(), z.string(), z.readonly(z.array(z.string()))]),
      isBeside: z.optional(z.literal(true)),
    }),
  ),
  /** Questions answered before whose answers a person took away, having seen them in the form. */
  cleared: z.optional(z.array(z.string())),
  /** The form's hidden field, which no person sees, was filled in. */
  hiddenField: z.optional(z.boolean()),
  /** As the settings name the mail scanner's network that it came from. */
  scannerNetwork: z.optional(z.string()),
  /** Who vouches that a person answered this, and how they know. */
  confirmed: z.optional(z.object({ at: z.string(), by: z.string(), note: z.string() })),
});
export type Attempt = z.infer<typeof Attempt>;
