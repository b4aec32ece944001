import * as z from "zod/mini";

/** Why nobody writes to an address any more, at whatever account: SES's word, or the person's own. */
export const SUPPRESSION_REASONS = ["hard-bounce", "complaint", "unsubscribe"] as const;

export const Suppression = z.object({
  reason: z.enum(SUPPRESSION_REASONS),
  /** When it happened, ISO 8601. */
  at: z.string(),
  /** The invitation whose mail it came of, where it was one of ours. */
  invitationId: z.optional(z.string()),
});
export type Suppression = z.infer<typeof Suppression>;

/** A suppression that somebody lifted: what it was, and when, by whom and why it was. */
export const LiftedSuppression = z.object({
  ...Suppression.shape,
  liftedAt: z.string(),
  by: z.string(),
  note: z.string(),
});
export type LiftedSuppression = z.infer<typeof LiftedSuppression>;

export type Lifting = Pick<LiftedSuppression, "liftedAt" | "by" | "note">;
