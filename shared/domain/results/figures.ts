import { type Bucket, CSAT_STEPS, emptyFunnel, FUNNEL_STEPS, type FunnelStep, NPS_STEPS } from "./buckets.ts";
import { expiredBy } from "./closings.ts";
import { sum } from "./statistics/confidence.ts";
import { type Csat, csatOf } from "./statistics/csat.ts";
import { type Nps, npsOf } from "./statistics/nps.ts";
import { responseRates } from "./statistics/response-rate.ts";

type AlwaysKnown = "invited" | "sent" | "answered" | "completed";

export type Figures = {
  readonly nps: Nps | null;
  readonly csat: Csat | null;
  readonly funnel: Readonly<Record<AlwaysKnown, number>> & {
    /** Null, not 0, is what nobody counts. */
    readonly [step in Exclude<FunnelStep, AlwaysKnown> | "expired" | "open"]: number | null;
  };
  readonly responseRate: { readonly rr1: number | null; readonly rr2: number | null };
};

/** What is kept of each of these surveys. */
export type Kept = {
  readonly anonymous: boolean;
  readonly tracksOpens: boolean;
  /** All of them are another tool's. */
  readonly isImported: boolean;
};
const KEEPS_ALL: Kept = { anonymous: false, tracksOpens: true, isImported: false };

/** What another tool's export does not say of its mails. */
const UNKNOWN_OF_IMPORTED = {
  delivered: null,
  opened: null,
  clicked: null,
  bounced: null,
  complained: null,
  unsubscribed: null,
} as const;

/** The figures of all these days and values together, as of a moment. Without an answer there is no score; 0 would be one. */
export function figuresOf(
  buckets: readonly Bucket[],
  now: Date,
  { anonymous, tracksOpens, isImported }: Kept = KEEPS_ALL,
): Figures {
  const nps = Array<number>(NPS_STEPS).fill(0);
  const csat = Array<number>(CSAT_STEPS).fill(0);
  const funnel = emptyFunnel();
  let [expired, open] = [0, 0];
  for (const bucket of buckets) {
    addAll(nps, bucket.nps);
    addAll(csat, bucket.csat);
    for (const step of FUNNEL_STEPS) funnel[step] += bucket.funnel[step];
    const closed = expiredBy(bucket.closings, now);
    expired += closed;
    open += sum(bucket.closings.map(({ silent }) => silent)) - closed;
  }
  return {
    nps: npsOf(nps) ?? null,
    csat: csatOf(csat) ?? null,
    funnel: {
      ...funnel,
      opened: tracksOpens ? funnel.opened : null,
      clicked: anonymous ? null : funnel.clicked,
      expired: anonymous ? null : expired,
      open: anonymous ? null : open,
      ...(isImported ? UNKNOWN_OF_IMPORTED : {}),
    },
    responseRate: responseRates(funnel) ?? { rr1: null, rr2: null },
  };
}

const addAll = (totals: number[], counts: readonly number[]): void => {
  for (const [i, count] of counts.entries()) totals[i] = (totals[i] ?? 0) + count;
};
