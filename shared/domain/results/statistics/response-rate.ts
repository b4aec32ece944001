/**
 * AAPOR's response rates 1 and 2, in 0..1; undefined where nothing was sent.
 *
 *     RR1 = I / ((I + P) + (R + NC + O) + (UH + UO))        RR2 = (I + P) / the same
 *
 * Our statuses by its dispositions of internet surveys of specifically named persons:
 *
 * | AAPOR                                | here, of the surveys that were sent                                        |
 * |--------------------------------------|----------------------------------------------------------------------------|
 * | I, complete                          | completed: every required question that was asked has an answer             |
 * | P, partial                           | answered, and not completed                                                |
 * | R, refusal and break-off             | no answer, and unsubscribed or complained by this mail, or fetched the page |
 * | NC, non-contact; O, other            | nobody: an automatic reply, an illness or a death does not reach us         |
 * | UH, nothing known of the respondent  | no answer, and nothing heard but a delivery or an opening; still open, too  |
 * | UO, unknown, other                   | no answer, and bounced: the invitation came back                            |
 *
 * The seven add up to all that were sent, of which alone the rates are made: how the silent are told apart moves neither.
 * What was never sent was not asked. Not stated are RR3 and RR4, which take from UH and UO a guessed share that was not
 * eligible: everybody is found eligible by name on the day of sending, so that there is nothing to guess; nor RR5 and RR6, which
 * leave UH and UO out, as may be done only where there are none. AAPOR, Standard Definitions.
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
