import type { Measure } from "../../events/scores.ts";
import { type Entry, LOWEST } from "./score-entries.ts";

/** One value of a measure, and what it is made of; null of what a value that somebody set does not have. */
export type Score = {
  readonly measure: Measure;
  /** NPS in points, -100 to 100; of CSAT the mean, 1 to 5. */
  readonly value: number;
  readonly n: number | null;
  readonly date: string;
  readonly program: string | null;
  readonly source: "automatic" | "manual";
  readonly cycle: string | null;
  /** Of the answers, 0 to 10 or 1 to 5. */
  readonly mean: number | null;
  /** The share of 4 and 5, of CSAT alone. */
  readonly satisfied: number | null;
  /** How many answered 0, 1, … 10, or 1, 2, … 5. */
  readonly counts: readonly number[] | null;
  readonly responses: readonly string[];
  /** Of a value that somebody set: when, who, and why. */
  readonly at: string | null;
  readonly by: string | null;
  readonly note: string | null;
};

/**
 * The values of a measure, the newest first. Of the same moment, what somebody set stands before what was answered: it
 * gives way to a newer answer only.
 */
export const scoresOf = (measure: Measure, entries: readonly Entry[]): Score[] =>
  entries.flatMap((entry) => scoreIn(measure, entry) ?? []).sort(newestFirst);

function newestFirst(a: Score, b: Score): number {
  if (a.date !== b.date) return a.date > b.date ? -1 : 1;
  if (a.source !== b.source) return a.source === "manual" ? -1 : 1;
  return JSON.stringify([a.program, a.cycle]) < JSON.stringify([b.program, b.cycle]) ? -1 : 1;
}

const NOBODY = { at: null, by: null, note: null };
const NO_ANSWERS = {
  n: null,
  program: null,
  cycle: null,
  mean: null,
  satisfied: null,
  counts: null,
  responses: [],
};

function scoreIn(measure: Measure, entry: Entry): Score | undefined {
  if (entry.type === "manual-score") {
    const { value, date, at, by, note } = entry;
    if (entry.measure !== measure) return undefined;
    return { measure, value, date, source: "manual", ...NO_ANSWERS, at, by, note };
  }
  const tally = entry[measure];
  if (tally === null) return undefined;
  const { programId: program, cycle } = entry;
  return {
    measure,
    ...valuesOf(measure, tally.counts),
    ...tally,
    program,
    source: "automatic",
    cycle,
    ...NOBODY,
  };
}

/** Each by a single division, so that equal shares are equal numbers whatever `n` is. */
function valuesOf(measure: Measure, counts: readonly number[]) {
  const between = (from: number, to: number) =>
    counts.slice(from, to).reduce((total, count) => total + count, 0);
  const n = between(0, counts.length);
  const mean = counts.reduce((total, count, step) => total + count * (step + LOWEST[measure]), 0) / n;
  return measure === "nps"
    ? { value: (100 * (between(9, 11) - between(0, 7))) / n, n, mean, satisfied: null }
    : { value: mean, n, mean, satisfied: between(3, 5) / n };
}
