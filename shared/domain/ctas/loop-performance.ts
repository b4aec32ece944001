import { CTA_DRIVERS } from "../../events/ctas.ts";
import { quantile } from "../results/statistics/quantile.ts";
import { type Share, shareOf } from "../results/statistics/share.ts";
import type { Cta } from "./cta.ts";
import { closingsIn, OURSELVES, reopeningsIn } from "./cta-history.ts";
import { isWithdrawn } from "./cta-withdrawal.ts";
import type { Recovery } from "./recovery.ts";

/** A call to action and, of a closed negative one, what came of it. */
export type Graded = { readonly cta: Cta; readonly recovery?: Recovery | undefined };

type Hours = { readonly median: number; readonly p90: number; readonly n: number };

/** How calls to action were worked; null is what there is nothing to say of. */
export type Performance = {
  readonly opened: number;
  readonly withdrawn: number;
  readonly acknowledged: number;
  readonly closed: number;
  readonly open: number;
  readonly overdue: number;
  readonly escalated: number;
  readonly hoursToAcknowledge: Hours | null;
  readonly hoursToClose: Hours | null;
  readonly acknowledgedByDue: Share | null;
  readonly closedByDue: Share | null;
  /** The most frequent first. */
  readonly outcomes: readonly { readonly outcome: string; readonly n: number }[];
  /** How many of the closed have an outcome that is not among those. */
  readonly otherOutcomes: number;
  readonly drivers: Readonly<Record<(typeof CTA_DRIVERS)[number], number>> | null;
  readonly recovery: {
    readonly recovered: number;
    readonly negativeAgain: number;
    readonly noneYet: number;
    readonly n: number;
    readonly share: Share | null;
  } | null;
};

/** How each figure is defined, for whoever reads the numbers without this page at hand. */
export const DEFINITIONS = {
  opened:
    "Calls to action by the UTC day on which they were opened, which is when the answer came; a further answer that joined one is none of its own. All as they stand at asOf.",
  withdrawn:
    "Closed by lifecycle-surveys, before anybody worked it, since the answer that opened it may not be a person's. Counted here and in no other figure, not in opened either; one that a person's answer opened again is counted there, from then on.",
  acknowledged:
    "Acknowledged, or closed without that. open: not closed, snoozed ones and those opened again among them. overdue: open, and past the due date that holds now.",
  hours:
    "Hours on the clock, nights and weekends among them, from the opening to the first acknowledgement (or closing, whichever was first) and to the last closing. Of n that have come so far: those that still wait are in neither.",
  byDue:
    "Of the n whose due date is past, the share that was acknowledged or first closed by then, in 0..1; 95 % Wilson interval. Of one that was closed and opened again, which makes it due anew, by the due date that held when it was first closed.",
  outcomes:
    "Of the closed, in whatever case they were written; the 20 most frequent. drivers: of the closed negatives.",
  owner:
    "Who has it; of one that was escalated, who had it then. By role and address, under the newest name.",
  segment: "The account's as it is now; unknown is a value of its own.",
  recovery:
    "Of the n closed negatives, whether the account's next answer to the same kind of question (NPS after a detractor, CSAT else), of any contact and in any program, first given after the closing, was positive (NPS 7-10, CSAT 4-5). share: the recovered of those that had a next answer, in 0..1; 95 % Wilson interval. Anonymous and suspect answers do not count.",
  small: "n is below 30.",
} as const;

/** How these were worked, as of a moment. */
export function performanceOf(all: readonly Graded[], now: Date): Performance {
  const graded = all.filter(({ cta }) => !isWithdrawn(cta));
  const ctas = graded.map(({ cta }) => cta);
  const at = now.toISOString();
  const closed = ctas.filter(({ status }) => status === "closed");
  const open = ctas.filter(({ status }) => status !== "closed");
  const due = ctas.filter((cta) => firstDueAt(cta) < at);
  const isByDue = (doneAt: (cta: Cta) => string | null) => (cta: Cta) => {
    const done = doneAt(cta);
    return done !== null && done <= firstDueAt(cta);
  };
  return {
    opened: ctas.length,
    withdrawn: all.length - ctas.length,
    acknowledged: ctas.filter((cta) => seenAt(cta) !== null).length,
    closed: closed.length,
    open: open.length,
    overdue: open.filter(({ dueAt }) => dueAt < at).length,
    escalated: ctas.filter(({ escalatedAt }) => escalatedAt !== null).length,
    hoursToAcknowledge: hoursOf(ctas, seenAt),
    hoursToClose: hoursOf(ctas, ({ closedAt }) => closedAt),
    acknowledgedByDue: shareOf(due.filter(isByDue(seenAt)).length, due.length),
    closedByDue: shareOf(due.filter(isByDue(firstClosedAt)).length, due.length),
    ...outcomesOf(closed),
    drivers: driversOf(closed),
    recovery: recoveriesOf(graded),
  };
}

/** Of one that was closed more than once, the first time; withdrawn, it was closed by nobody. */
const firstClosedAt = ({ notes, closedAt }: Cta): string | null =>
  closingsIn(notes).find(({ by }) => by !== OURSELVES)?.at ?? closedAt;

/** When it was due as somebody first closed it; opened again, it is due anew. */
function firstDueAt({ notes, dueAt }: Cta): string {
  const firstClosed = notes.findIndex(({ kind, by }) => kind === "closed" && by !== OURSELVES);
  const after = firstClosed === -1 ? [] : notes.slice(firstClosed);
  return after.flatMap((note) => (note.kind === "reopened" ? (note.dueBefore ?? []) : []))[0] ?? dueAt;
}

/** Since when there was something to do: of one that was withdrawn, when a person's answer opened it again. */
const askedAt = ({ notes, openedAt }: Cta): string =>
  reopeningsIn(notes).findLast(({ by }) => by === OURSELVES)?.at ?? openedAt;

/** Who closes one has seen it. */
const seenAt = (cta: Cta): string | null =>
  [cta.acknowledgedAt, firstClosedAt(cta)].filter((at) => at !== null).sort()[0] ?? null;

const HOUR_MS = 3_600_000;

function hoursOf(ctas: readonly Cta[], doneAt: (cta: Cta) => string | null): Hours | null {
  const hours = ctas.flatMap((cta) => {
    const done = doneAt(cta);
    return done === null ? [] : [Math.max(0, Date.parse(done) - Date.parse(askedAt(cta))) / HOUR_MS];
  });
  const [median, p90] = [quantile(hours, 0.5), quantile(hours, 0.9)];
  return median === undefined || p90 === undefined ? null : { median, p90, n: hours.length };
}

const MOST_OUTCOMES = 20;

function outcomesOf(closed: readonly Cta[]): Pick<Performance, "outcomes" | "otherOutcomes"> {
  const said = closed.flatMap(({ outcome }) => outcome?.trim() ?? []);
  const bySameWords = [...Map.groupBy(said, (outcome) => outcome.toLowerCase()).values()];
  const outcomes = bySameWords
    .map((same) => ({ outcome: same[0] ?? "", n: same.length }))
    .sort((a, b) => b.n - a.n || (a.outcome < b.outcome ? -1 : 1));
  const listed = outcomes.slice(0, MOST_OUTCOMES);
  return { outcomes: listed, otherOutcomes: said.length - listed.reduce((total, { n }) => total + n, 0) };
}

function driversOf(closed: readonly Cta[]): Performance["drivers"] {
  const negatives = closed.filter(({ kind }) => kind === "negative");
  if (negatives.length === 0) return null;
  const count = (wanted: string) => negatives.filter(({ driver }) => driver === wanted).length;
  // CTA_DRIVERS names every driver, which fromEntries cannot know.
  return Object.fromEntries(CTA_DRIVERS.map((driver) => [driver, count(driver)])) as Performance["drivers"];
}

function recoveriesOf(graded: readonly Graded[]): Performance["recovery"] {
  const found = graded.flatMap(({ recovery }) => recovery ?? []);
  if (found.length === 0) return null;
  const count = (wanted: Recovery) => found.filter((one) => one === wanted).length;
  const [recovered, negativeAgain] = [count("recovered"), count("negative-again")];
  return {
    ...{ recovered, negativeAgain, noneYet: count("none-yet"), n: found.length },
    share: shareOf(recovered, recovered + negativeAgain),
  };
}
