import * as z from "zod";
import { MEASURES, type Measure } from "../../events/scores.ts";
import { countedResponse, scoreOf } from "../answers/responses.ts";
import type { Invitation } from "../sending/invitation.ts";

const Tally = z.object({
  /** How many answered 0, 1, … 10, or 1, 2, … 5. */
  counts: z.array(z.int().nonnegative()),
  /** When the newest of them first answered. */
  date: z.string(),
  /** Whose answers they are: the ids of their invitations. */
  responses: z.array(z.string()),
});
type Tally = z.infer<typeof Tally>;

/** What all of an account who answered a program in one cycle said, taken together; null of what none of them scored. */
export const Reading = z.object({
  type: z.literal("score-reading"),
  version: z.literal(1),
  accountId: z.string(),
  programId: z.string(),
  cycle: z.string(),
  nps: Tally.nullable(),
  csat: Tally.nullable(),
});
export type Reading = z.infer<typeof Reading>;

/** A score that somebody gave an account, as of a moment: beside what its contacts answered, and in no figures. */
export const ManualScore = z.object({
  type: z.literal("manual-score"),
  version: z.literal(1),
  accountId: z.string(),
  measure: z.enum(MEASURES),
  value: z.number(),
  date: z.string(),
  at: z.string(),
  by: z.string(),
  note: z.string(),
});
export type ManualScore = z.infer<typeof ManualScore>;

/** What a scorecard is worked out from. */
export type Entry = Reading | ManualScore;

const STEPS = { nps: 11, csat: 5 } as const satisfies Record<Measure, number>;
/** The score that is counted first. */
export const LOWEST = { nps: 0, csat: 1 } as const satisfies Record<Measure, number>;

/** What counts of an answer on a scorecard, dated by its first; undefined of none, a suspect or an anonymous one. */
export function scoredIn(
  invitation: Invitation | undefined,
):
  | { readonly date: string; readonly nps: number | undefined; readonly csat: number | undefined }
  | undefined {
  if (invitation === undefined || invitation.anonymous) return undefined;
  const response = countedResponse(invitation);
  if (response === undefined) return undefined;
  const { answeredAt, answers } = response;
  return { date: answeredAt, nps: scoreOf(answers, "nps"), csat: scoreOf(answers, "csat") };
}

type Cycle = Pick<Reading, "accountId" | "programId" | "cycle">;

/** The reading of a cycle from its invitations as they are now, in whatever order; those of another are left out. */
export function readingOf(
  { accountId, programId, cycle }: Cycle,
  invitations: readonly Invitation[],
): Reading {
  const own = invitations.filter(
    (one) => one.accountId === accountId && one.programId === programId && one.cycle === cycle,
  );
  const measured = { nps: tallyOf("nps", own), csat: tallyOf("csat", own) };
  return { type: "score-reading", version: 1, accountId, programId, cycle, ...measured };
}

function tallyOf(measure: Measure, invitations: readonly Invitation[]): Tally | null {
  const counts = Array<number>(STEPS[measure]).fill(0);
  const responses: string[] = [];
  let date = "";
  for (const invitation of invitations) {
    const scored = scoredIn(invitation);
    const score = scored?.[measure];
    if (scored === undefined || score === undefined) continue;
    const step = score - LOWEST[measure];
    const count = counts[step];
    // A score outside its scale was never accepted; were it stored, it would be no answer rather than a wrong one.
    if (count === undefined) continue;
    counts[step] = count + 1;
    responses.push(invitation.invitationId);
    if (scored.date > date) date = scored.date;
  }
  return responses.length === 0 ? null : { counts, date, responses: responses.sort() };
}

/** Whose answers are in a reading. */
export const responsesIn = ({ nps, csat }: Reading): string[] => [
  ...new Set([...(nps?.responses ?? []), ...(csat?.responses ?? [])]),
];

/** Whether two entries are of one cycle, or of one measure and moment: the later one takes the other's place. */
export const isSamePlace = (one: Entry, other: Entry): boolean =>
  one.type === "score-reading"
    ? other.type === "score-reading" && one.programId === other.programId && one.cycle === other.cycle
    : other.type === "manual-score" && one.measure === other.measure && one.date === other.date;
