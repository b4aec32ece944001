import { holding, type Interval, SMALL_BELOW, sum, within, Z_95 } from "./confidence.ts";

export type NpsBands = { readonly promoters: number; readonly passives: number; readonly detractors: number };

/** In points, -100 to 100, with its 95 % interval. */
export type Nps = NpsBands & {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly small: boolean;
};

/**
 * NPS as a proportion, p - d, with the variance of one answer, p + d - (p - d)^2, and the standard error of the
 * estimate, sqrt(variance / n). Undefined without an answer. Rocks 2016, arXiv 1601.07235.
 */
export function npsMoments(
  bands: NpsBands,
): { readonly nps: number; readonly variance: number; readonly standardError: number } | undefined {
  const n = bands.promoters + bands.passives + bands.detractors;
  if (n === 0) return undefined;
  const p = bands.promoters / n;
  const d = bands.detractors / n;
  // Rounding can take a variance of nothing just below it.
  const variance = Math.max(0, p + d - (p - d) ** 2);
  return { nps: p - d, variance, standardError: Math.sqrt(variance / n) };
}

/**
 * The same with 3/4 detractor, 3/2 passive and 3/4 promoter added, so that a few answers which all agree do not pass for
 * certainty; undefined without an answer. Rocks 2016.
 */
export const adjustedNpsMoments = (bands: NpsBands): ReturnType<typeof npsMoments> =>
  bands.promoters + bands.passives + bands.detractors === 0
    ? undefined
    : npsMoments({
        promoters: bands.promoters + 3 / 4,
        passives: bands.passives + 3 / 2,
        detractors: bands.detractors + 3 / 4,
      });

/** The adjusted Wald interval at 95 %, in points and not clamped: Wald's of the adjusted moments. Rocks 2016. */
export function npsInterval(bands: NpsBands): Interval | undefined {
  const adjusted = adjustedNpsMoments(bands);
  if (adjusted === undefined) return undefined;
  const margin = Z_95 * adjusted.standardError;
  return { low: 100 * (adjusted.nps - margin), high: 100 * (adjusted.nps + margin) };
}

/**
 * The score of answers counted by step, `counts[0]` for 0 up to `counts[10]` for 10; undefined without one. A single promoter
 * or detractor lies just outside what is adjusted by three answers more: the interval is drawn out to hold the score.
 */
export function npsOf(counts: readonly number[]): Nps | undefined {
  const bands = {
    detractors: sum(counts.slice(0, 7)),
    passives: sum(counts.slice(7, 9)),
    promoters: sum(counts.slice(9, 11)),
  };
  const moments = npsMoments(bands);
  const interval = npsInterval(bands);
  if (moments === undefined || interval === undefined) return undefined;
  const n = sum(counts);
  const value = 100 * moments.nps;
  return {
    value,
    ...within(holding(value, interval), { low: -100, high: 100 }),
    n,
    ...bands,
    small: n < SMALL_BELOW,
  };
}
