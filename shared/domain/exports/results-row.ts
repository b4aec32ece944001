import type { Attribute, Day } from "../accounts/account.ts";
import type { Coverage } from "../results/coverage.ts";
import type { FiguresOfGroup } from "../results/groups.ts";
import type { Cell, Row } from "./export.ts";

const FUNNEL = [
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
  "open",
] as const;

export const RESULTS_COLUMNS: readonly string[] = [
  "program",
  "period",
  "from",
  "to",
  "group_by",
  "group",
  "include_suspect",
  "as_of",
  "early",
  "nps",
  "nps_low",
  "nps_high",
  "nps_n",
  "promoters",
  "passives",
  "detractors",
  "nps_small",
  "csat_mean",
  "csat_mean_low",
  "csat_mean_high",
  "satisfied",
  "satisfied_low",
  "satisfied_high",
  "csat_n",
  "csat_1",
  "csat_2",
  "csat_3",
  "csat_4",
  "csat_5",
  "csat_small",
  ...FUNNEL,
  "rr1",
  "rr2",
  "coverage_as_of",
  "accounts_portfolio",
  "accounts_asked",
  "accounts_answered",
  "arr_portfolio",
  "arr_asked",
  "arr_answered",
  "arr_unknown_accounts",
];

type Known = Readonly<Record<string, Cell | undefined>>;
type Share = { readonly portfolio: number; readonly asked: number; readonly answered: number | null };

export type ResultsOf = {
  readonly program: string;
  readonly groupBy: Attribute | undefined;
  readonly includeSuspect: boolean;
  readonly asOf: string;
};

/** The figures of a group and a period, flat. What is not known, no answers among it, is empty and never 0. */
export function resultsRow(
  { program, groupBy, includeSuspect, asOf }: ResultsOf,
  group: FiguresOfGroup & { readonly coverage: CoverageInRow | null },
): Row {
  const { nps, csat, funnel, responseRate, coverage } = group;
  const cells: Known = {
    program,
    period: group.period,
    from: group.from,
    to: group.to,
    group_by: groupBy,
    group: groupBy && group.key[groupBy],
    include_suspect: includeSuspect,
    as_of: asOf,
    early: group.early,
    nps: nps?.value,
    nps_low: nps?.low,
    nps_high: nps?.high,
    nps_n: nps?.n ?? 0,
    promoters: nps?.promoters,
    passives: nps?.passives,
    detractors: nps?.detractors,
    nps_small: nps?.small,
    csat_mean: csat?.mean,
    csat_mean_low: csat?.meanLow,
    csat_mean_high: csat?.meanHigh,
    satisfied: csat?.satisfied,
    satisfied_low: csat?.satisfiedLow,
    satisfied_high: csat?.satisfiedHigh,
    csat_n: csat?.n ?? 0,
    ...stepsOf(csat?.counts ?? []),
    csat_small: csat?.small,
    ...funnel,
    rr1: responseRate.rr1,
    rr2: responseRate.rr2,
    ...coverageCells(coverage),
  };
  return Object.fromEntries(RESULTS_COLUMNS.map((column) => [column, cells[column] ?? null]));
}

/** Of an anonymous program nobody knows whose accounts answered. */
type CoverageInRow = {
  readonly asOf: Day;
  readonly accounts: Share;
  readonly arr: Share & Pick<Coverage["arr"], "unknownAccounts">;
};

const stepsOf = (counts: readonly number[]): Known =>
  Object.fromEntries(counts.map((count, i) => [`csat_${i + 1}`, count]));

const coverageCells = (coverage: CoverageInRow | null): Known => ({
  coverage_as_of: coverage?.asOf,
  accounts_portfolio: coverage?.accounts.portfolio,
  accounts_asked: coverage?.accounts.asked,
  accounts_answered: coverage?.accounts.answered,
  arr_portfolio: coverage?.arr.portfolio,
  arr_asked: coverage?.arr.asked,
  arr_answered: coverage?.arr.answered,
  arr_unknown_accounts: coverage?.arr.unknownAccounts,
});
