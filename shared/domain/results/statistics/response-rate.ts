/**
 * AAPOR's response rates 1 and 2, in 0..1; undefined where nothing was sent.
 *
 *     RR1 = I / ((I + P) + (R + NC + O) + (UH + UO))        RR2 = (I + P) / the same
 *
 * I complete, P partial interviews; the rest of the denominator (refusals, no contact, other, unknown) is whoever was sent
 * a survey and has not answered, so it is all that were sent: the bounced and those still open too. AAPOR,
 * Standard Definitions.
 */
export function responseRates(of: {
  readonly completed: number;
  /** Completed or partial. */
  readonly answered: number;
  readonly sent: number;
}): { readonly rr1: number; readonly rr2: number } | undefined {
  if (of.sent === 0) return undefined;
  return { rr1: of.completed / of.sent, rr2: of.answered / of.sent };
}
