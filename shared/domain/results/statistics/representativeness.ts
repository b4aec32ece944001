import jStat from "jstat";
import type { Coverage } from "../coverage.ts";
import { SMALL_BELOW, sum, Z_95 } from "./confidence.ts";

/** How unlike the portfolio those of it are who answered, by the values of an attribute. Accounts, not answers. */
export type Representativeness = {
  readonly asOf: string;
  readonly portfolio: number;
  readonly answered: number;
  /** Fewer than 30 accounts answered. */
  readonly small: boolean;
  /** The share of them who would have to be of another group for both to be alike, 0..1; null where groups overlap. */
  readonly distance: number | null;
  /** What it would be on average, had as many accounts been drawn at random: even those are never quite alike. */
  readonly expectedDistance: number | null;
  /** Of there being no more than chance in it; null also where groups are too small to tell. */
  readonly pValue: number | null;
  /** Beyond this residual a group stands out even among so many that are looked at. */
  readonly residualLimit: number;
  readonly groups: readonly GroupShare[];
};

type GroupShare = {
  readonly value: string;
  readonly portfolio: number;
  readonly answered: number;
  /** Of the portfolio, and of those who answered, in 0..1. */
  readonly portfolioShare: number;
  readonly answeredShare: number;
  /** By how many standard errors more of it answered than would by chance; null where it could not have been otherwise. */
  readonly residual: number | null;
  /** Further than ±1.96, as one group in twenty is by chance; further than `residualLimit`. */
  readonly flagged: boolean;
  readonly flaggedAmongAll: boolean;
};

type Accounts = Pick<Coverage["accounts"], "portfolio" | "answered">;

/**
 * Those who answered are held against n accounts drawn from the N of the portfolio without putting any back, so that
 * each group's count is hypergeometric. Undefined where nobody answered, of whom there is nothing to say.
 *
 * - distance: the index of dissimilarity, half the sum of |share of the answered - share of the portfolio|. Duncan and
 *   Duncan 1955.
 * - expectedDistance: the same of the exact mean deviations of the hypergeometric. Winship 1977; {@link meanDeviation}.
 * - pValue: X² = Σ(O - E)²/E · (N - 1)/(N - n) on k - 1 degrees of freedom; Pearson's, for a finite population. Only where
 *   no group is expected to have under 1, and four fifths of them 5 or more. Cochran 1954.
 * - residual: (O - E)/sqrt(n·p(1 - p)·(N - n)/(N - 1)), the adjusted residual. Haberman 1973. The limit for k groups is
 *   Bonferroni's, the normal quantile of 1 - 0.025/k.
 *
 * @param all of everybody: of groups that overlap it is not their sum
 */
export function representativenessOf(
  groups: ReadonlyMap<string, Pick<Coverage, "accounts">>,
  all: Pick<Coverage, "accounts" | "asOf">,
  { isOverlapping }: { readonly isOverlapping: boolean },
): Representativeness | undefined {
  const { portfolio: N, answered: n } = all.accounts;
  if (n === 0) return undefined;
  const residualLimit = jStat.normal.inv(1 - 0.025 / Math.max(1, groups.size), 0, 1);
  const shares = [...groups].map(([value, { accounts }]): GroupShare => {
    const { portfolio, answered } = accounts;
    const residual = residualOf(accounts, all.accounts);
    const isBeyond = (limit: number) => residual !== null && Math.abs(residual) > limit;
    return {
      ...{ value, portfolio, answered, portfolioShare: portfolio / N, answeredShare: answered / n, residual },
      flagged: isBeyond(Z_95),
      flaggedAmongAll: isBeyond(residualLimit),
    };
  });
  const half = (distances: readonly number[]) => (isOverlapping ? null : sum(distances) / 2);
  return {
    ...{ asOf: all.asOf, portfolio: N, answered: n, small: n < SMALL_BELOW },
    distance: half(
      shares.map(({ portfolioShare, answeredShare }) => Math.abs(answeredShare - portfolioShare)),
    ),
    expectedDistance: half(shares.map(({ portfolio }) => meanDeviation(portfolio, all.accounts) / n)),
    pValue: isOverlapping ? null : pValueOf(shares, all.accounts),
    residualLimit,
    groups: shares,
  };
}

function residualOf(group: Accounts, { portfolio: N, answered: n }: Accounts): number | null {
  const p = group.portfolio / N;
  const variance = N === 1 ? 0 : (n * p * (1 - p) * (N - n)) / (N - 1);
  return variance === 0 ? null : (group.answered - n * p) / Math.sqrt(variance);
}

/**
 * By how much a group's count is off its expectation on average, E|X - nK/N|, where n of N are drawn and K are of the
 * group: 2·v·(N - K - n + v)·P(X = v)/N with v the first whole number above nK/N. Diaconis and Zabell 1991.
 */
function meanDeviation(K: number, { portfolio: N, answered: n }: Accounts): number {
  const v = Math.floor((n * K) / N) + 1;
  // All of them, or all the portfolio: there is nothing to be off by.
  if (v > Math.min(n, K)) return 0;
  const logP = logChoose(K, v) + logChoose(N - K, n - v) - logChoose(N, n);
  return (2 * v * (N - K - n + v) * Math.exp(logP)) / N;
}

const logChoose = (n: number, k: number): number =>
  jStat.gammaln(n + 1) - jStat.gammaln(k + 1) - jStat.gammaln(n - k + 1);

function pValueOf(groups: readonly Accounts[], { portfolio: N, answered: n }: Accounts): number | null {
  const present = groups.filter(({ portfolio }) => portfolio > 0);
  if (present.length < 2 || n === N) return null;
  const expected = present.map(({ portfolio }) => (n * portfolio) / N);
  const isThin = expected.filter((count) => count < 5).length > present.length / 5;
  if (isThin || expected.some((count) => count < 1)) return null;
  const squares = present.map(({ answered }, i) => (answered - (expected[i] ?? 1)) ** 2 / (expected[i] ?? 1));
  const x2 = (sum(squares) * (N - 1)) / (N - n);
  // Rounding can take it just past its ends; what is smaller is told as this.
  return Math.min(1, Math.max(LEAST_P, 1 - jStat.lowRegGamma((present.length - 1) / 2, x2 / 2)));
}

/** As far as a difference of 1 and the rest of a distribution can be told from 0. */
const LEAST_P = 1e-15;
