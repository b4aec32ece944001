import type { Day } from "../accounts/account.ts";
import { addDays } from "../days.ts";
import { SAME_TERM_DAYS } from "../eligibility/milestone.ts";
import type { ProgramFacts, SheetRow } from "./portfolio-sheet.ts";
import { SMALL_BELOW } from "./statistics/confidence.ts";
import { wilsonInterval } from "./statistics/proportion.ts";

/** What an account last said, before its renewal was decided; `unscored` answered, but not that question. */
export const RENEWAL_BANDS = {
  nps: ["promoter", "passive", "detractor", "unscored", "silent", "not-asked"],
  csat: ["satisfied", "neutral", "dissatisfied", "unscored", "silent", "not-asked"],
} as const;
type Measure = keyof typeof RENEWAL_BANDS;
type Band<M extends Measure> = (typeof RENEWAL_BANDS)[M][number];

export type RenewalOutcome = "renewed" | "churned" | "undecided";

type Counts = { cohort: number; renewed: number; churned: number; undecided: number };

export type RenewalRate = Readonly<Counts> & {
  /** renewed ÷ (renewed + churned) in 0..1 with its 95 % Wilson interval; null where nothing is decided yet. */
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** How many are decided. */
  readonly n: number;
  readonly small: boolean;
  /** The same by revenue as it was before the decision, in US dollars; without an interval, as accounts are of unlike size. */
  readonly arr: Readonly<Counts> & { readonly rate: number | null; readonly unknownAccounts: number };
};

export type Renewals = {
  readonly all: RenewalRate;
  readonly nps: Readonly<Record<Band<"nps">, RenewalRate>>;
  readonly csat: Readonly<Record<Band<"csat">, RenewalRate>>;
};

/** A renewal that was due, with what was known before it was decided, and what became of it. */
export type Renewing = {
  readonly facts: ProgramFacts | undefined;
  readonly arrUsd: number | undefined;
  readonly outcome: RenewalOutcome;
};

/**
 * What became of an account's renewal by a later sheet; undefined is an account that is on it no more.
 *
 * Renewed: `lastRenewedOn` is newer than it was, or than the first sheet where it was not known, and not half a year
 * before the renewal, which would be a correction; or the renewal has moved by more than {@link SAME_TERM_DAYS}, as programs
 * tell a new term, of an account that has not churned. Churned: by its status, or on the free plan. All else is
 * undecided, an account whose renewal has passed with no word of it among them.
 */
export function renewalOutcome(
  before: Pick<SheetRow, "renewalOn" | "lastRenewedOn">,
  asOf: Day,
  after: Pick<SheetRow, "status" | "plan" | "renewalOn" | "lastRenewedOn"> | undefined,
): RenewalOutcome {
  if (before.renewalOn === undefined || after === undefined) return "undecided";
  const { lastRenewedOn } = after;
  const isNewer = lastRenewedOn !== undefined && lastRenewedOn > (before.lastRenewedOn ?? asOf);
  if (isNewer && lastRenewedOn >= addDays(before.renewalOn, -SAME_TERM_DAYS)) return "renewed";
  if (after.status === "churned" || after.plan === "free") return "churned";
  if (after.status !== "active") return "undecided";
  const { renewalOn = "" } = after;
  // Most have not moved at all, and days take long to count where there are millions.
  const isNewTerm = renewalOn > before.renewalOn && renewalOn > addDays(before.renewalOn, SAME_TERM_DAYS);
  return isNewTerm ? "renewed" : "undecided";
}

export function renewalsOf(cohort: readonly Renewing[]): Renewals {
  const byBand = <M extends Measure>(measure: M, bandOf: (facts: ProgramFacts) => Band<M>) => {
    const groups = Map.groupBy(cohort, ({ facts }) => bandOf(facts ?? {}));
    const bands: readonly Band<M>[] = RENEWAL_BANDS[measure];
    const rates = bands.map((band) => [band, renewalRate(groups.get(band) ?? [])]);
    return Object.fromEntries(rates) as Record<Band<M>, RenewalRate>;
  };
  return { all: renewalRate(cohort), nps: byBand("nps", npsBand), csat: byBand("csat", csatBand) };
}

function npsBand({ nps, ...rest }: ProgramFacts): Band<"nps"> {
  if (nps === undefined) return bandWithout(rest);
  if (nps >= 9) return "promoter";
  return nps >= 7 ? "passive" : "detractor";
}

function csatBand({ csat, ...rest }: ProgramFacts): Band<"csat"> {
  if (csat === undefined) return bandWithout(rest);
  if (csat >= 4) return "satisfied";
  return csat === 3 ? "neutral" : "dissatisfied";
}

function bandWithout({ askedOn, answeredOn }: ProgramFacts): "unscored" | "silent" | "not-asked" {
  if (answeredOn !== undefined) return "unscored";
  return askedOn === undefined ? "not-asked" : "silent";
}

function renewalRate(cohort: readonly Renewing[]): RenewalRate {
  const accounts = countsOf(cohort, () => 1);
  const n = accounts.renewed + accounts.churned;
  const interval = wilsonInterval(accounts.renewed, n);
  const revenue = countsOf(cohort, ({ arrUsd }) => arrUsd ?? 0);
  return {
    ...accounts,
    rate: rateOf(accounts),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    n,
    small: n < SMALL_BELOW,
    arr: {
      ...revenue,
      rate: rateOf(revenue),
      unknownAccounts: cohort.filter(({ arrUsd }) => arrUsd === undefined).length,
    },
  };
}

function countsOf(cohort: readonly Renewing[], weightOf: (one: Renewing) => number): Counts {
  const counts: Counts = { cohort: 0, renewed: 0, churned: 0, undecided: 0 };
  for (const one of cohort) {
    counts.cohort += weightOf(one);
    counts[one.outcome] += weightOf(one);
  }
  return counts;
}

const rateOf = ({ renewed, churned }: Counts): number | null =>
  renewed + churned === 0 ? null : renewed / (renewed + churned);
