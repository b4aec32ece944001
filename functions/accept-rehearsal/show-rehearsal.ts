import * as z from "zod";
import type {
  Differing,
  Rehearsal,
  RehearsalReport,
  RehearsedDecision,
} from "#shared/dynamodb/rehearsals.ts";
import { DIFFERING_PER_PAGE } from "#shared/dynamodb/rehearsals.ts";
import { NOTHING_COUNTED } from "#shared/dynamodb/runs.ts";

export type ShowPorts = {
  rehearsal(rehearsalId: string): Promise<Rehearsal | undefined>;
  decisions(
    rehearsalId: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ readonly items: RehearsedDecision[]; readonly next: string | undefined }>;
  differing(rehearsalId: string, page: number): Promise<Differing[]>;
};

/** Which of the two lists goes on, and from where; the other one is shown from its beginning. */
export const Place = z.union([
  z.strictObject({ decisionsAfter: z.string().min(1).max(900) }),
  z.strictObject({ differencePage: z.int().min(0).max(999_999) }),
]);
type Place = z.infer<typeof Place>;

const REHEARSAL_ID = /^[0-9a-f-]{36}$/;
const ACCOUNTS_PER_PAGE = 100;

/** Longer than it can run, and than it may take to begin: one that is older has died without a word. */
const LONGEST_MS = 16 * 60_000;

const NOTHING: RehearsalReport = {
  counts: { ...NOTHING_COUNTED, reminders: 0 },
  programs: [],
  days: [],
  difference: null,
};

/** A rehearsal as it stands, with a page of its decisions and of its difference; undefined where there is none. */
export const showRehearsal =
  (ports: ShowPorts) => async (input: { rehearsalId: string; place: Place | undefined }, now: Date) => {
    const { rehearsalId, place } = input;
    const rehearsal = REHEARSAL_ID.test(rehearsalId) ? await ports.rehearsal(rehearsalId) : undefined;
    if (rehearsal === undefined) return undefined;
    const { from, to, startedAt, finishedAt, notRehearsed, report = NOTHING } = rehearsal;
    const after = place !== undefined && "decisionsAfter" in place ? place.decisionsAfter : undefined;
    return {
      rehearsalId,
      ...standing(rehearsal, now),
      from,
      to,
      startedAt,
      finishedAt: finishedAt ?? null,
      counts: report.counts,
      programs: report.programs,
      days: report.days,
      notRehearsed,
      difference: await differenceOf(ports, rehearsalId, report, place),
      decisions: await ports.decisions(rehearsalId, after, ACCOUNTS_PER_PAGE),
    };
  };

function standing({ status, reason, startedAt }: Rehearsal, now: Date): Pick<Rehearsal, "status" | "reason"> {
  const isLost = status === "running" && Date.parse(startedAt) + LONGEST_MS < now.getTime();
  if (!isLost) return { status, ...(reason === undefined ? {} : { reason }) };
  return { status: "failed", reason: "It stopped without a word: start it again, to an earlier day." };
}

async function differenceOf(
  ports: ShowPorts,
  rehearsalId: string,
  { difference }: RehearsalReport,
  place: Place | undefined,
) {
  if (difference === null) return null;
  const page = place !== undefined && "differencePage" in place ? place.differencePage : 0;
  const all = difference.added + difference.dropped + difference.moved;
  const next = page + 1;
  return {
    ...difference,
    items: await ports.differing(rehearsalId, page),
    next: next * DIFFERING_PER_PAGE < all ? next : undefined,
  };
}
