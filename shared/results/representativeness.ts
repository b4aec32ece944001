import { ALL } from "../domain/results/buckets.ts";
import type { Coverage, CoverageByPeriod, CoverageQuery } from "../domain/results/coverage.ts";
import type { Grouping } from "../domain/results/groups.ts";
import {
  type Representativeness,
  representativenessOf,
} from "../domain/results/statistics/representativeness.ts";

type Asked = Pick<Grouping, "from" | "to" | "groupBy" | "interval"> & Pick<CoverageQuery, "programIds">;

/**
 * How unlike the portfolio those are who answered, by the attribute that is grouped by; null without one, of many periods
 * at once, and where it is not known who answered.
 *
 * @param byValue the coverage of each value, undefined where it is not known
 */
export async function representativenessIn(
  coverage: (of: CoverageQuery) => Promise<CoverageByPeriod>,
  { from, to, groupBy, interval, programIds }: Asked,
  byValue: ReadonlyMap<string, Coverage> | undefined,
): Promise<Representativeness | null> {
  if (groupBy === undefined || interval !== undefined || byValue === undefined) return null;
  // An account with several products counts under each: they do not add up to all.
  const [everybody] = await coverage({ programIds, attribute: ALL, periods: [{ from, to }] });
  const all = everybody?.get(ALL);
  if (all === undefined) return null;
  return representativenessOf(byValue, all, { isOverlapping: groupBy === "products" }) ?? null;
}
