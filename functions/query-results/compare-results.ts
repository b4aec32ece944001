import type { Attribute, Day } from "#shared/domain/accounts/account.ts";
import { type Comparison, comparisonOf } from "#shared/domain/results/comparison.ts";
import type { DayRange } from "#shared/domain/results/coverage.ts";
import { COMPARISON_DEFINITIONS } from "#shared/domain/results/definitions.ts";
import type { Figures } from "#shared/domain/results/figures.ts";
import { figuresOfGroup, placesOf } from "#shared/domain/results/groups.ts";
import {
  bucketsIn,
  type MeasuringPorts,
  measuredPrograms,
  type NotMeasured,
} from "#shared/results/measured.ts";

/** One of the two that are compared. */
export type Side = DayRange & { readonly value?: string | undefined };

export type ComparisonQuery = {
  readonly programs: readonly string[];
  readonly groupBy?: Attribute | undefined;
  readonly a: Side;
  readonly b: Side;
  readonly includeSuspect: boolean;
};

type SideFigures = {
  readonly key: Readonly<Record<string, string>>;
  readonly from: Day;
  readonly to: Day;
  readonly early: boolean;
  readonly figures: Figures;
};

export type ComparedResults = {
  readonly programId: string;
  readonly programs: readonly string[];
  readonly blended: boolean;
  readonly asOf: string;
  readonly includeSuspect: boolean;
  /** An account may count on both sides. */
  readonly groupsOverlap: boolean;
  readonly definitions: typeof COMPARISON_DEFINITIONS;
  readonly a: SideFigures;
  readonly b: SideFigures;
  readonly differences: Comparison;
};

export type ComparisonOutcome =
  | { readonly kind: "compared"; readonly comparison: ComparedResults }
  /** Of one value, with days that are on both sides: whoever answered on those would be held against themselves. */
  | { readonly kind: "same-answers" }
  | NotMeasured;

/** Holds the figures of two periods, or of two values of an attribute, against each other. */
export const compareResults =
  (ports: MeasuringPorts) =>
  async (query: ComparisonQuery, now: Date): Promise<ComparisonOutcome> => {
    const { programs, groupBy, a, b, includeSuspect } = query;
    const shareDays = a.from <= b.to && b.from <= a.to;
    if (shareDays && a.value === b.value) return { kind: "same-answers" };
    const measured = await measuredPrograms(ports, programs, groupBy);
    if (measured.kind !== "measured") return measured;
    const sideOf = async (side: Side): Promise<SideFigures> => {
      const buckets = await bucketsIn(ports, programs, { groupBy, value: side.value }, side);
      const [place] = placesOf(buckets, { ...side, groupBy, includeSuspect });
      if (place === undefined) throw new Error("One side of a comparison has no place of its own");
      const { key, period: _, from, to, early, ...figures } = figuresOfGroup(place, groupBy, measured, now);
      return { key, from, to, early, figures };
    };
    const [figuresOfA, figuresOfB] = await Promise.all([sideOf(a), sideOf(b)]);
    return {
      kind: "compared",
      comparison: {
        programId: programs.join(","),
        programs,
        blended: programs.length > 1,
        asOf: now.toISOString(),
        includeSuspect,
        groupsOverlap: shareDays && groupBy === "products",
        definitions: COMPARISON_DEFINITIONS,
        a: figuresOfA,
        b: figuresOfB,
        differences: comparisonOf(figuresOfA.figures, figuresOfB.figures, measured.kept),
      },
    };
  };
