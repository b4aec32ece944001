import {
  type Bucket,
  CSAT_STEPS,
  emptyFunnel,
  FUNNEL_STEPS,
  type FunnelStep,
  NPS_STEPS,
} from "#shared/domain/results/buckets.ts";
import { expiredBy } from "#shared/domain/results/closings.ts";
import { type Csat, csatOf } from "#shared/domain/results/statistics/csat.ts";
import { type Nps, npsOf } from "#shared/domain/results/statistics/nps.ts";
import { responseRates } from "#shared/domain/results/statistics/response-rate.ts";

export type Figures = {
  readonly nps: Nps | null;
  readonly csat: Csat | null;
  /** Null, not 0, is what nobody counts. */
  readonly funnel: Readonly<Record<FunnelStep | "expired", number | null>>;
  readonly responseRate: { readonly rr1: number | null; readonly rr2: number | null };
};

/** How each figure is defined, for whoever reads the numbers without this page at hand. */
export const DEFINITIONS = {
  nps: "Share of promoters (9-10) minus share of detractors (0-6) of the program's NPS question, in points; 95 % adjusted Wald interval. By UTC day of the first answer; per person the newest score.",
  csat: "The program's first CSAT question, 1-5: mean with 95 % t interval, and satisfied, the share of 4 and 5 in 0..1, with 95 % Wilson interval. By UTC day of the first answer; per person the newest score.",
  suspect:
    "An answer that may not be a person's (different scores within 10 seconds, a hidden field filled in, under 3 seconds after delivery, from a known mail scanner's network) counts with includeSuspect alone, until a person's later answer or a CSM confirms it.",
  small: "Fewer than 30 answers.",
  funnel:
    "Invitations by UTC day of the sending attempt. opened and clicked include mail scanners. unsubscribed: by the link in this mail. expired: sent, and closed without an answer by asOf, the bounced and unsubscribed among them, so that sent = answered + expired + still open; of a day with many closing times, as of the last full hour.",
  untracked:
    "opened is null where the program, as it is now, does not track opening; it counts none of the mails that were sent while it did not.",
  anonymous:
    "Of an anonymous program, answers come to light in groups of five of one segment and version, and every figure moves by whole groups: answered and completed stand under the newest day of their group, the other steps under the sending's, so that rates are the answers of a period over the mails of that period. opened, clicked and expired are null, and figures are by segment or of everybody. A suspect answer counts beside a later one by the same link. Where a program was anonymous before, that part of it is in none of those three, and under no other attribute.",
  responseRate:
    "AAPOR RR1 = completed / sent, RR2 = answered / sent, in 0..1; bounced and still open surveys stay in the denominator; null where nothing was sent.",
  unknown:
    "An attribute is the account's when the survey was sent; unknown is a value of its own. An account with several products counts under each.",
} as const;

/** What a program keeps of each of its surveys. */
export type Kept = { readonly anonymous: boolean; readonly tracksOpens: boolean };
const KEEPS_ALL: Kept = { anonymous: false, tracksOpens: true };

/** The figures of all these days and values together, as of a moment. Without an answer there is no score; 0 would be one. */
export function figuresOf(
  buckets: readonly Bucket[],
  now: Date,
  { anonymous, tracksOpens }: Kept = KEEPS_ALL,
): Figures {
  const nps = Array<number>(NPS_STEPS).fill(0);
  const csat = Array<number>(CSAT_STEPS).fill(0);
  const funnel = emptyFunnel();
  let expired = 0;
  for (const bucket of buckets) {
    addAll(nps, bucket.nps);
    addAll(csat, bucket.csat);
    for (const step of FUNNEL_STEPS) funnel[step] += bucket.funnel[step];
    expired += expiredBy(bucket.closings, now);
  }
  return {
    nps: npsOf(nps) ?? null,
    csat: csatOf(csat) ?? null,
    funnel: {
      ...funnel,
      opened: tracksOpens ? funnel.opened : null,
      clicked: anonymous ? null : funnel.clicked,
      expired: anonymous ? null : expired,
    },
    responseRate: responseRates(funnel) ?? { rr1: null, rr2: null },
  };
}

const addAll = (totals: number[], counts: readonly number[]): void => {
  for (const [i, count] of counts.entries()) totals[i] = (totals[i] ?? 0) + count;
};
