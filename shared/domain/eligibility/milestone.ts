import * as z from "zod";
import { type Account, Day } from "../accounts/account.ts";
import { addDays, daysBetween, laterOf } from "../days.ts";
import {
  type DateProgram,
  isPlannedProgram,
  type PlannedProgram,
  type Program,
  type RecurringProgram,
} from "../programs/program.ts";
import { turnFrom } from "../programs/turn.ts";

/** How many days after its due date a cycle that nobody ran is still asked. */
export const LATE_DAYS = 14;

/** Without lastRenewedOn, a renewal date that moves by more than this names a new term. */
export const SAME_TERM_DAYS = 180;
/** Renewal dates this close to each other belong to one term, whatever it is said to have started with. */
const SAME_RENEWAL_DAYS = 30;

/**
 * One firing of a program for one account, planned or decided.
 *
 * `planned` and `waiting` (for a cooldown to end) stand in the due index under `lookOn`; the rest have left it.
 */
export const Milestone = z.object({
  type: z.literal("milestone"),
  version: z.literal(1),
  accountId: z.string(),
  programId: z.string(),
  cycle: z.string(),
  /** What it was counted from: the account's date or, of a recurring program, the turn. */
  anchorOn: Day,
  dueOn: Day,
  status: z.enum(["planned", "waiting", "done", "missed", "withdrawn"]),
  /** The day on which it is to be looked at; once it is done or missed, on which it was. */
  lookOn: Day,
  /** The contacts asked in this cycle. */
  contacts: z.array(z.string()).default([]),
  /** Whose mail was withdrawn unsent, once for each time: asked by nobody, and not among {@link contacts} any more. */
  withdrawals: z.array(z.string()).optional(),
  /** The day of the newest mail of this cycle. */
  lastAskedOn: Day.optional(),
  /** The same, where the program as it was then counts towards the account's cap, whatever it has become since. */
  cappedOn: Day.optional(),
});
export type Milestone = z.infer<typeof Milestone>;

export const isOpen = (milestone: Milestone): boolean =>
  milestone.status === "planned" || milestone.status === "waiting";

/**
 * What the account's dates make of its milestones: those to be written, none where nothing changes.
 *
 * A moved date moves its milestone. Somebody asked, and the cycle is over, whatever moves. A milestone of another
 * cycle, of a date that is gone or of a retired program is withdrawn. A due date more than {@link LATE_DAYS} back is not
 * planned anew.
 */
export function planMilestones(
  account: Account,
  programs: readonly Program[],
  existing: readonly Milestone[],
  today: Day,
): Milestone[] {
  return programs.filter(isPlannedProgram).flatMap((program) =>
    planProgram(
      account,
      program,
      existing.filter((m) => m.programId === program.programId),
      today,
    ),
  );
}

/**
 * What a program that was changed makes of an account's milestones: those to be written. One that fires on events from
 * now on withdraws what it had planned by dates.
 */
export function replannedMilestones(
  account: Account,
  program: Program,
  existing: readonly Milestone[],
  today: Day,
): Milestone[] {
  const own = existing.filter((milestone) => milestone.programId === program.programId);
  return isPlannedProgram(program)
    ? planProgram(account, program, own, today)
    : own.filter((milestone) => isOpen(milestone)).map(withdrawn);
}

/** What one program makes of an account's milestones of that program. */
export function planProgram(
  account: Account,
  program: PlannedProgram,
  existing: readonly Milestone[],
  today: Day,
): Milestone[] {
  const { trigger, status } = program;
  if (status === "retired") return existing.filter(isOpen).map(withdrawn);
  return trigger.kind === "recurring"
    ? planTurn(account, { ...program, trigger }, existing, today)
    : planDate(account, { ...program, trigger }, existing, today);
}

/**
 * The next turn, where none is open. Turns that the program does not have any more are withdrawn; none is planned
 * within half a period after the account was asked, however the period has been changed.
 */
function planTurn(
  account: Account,
  program: RecurringProgram,
  existing: readonly Milestone[],
  today: Day,
): Milestone[] {
  const { accountId } = account;
  const isTurn = ({ cycle, anchorOn }: Milestone) =>
    cycle.startsWith("turn-") && turnFrom(accountId, program, anchorOn) === anchorOn;
  const open = existing.filter(isOpen);
  const changes = open.filter((milestone) => !isTurn(milestone)).map(withdrawn);
  if (changes.length < open.length) return changes;
  const earliest = existing.flatMap(({ status, anchorOn, lastAskedOn }) => [
    ...(status === "done" || status === "missed" ? [addDays(anchorOn, 1)] : []),
    ...(lastAskedOn === undefined ? [] : [addDays(lastAskedOn, Math.ceil(program.trigger.everyDays / 2))]),
  ]);
  const dueOn = turnFrom(accountId, program, earliest.reduce(laterOf, today));
  const cycle = `turn-${dueOn}`;
  const before = existing.find((milestone) => milestone.cycle === cycle);
  return [...changes, plannedFor(account, program, { cycle, anchorOn: dueOn, dueOn, lookOn: dueOn }, before)];
}

function plannedFor(
  { accountId }: Account,
  { programId }: PlannedProgram,
  when: Pick<Milestone, "cycle" | "anchorOn" | "dueOn" | "lookOn">,
  before: Milestone | undefined,
): Milestone {
  return {
    type: "milestone",
    version: 1,
    accountId,
    programId,
    ...when,
    status: "planned",
    contacts: before?.contacts ?? [],
    lastAskedOn: before?.lastAskedOn,
    cappedOn: before?.cappedOn,
  };
}

function planDate(
  account: Account,
  program: DateProgram,
  existing: readonly Milestone[],
  today: Day,
): Milestone[] {
  const anchorOn = account[program.trigger.anchor];
  if (anchorOn === undefined) return existing.filter(isOpen).map(withdrawn);
  const dueOn = addDays(anchorOn, program.trigger.offsetDays);
  const cycle = cycleOf(account, program, anchorOn, existing);
  const changes = existing.filter((m) => m.cycle !== cycle && isOpen(m)).map(withdrawn);
  const current = existing.find((m) => m.cycle === cycle);
  const isInTime = dueOn >= addDays(today, -LATE_DAYS);
  const lookOn = isInTime ? dueOn : laterOf(dueOn, today);
  const planned = plannedFor(account, program, { cycle, anchorOn, dueOn, lookOn }, current);
  if (current === undefined) return isInTime ? [...changes, planned] : changes;
  if (isOpen(current))
    return current.anchorOn === anchorOn && current.dueOn === dueOn ? changes : [...changes, planned];
  const mayFireAgain = current.contacts.length === 0 && isInTime;
  const isMoved = current.dueOn !== dueOn || current.status === "withdrawn";
  return mayFireAgain && isMoved ? [...changes, planned] : changes;
}

const withdrawn = (milestone: Milestone): Milestone => ({ ...milestone, status: "withdrawn" });

/** Names the cycle that a date belongs to: the account's life, or the subscription term by its start. */
export function cycleOf(
  account: Account,
  program: { readonly trigger: Pick<DateProgram["trigger"], "cycle"> },
  anchorOn: Day,
  existing: readonly Pick<Milestone, "cycle" | "anchorOn">[],
): string {
  if (program.trigger.cycle === "life") return "life";
  const terms = existing.filter((m) => m.cycle.startsWith("term-"));
  const distance = (m: Pick<Milestone, "anchorOn">) => Math.abs(daysBetween(m.anchorOn, anchorOn));
  const nearest = terms.toSorted((a, b) => distance(a) - distance(b))[0];
  // Two terms do not end so close to each other: the same term, whose start has been corrected or become known.
  if (nearest !== undefined && distance(nearest) <= SAME_RENEWAL_DAYS) return nearest.cycle;
  if (account.lastRenewedOn !== undefined) {
    const startedOn = account.lastRenewedOn;
    const isOfThisTerm =
      nearest !== undefined && distance(nearest) < Math.abs(daysBetween(startedOn, nearest.anchorOn));
    // Counted from a day that is nearer to this term's end than to its start: whatever it was named when its start was
    // not known or said otherwise, it was of this term, and so is the day it moves to.
    return isOfThisTerm ? nearest.cycle : `term-${startedOn}`;
  }
  if (nearest === undefined) return `term-${account.customerSince ?? `to-${anchorOn}`}`;
  if (distance(nearest) <= SAME_TERM_DAYS) return nearest.cycle;
  return nearest.anchorOn < anchorOn ? `term-${nearest.anchorOn}` : `term-to-${anchorOn}`;
}
