/**
 * One day's counts for one value of one account attribute: what every figure is worked out from.
 * Scores stand under the day of the first answer, the funnel under the day of sending, both in UTC.
 */
export type Bucket = {
  readonly programId: string;
  /** An account attribute, or `all`. */
  readonly attribute: string;
  /** Its value; `unknown` where the account did not say, `all` for the attribute `all`. */
  readonly value: string;
  readonly day: string;
  /** How many answered 0, 1, … 10. */
  readonly nps: readonly number[];
  /** How many answered 1, 2, … 5. */
  readonly csat: readonly number[];
  readonly funnel: Funnel;
};

export const FUNNEL_STEPS = [
  "invited",
  "sent",
  "delivered",
  "opened",
  "clicked",
  "answered",
  "completed",
  "bounced",
  "complained",
  "unsubscribed",
  "expired",
] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];
export type Funnel = Readonly<Record<FunnelStep, number>>;
