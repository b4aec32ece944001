import type { Day } from "../accounts/account.ts";
import { type Contact, personKey } from "../accounts/contact.ts";
import { addDays, daysBetween, laterOf } from "../days.ts";
import { isCapped, isPlannedProgram, isScheduledProgram, type PlannedProgram } from "../programs/program.ts";
import { type AccountState, type Case, fail, pass, type RuleResult, skipped } from "./case.ts";
import { hold, standingOfAccount, standingRules } from "./eligibility-rules.ts";
import { isOpen, type Milestone } from "./milestone.ts";

/** Days from a person's last survey to the first day on which they may be selected again. */
export const COOLDOWN_DAYS = 56;
/** How many cycles of scheduled programs that ask for satisfaction alone reach an account in {@link CAP_DAYS}. */
const CAP_CYCLES = 2;
export const CAP_DAYS = 365;

/** A person whom the account lists twice is one person. */
export function oncePerCycle(of: Case, contact: Contact): RuleResult {
  const person = personKey(contact.email);
  const isAsked =
    of.asked.includes(contact.contactId) ||
    of.contacts.some((other) => of.asked.includes(other.contactId) && personKey(other.email) === person);
  return isAsked ? fail("once-per-cycle", "already-asked") : pass("once-per-cycle");
}

export function cooldown(of: Case, contact: Contact): RuleResult {
  const last = of.lastAsked(contact);
  if (last === undefined) return pass("cooldown", { lastAskedOn: null });
  const until = addDays(last.on, COOLDOWN_DAYS);
  const evidence = { lastAskedOn: last.on, by: last.by, days: daysBetween(last.on, of.on) };
  if (of.on >= until) return pass("cooldown", evidence);
  return fail("cooldown", "contacted-recently", { ...evidence, until });
}

const sendsOn = (of: Case, contact: Contact): Day => of.sendsOn?.(contact) ?? of.on;

/**
 * Cycles that reached the account in the 365 days up to the day of the mail, this one left out: whom it asks beside
 * those it has asked does not make it another.
 */
export function accountCap(of: Case, contact: Contact): RuleResult {
  if (!isCapped(of.program)) return skipped("account-cap", "not-capped");
  if (of.asked.length > 0) return pass("account-cap", { counted: "this-cycle" });
  const after = addDays(sendsOn(of, contact), -CAP_DAYS);
  const reached = (of.milestones ?? [])
    .flatMap(({ programId, cycle, cappedOn }) => {
      const isThis = programId === of.program.programId && cycle === of.cycle;
      return !isThis && cappedOn !== undefined && cappedOn > after
        ? [{ program: programId, cycle, on: cappedOn }]
        : [];
    })
    .sort((a, b) => (a.on < b.on ? 1 : -1));
  const evidence = { reached, allowed: CAP_CYCLES, days: CAP_DAYS };
  const oldestThatBars = reached[CAP_CYCLES - 1];
  if (oldestThatBars === undefined) return pass("account-cap", evidence);
  return fail("account-cap", "asked-often-enough", {
    ...evidence,
    until: addDays(oldestThatBars.on, CAP_DAYS),
  });
}

/** Orders those who need the same slot: by rank, then the earlier due date, then the ids. The first goes first. */
type Place = readonly [rank: number, dueOn: Day, programId: string, accountId: string];

function comesBefore(a: Place, b: Place): boolean {
  for (const [i, mine] of a.entries()) {
    const other = b[i] ?? mine;
    if (mine !== other) return mine < other;
  }
  return false;
}

/**
 * Yields to what goes first and will need this person within the cooldown of a mail sent now, at any account of
 * theirs. Looked at again on the day after, when that has been decided. Event programs do not yield.
 */
export function arbitration(of: Case, contact: Contact): RuleResult {
  if (!isScheduledProgram(of.program) || of.dueOn === undefined)
    return skipped("arbitration", of.dueOn === undefined ? "no-due-date" : "event-program");
  const mine: Place = [of.program.rank, of.dueOn, of.program.programId, of.account.accountId];
  const { account, contacts, holds = [], milestones = [] } = of;
  const states = [{ account, contacts, holds, milestones }, ...(of.elsewhere?.(contact) ?? [])];
  const barsUntil = addDays(sendsOn(of, contact), COOLDOWN_DAYS);
  const [first] = states
    .flatMap((state) => needsOf(of, state, contact))
    .filter(({ place, needsOn }) => comesBefore(place, mine) && needsOn < barsUntil)
    .sort((a, b) => (comesBefore(a.place, b.place) ? -1 : 1));
  if (first === undefined) return pass("arbitration");
  const { programId: to, dueOn, accountId } = first.milestone;
  const isElsewhere = accountId !== account.accountId;
  return fail("arbitration", "yields", {
    says: `yields to ${to} due ${dueOn}`,
    to,
    dueOn,
    ...(isElsewhere ? { accountId } : {}),
    until: addDays(first.needsOn, 1),
  });
}

type Need = { readonly milestone: Milestone; readonly place: Place; readonly needsOn: Day };

/** When the planned programs will ask this person at an account, as far as can be known by now. */
function needsOf(of: Case, state: AccountState, contact: Contact): Need[] {
  const { accountId } = state.account;
  const person = personKey(contact.email);
  const theirs = state.contacts.filter(({ email }) => personKey(email) === person);
  return state.milestones.filter(isOpen).flatMap((milestone) => {
    const isThis =
      accountId === of.account.accountId &&
      milestone.programId === of.program.programId &&
      milestone.cycle === of.cycle;
    const program = (of.programs ?? []).find(({ programId }) => programId === milestone.programId);
    if (isThis || program === undefined || !isPlannedProgram(program) || program.status !== "active")
      return [];
    const needsOn = laterOf(milestone.lookOn, of.on);
    // Asked as one contact of the account, a person is not asked as another.
    const isAsked = theirs.some(({ contactId }) => milestone.contacts.includes(contactId));
    const isNeeded = !isAsked && theirs.some((one) => mayAsk(program, state, one, needsOn));
    const place: Place = [program.rank, milestone.dueOn, milestone.programId, accountId];
    return isNeeded ? [{ milestone, place, needsOn }] : [];
  });
}

function mayAsk(program: PlannedProgram, state: AccountState, contact: Contact, on: Day): boolean {
  const { account, contacts, holds } = state;
  const rules = [
    ...standingOfAccount({ program, account }),
    ...standingRules({ program, account, contacts }, contact),
    hold({ holds, on }, contact),
  ];
  return rules.every(({ verdict }) => verdict !== "fail");
}
