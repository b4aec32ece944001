import type { Attribute } from "#shared/domain/accounts/account.ts";
import { isAnonymous } from "#shared/domain/programs/anonymity.ts";
import { isOpenTracked, type Program } from "#shared/domain/programs/program.ts";
import { ALL, type Bucket, includingSuspects, isCounted } from "#shared/domain/results/buckets.ts";
import { DEFINITIONS, type Figures, figuresOf } from "./figures.ts";
import { type Interval, periodOf, periodsBetween } from "./periods.ts";

export type ResultsQuery = {
  readonly program: string;
  /** UTC days, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly groupBy?: Attribute | undefined;
  readonly interval?: Interval | undefined;
  readonly includeSuspect: boolean;
};

export type ResultsPorts = {
  program(programId: string): Promise<Program | undefined>;
  bucketsByValue(
    programId: string,
    attribute: string,
    range: { readonly from: string; readonly to: string },
  ): Promise<readonly Bucket[]>;
};

type Group = Figures & {
  readonly key: Readonly<Record<string, string>>;
  readonly period: string | null;
  /** The portfolio's share asked and answered: comes with the portfolio's own counts, which are not kept yet. */
  readonly coverage: null;
};

export type ResultsOutcome =
  | { readonly kind: "results"; readonly results: Readonly<Record<string, unknown>> }
  | { readonly kind: "no-such-program" }
  /** By more than their segment, anonymous answers could be told apart. */
  | { readonly kind: "anonymous" }
  | { readonly kind: "too-many-groups"; readonly groups: number };

/** An answer of more would not fit what the HTTP API lets through, 6 MB. */
export const MAX_GROUPS = 5000;

/**
 * The figures of a program over a range of days, from its day counts. Ungrouped, every period of the range is there;
 * grouped, a value or a period in which nothing was sent or answered is left out. Suspect answers count
 * with `includeSuspect` alone; a value that has nothing else has nothing without it.
 */
export const queryResults =
  (ports: ResultsPorts) =>
  async (query: ResultsQuery, now: Date): Promise<ResultsOutcome> => {
    const { program: programId, from, to, groupBy, interval, includeSuspect } = query;
    const program = await ports.program(programId);
    if (program === undefined) return { kind: "no-such-program" };
    const anonymous = isAnonymous(program);
    if (anonymous && groupBy !== undefined && groupBy !== "segment") return { kind: "anonymous" };
    const kept = { anonymous, tracksOpens: isOpenTracked(program) };
    const stored = await ports.bucketsByValue(programId, groupBy ?? ALL, { from, to });
    const buckets = includeSuspect ? stored.map(includingSuspects) : stored.filter(isCounted);
    const byPlace = Map.groupBy(buckets, ({ value, day }) => nameOf(value, periodOf(day, interval)));
    const periods = periodsBetween(from, to, interval);
    const values = groupBy === undefined ? [ALL] : [...new Set(buckets.map(({ value }) => value))].sort();
    const places = values
      .flatMap((value) => periods.map((period) => ({ value, period })))
      .filter(({ value, period }) => groupBy === undefined || byPlace.has(nameOf(value, period)));
    if (places.length > MAX_GROUPS) return { kind: "too-many-groups", groups: places.length };
    const groups = places.map(({ value, period }): Group => {
      const key: Record<string, string> = groupBy === undefined ? {} : { [groupBy]: value };
      const figures = figuresOf(byPlace.get(nameOf(value, period)) ?? [], now, kept);
      return { key, period, ...figures, coverage: null };
    });
    const asOf = now.toISOString();
    return {
      kind: "results",
      results: { programId, from, to, asOf, includeSuspect, definitions: DEFINITIONS, groups },
    };
  };

const nameOf = (value: string, period: string | null): string => JSON.stringify([value, period]);
