import type { Attribute } from "../domain/accounts/account.ts";
import { ALL } from "../domain/results/buckets.ts";
import type { Coverage, CoverageByPeriod, CoverageQuery } from "../domain/results/coverage.ts";
import { DEFINITIONS } from "../domain/results/definitions.ts";
import { type FiguresOfGroup, figuresOfGroup, type Grouping, placesOf } from "../domain/results/groups.ts";
import { type Interval, periodsBetween } from "../domain/results/periods.ts";
import {
  type Representativeness,
  representativenessOf,
} from "../domain/results/statistics/representativeness.ts";
import { bucketsIn, type MeasuringPorts, measuredPrograms, type NotMeasured } from "./measured.ts";

export type ResultsQuery = Grouping & {
  /** Several only where each was named: there is one number of them all. */
  readonly programs: readonly string[];
};

export type ResultsPorts = MeasuringPorts & {
  coverage(of: CoverageQuery): Promise<CoverageByPeriod>;
};

type Share<T> = { readonly portfolio: number; readonly asked: number; readonly answered: T };
/** Whose accounts answered an anonymous program, nobody knows. */
export type CoverageOfGroup = Omit<Coverage, "accounts" | "arr"> & {
  readonly accounts: Share<number | null>;
  readonly arr: Share<number | null> & Pick<Coverage["arr"], "unknownAccounts">;
};

export type ResultsGroup = FiguresOfGroup & {
  /** Null where the portfolio of the period's last day is not known. */
  readonly coverage: CoverageOfGroup | null;
};

export type Results = {
  /** Joined by commas, where they are several. */
  readonly programId: string;
  readonly programs: readonly string[];
  readonly blended: boolean;
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly includeSuspect: boolean;
  readonly groupBy: Attribute | null;
  readonly value: string | null;
  readonly interval: Interval | null;
  /** An account counts in several groups, which add up to more than all. */
  readonly groupsOverlap: boolean;
  /** Null without an attribute, with an interval, and where it is not known who answered. */
  readonly representativeness: Representativeness | null;
  readonly definitions: typeof DEFINITIONS;
  readonly groups: readonly ResultsGroup[];
};

export type ResultsOutcome =
  | { readonly kind: "results"; readonly results: Results }
  | NotMeasured
  | { readonly kind: "too-many-groups"; readonly groups: number };

/** An answer of more would not fit what the HTTP API lets through, 6 MB; one of long names is refused by its size. */
const MAX_GROUPS = 5000;

/** The figures of programs over a range of days, from their day counts. */
export const queryResults =
  (ports: ResultsPorts) =>
  async (query: ResultsQuery, now: Date): Promise<ResultsOutcome> => {
    const { programs, from, to, groupBy, value, interval, includeSuspect } = query;
    const measured = await measuredPrograms(ports, programs, groupBy);
    if (measured.kind !== "measured") return measured;
    const periods = periodsBetween(from, to, interval);
    const [buckets, coverage] = await Promise.all([
      bucketsIn(ports, programs, query, { from, to }),
      ports.coverage({ programIds: programs, attribute: groupBy ?? ALL, periods }),
    ]);
    const places = placesOf(buckets, query);
    if (places.length > MAX_GROUPS) return { kind: "too-many-groups", groups: places.length };
    const coverageByPeriod = new Map(periods.map(({ name }, i) => [name, coverage[i]]));
    const groups = places.map((place): ResultsGroup => {
      const covered = coverageByPeriod.get(place.period.name)?.byValue.get(place.value);
      return {
        ...figuresOfGroup(place, groupBy, measured, now),
        coverage: covered === undefined ? null : coverageKept(covered, measured.kept),
      };
    });
    return {
      kind: "results",
      results: {
        programId: programs.join(","),
        programs,
        blended: programs.length > 1,
        ...{ from, to, asOf: now.toISOString(), includeSuspect },
        ...{ groupBy: groupBy ?? null, value: value ?? null, interval: interval ?? null },
        groupsOverlap: groupBy === "products",
        representativeness: measured.kept.anonymous ? null : representativenessIn(query, coverage),
        definitions: DEFINITIONS,
        groups,
      },
    };
  };

function coverageKept(covered: Coverage, { anonymous }: { readonly anonymous: boolean }): CoverageOfGroup {
  if (!anonymous) return covered;
  const { accounts, arr } = covered;
  return { ...covered, accounts: { ...accounts, answered: null }, arr: { ...arr, answered: null } };
}

/** How unlike the portfolio those are who answered, by the attribute that is grouped by. */
function representativenessIn(
  { groupBy, interval }: ResultsQuery,
  [covered]: CoverageByPeriod,
): Representativeness | null {
  if (groupBy === undefined || interval !== undefined || covered === undefined) return null;
  const isOverlapping = groupBy === "products";
  return representativenessOf(covered.byValue, covered.everybody, { isOverlapping }) ?? null;
}
