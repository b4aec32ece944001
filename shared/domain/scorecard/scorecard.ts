import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { MEASURES, type Measure, Standing } from "../../events/scores.ts";
import type { BusEvent } from "../../events.ts";
import { type Entry, isSamePlace } from "./score-entries.ts";
import { type Score, scoresOf } from "./scores.ts";

const MeasureStanding = z.object({
  /** The card's, when this last changed. */
  revision: z.int().positive(),
  changedAt: z.string(),
  /** Null where what stood here does not count any more. */
  latest: Standing.nullable(),
  /** Of each program that was answered, in the order of their ids. */
  programs: z.array(Standing),
});
type MeasureStanding = z.infer<typeof MeasureStanding>;

/** How an account stands by its entries; a measure that never had any is absent. */
export const Scorecard = z.object({
  type: z.literal("scorecard"),
  version: z.literal(1),
  accountId: z.string(),
  /** Rises with every change of an entry. */
  revision: z.int().positive(),
  nps: MeasureStanding.optional(),
  csat: MeasureStanding.optional(),
});
export type Scorecard = z.infer<typeof Scorecard>;

/**
 * How a measure stands: its newest value, and the newest of each program. Each is compared with the one before it of
 * its own kind, the same program's or those that somebody set: programs ask at different moments, and differ by that.
 */
export function standingOf(
  measure: Measure,
  entries: readonly Entry[],
): Pick<MeasureStanding, "latest" | "programs"> {
  const scores = scoresOf(measure, entries);
  const programs = [...new Set(scores.flatMap(({ program }) => program ?? []))].sort();
  return {
    // What somebody set is of no program.
    latest: newestOf(scores, scores[0]?.program ?? null),
    programs: programs.flatMap((id) => newestOf(scores, id) ?? []),
  };
}

function newestOf(scores: readonly Score[], of: string | null): Standing | null {
  const [newest, before] = scores.filter(({ program }) => program === of);
  if (newest === undefined) return null;
  const previous = before === undefined ? null : inShort(before);
  return { ...inShort(newest), trend: trendOf(newest, before), previous };
}

const inShort = ({ value, n, date, program, source }: Score) => ({ value, n, date, program, source });

function trendOf(now: Score, before: Score | undefined): Standing["trend"] {
  if (before === undefined) return null;
  if (now.value === before.value) return "same";
  return now.value > before.value ? "up" : "down";
}

/** An account's card, and all that it was worked out from. */
type Kept = { readonly card: Scorecard | undefined; readonly entries: readonly Entry[] };

/**
 * The card with one more entry, or one in another's place; undefined where that changes nothing. A measure that stands
 * as it stood keeps its revision, under which it has been told.
 */
export function scorecardWith({ card, entries }: Kept, entry: Entry, now: Date): Scorecard | undefined {
  const before = entries.find((one) => isSamePlace(one, entry));
  const isNothing = entry.type === "score-reading" && entry.nps === null && entry.csat === null;
  if (before === undefined ? isNothing : isDeepStrictEqual(before, entry)) return undefined;
  const all = [...entries.filter((one) => one !== before), entry];
  const revision = (card?.revision ?? 0) + 1;
  const after = (measure: Measure): MeasureStanding | undefined => {
    const { latest, programs } = card?.[measure] ?? NOTHING;
    const stands = standingOf(measure, all);
    if (isDeepStrictEqual({ latest, programs }, stands)) return card?.[measure];
    return { revision, changedAt: now.toISOString(), ...stands };
  };
  const [nps, csat] = [after("nps"), after("csat")];
  const { accountId } = entry;
  return { type: "scorecard", version: 1, accountId, revision, ...(nps && { nps }), ...(csat && { csat }) };
}

const NOTHING = { latest: null, programs: [] };

/** What is told of a card's change: each measure that stands otherwise, as it stands now. */
export function scorecardUpdated(before: Scorecard | undefined, after: Scorecard): BusEvent[] {
  return MEASURES.flatMap((measure) => {
    const stands = after[measure];
    if (stands === undefined || stands.revision === before?.[measure]?.revision) return [];
    const { accountId } = after;
    const { revision, changedAt, latest, programs } = stands;
    return [
      {
        type: "Scorecard Updated",
        detail: {
          version: 1,
          id: `scorecard-updated-${accountId}-${measure}-${revision}`,
          occurredAt: changedAt,
          accountId,
          measure,
          revision,
          ...(latest ?? NO_SCORE),
          programs,
        },
      },
    ];
  });
}

const NO_SCORE = {
  value: null,
  n: null,
  date: null,
  program: null,
  source: null,
  trend: null,
  previous: null,
};
