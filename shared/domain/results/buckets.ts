import type { Closing } from "./closings.ts";

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
  readonly funnel: Funnel;
  /** Of the day's answers and silences, what is otherwise where suspect answers count too; absent where nothing is. */
  readonly withSuspects?: AnswerCounts & Pick<Funnel, "answered" | "completed">;
} & AnswerCounts;

type AnswerCounts = {
  /** How many answered 0, 1, … 10. */
  readonly nps: readonly number[];
  /** How many answered 1, 2, … 5. */
  readonly csat: readonly number[];
  /** When those of the day's surveys close that nobody has answered. Which of them expired, the time of asking tells. */
  readonly closings: readonly Closing[];
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
] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];
type Funnel = Readonly<Record<FunnelStep, number>>;

export const NPS_STEPS = 11;
export const CSAT_STEPS = 5;

/** The attribute, and its only value, under which every invitation counts. */
export const ALL = "all";
/** The value of an attribute that an account did not say: a value of its own, never dropped. */
export const UNKNOWN = "unknown";

/** The same bucket with suspect answers counted as though they were a person's. */
export function includingSuspects({ withSuspects, ...bucket }: Bucket): Bucket {
  if (withSuspects === undefined) return bucket;
  const { answered, completed, ...answers } = withSuspects;
  return { ...bucket, ...answers, funnel: { ...bucket.funnel, answered, completed } };
}

/** Whether there is anything in a bucket but suspect answers. */
export const isCounted = ({ nps, csat, funnel }: Bucket): boolean =>
  [...nps, ...csat, ...Object.values(funnel)].some((count) => count > 0);

export function emptyFunnel(): Record<FunnelStep, number> {
  return Object.fromEntries(FUNNEL_STEPS.map((step) => [step, 0])) as Record<FunnelStep, number>;
}
