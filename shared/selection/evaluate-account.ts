import type { Day } from "../domain/accounts/account.ts";
import { addDays, daysBetween, utcDay } from "../domain/days.ts";
import type { AccountState, Case } from "../domain/eligibility/case.ts";
import { type Decision, decideContact, decideNobody } from "../domain/eligibility/eligibility.ts";
import { cycleOf, isOpen, LATE_DAYS, type Milestone, planProgram } from "../domain/eligibility/milestone.ts";
import { COOLDOWN_DAYS } from "../domain/eligibility/slot-rules.ts";
import {
  isDateProgram,
  isPlannedProgram,
  isRecurringProgram,
  isSampleProgram,
  type PlannedProgram,
  type Program,
  type SampleProgram,
  waitsUntil,
} from "../domain/programs/program.ts";
import { cycleOfDraw, drawBefore } from "../domain/programs/turn.ts";
import type { RecipientPorts } from "../dynamodb/recipients.ts";
import { answersOf, knownOf } from "./known.ts";
import { type SendTimes, sendTimeOf } from "./selected-invitation.ts";

export type EvaluatePorts = Pick<RecipientPorts, "people" | "personHash" | "accountWithContacts"> & {
  /** Up to which day a program has been run completely. */
  cursor(programId: string): Promise<Day | undefined>;
};

export type Evaluating = {
  readonly program: Program;
  readonly programs: readonly Program[];
  /** The day of which it is asked. */
  readonly on: Day;
  readonly sendTimes: SendTimes;
};

/** How an account would be decided on a day, with what is known today. Nothing is written. */
export async function evaluateAccount(
  ports: EvaluatePorts,
  { program, programs, on, sendTimes }: Evaluating,
  known: AccountState,
): Promise<Decision[]> {
  const midnight = new Date(`${on}T00:00:00Z`);
  const from = { program, decidedOn: on, now: midnight, sendTimes };
  const state = stateOn(on, known, program);
  const { elsewhere, ...answers } = answersOf(await knownOf(ports, state.account.accountId, state.contacts));
  const cycle = await cycleOn(ports, program, state, on);
  // Grows with everybody selected: the same person may come again, as another contact of the account.
  const asked = [...cycle.asked];
  const of: Case = {
    ...state,
    program,
    programs,
    on,
    ...cycle,
    asked,
    sendsOn: (contact) => utcDay(sendTimeOf(from, contact)),
    ...answers,
    elsewhere: (contact) => elsewhere?.(contact).map((other) => stateOn(on, other)) ?? [],
  };
  if (state.contacts.length === 0) return [decideNobody(of)];
  return state.contacts.map((contact) => {
    const decision = decideContact(of, contact);
    if (decision.verdict === "selected") asked.push(contact.contactId);
    return decision;
  });
}

/**
 * The account as it will be by a coming day: what is planned until then has been decided, and bars nobody any more
 * once the cooldown after it is over. The turn of the program itself gives way to its next as soon as it is too late.
 */
function stateOn(on: Day, state: AccountState, program?: Program): AccountState {
  const isOver = ({ programId, lookOn, dueOn }: Milestone): boolean => {
    if (programId !== program?.programId) return daysBetween(lookOn, on) > COOLDOWN_DAYS;
    return isRecurringProgram(program) && daysBetween(dueOn, on) > LATE_DAYS;
  };
  const milestones = state.milestones.map((milestone) =>
    isOpen(milestone) && isOver(milestone) ? { ...milestone, status: "missed" as const } : milestone,
  );
  return { ...state, milestones };
}

type Cycle = Pick<Case, "cycle" | "dueOn" | "waitsUntil" | "over" | "isFirstLook" | "asked" | "draw">;

async function cycleOn(ports: EvaluatePorts, program: Program, state: AccountState, on: Day): Promise<Cycle> {
  if (isPlannedProgram(program)) return plannedCycle(program, state, on);
  if (isSampleProgram(program)) return drawnCycle(program, state, on, await ports.cursor(program.programId));
  // Of an event program, as if it happened on the day in question: every touchpoint is a cycle of its own.
  return { dueOn: on, waitsUntil: undefined, isFirstLook: true, asked: [] };
}

/** The cycle that is open by then; else the present one, whether it has been decided or never came to it. */
function plannedCycle(program: PlannedProgram, { account, milestones }: AccountState, on: Day): Cycle {
  const own = milestones.filter(({ programId }) => programId === program.programId);
  const [anchorOn, offsetDays] = isDateProgram(program)
    ? [account[program.trigger.anchor], program.trigger.offsetDays]
    : [undefined, 0];
  if (isDateProgram(program) && anchorOn === undefined)
    return { dueOn: undefined, waitsUntil: undefined, isFirstLook: true, asked: [] };
  const open = own.find(isOpen) ?? planProgram(account, program, own, on).find(isOpen);
  if (open !== undefined) {
    const { cycle, dueOn, contacts: asked } = open;
    const isFirstLook = open.status === "planned";
    return { cycle, dueOn, waitsUntil: waitsUntil(program, open.anchorOn), isFirstLook, asked };
  }
  const dueOn = anchorOn === undefined ? undefined : addDays(anchorOn, offsetDays);
  const never = { dueOn, waitsUntil: undefined, isFirstLook: true, asked: [] };
  if (!isDateProgram(program) || anchorOn === undefined) return never;
  const present = cycleOf(account, program, anchorOn, own);
  const decided = own.find(({ cycle }) => cycle === present);
  // Withdrawn with nobody asked is as if it had never been.
  if (decided === undefined || (decided.status === "withdrawn" && decided.contacts.length === 0))
    return { ...never, cycle: present };
  const status = decided.status === "missed" ? "missed" : "done";
  const over = { status, lookedAtOn: decided.lookOn } as const;
  return { ...never, cycle: present, dueOn: decided.dueOn, over, asked: decided.contacts };
}

/** The draw of the day or, where nobody has made it yet, a late one; else the next, which is not due yet. */
function drawnCycle(
  program: SampleProgram,
  { milestones }: AccountState,
  on: Day,
  cursor: Day | undefined,
): Cycle {
  const { programId, trigger } = program;
  const base = { waitsUntil: undefined, isFirstLook: true };
  const drawOn = drawBefore(program, on);
  if (drawOn === undefined) return { ...base, dueOn: trigger.startsOn, asked: [] };
  const isMade = cursor !== undefined && cursor >= drawOn;
  if (drawOn !== on && (isMade || daysBetween(drawOn, on) > LATE_DAYS))
    return { ...base, dueOn: addDays(drawOn, trigger.everyDays), asked: [] };
  const cycle = cycleOfDraw(drawOn);
  const own = milestones.find((milestone) => milestone.programId === programId && milestone.cycle === cycle);
  // Whom a draw reached, its ledger says; to anybody else, one that was made has no room left.
  const draw = isMade ? { draw: { size: trigger.size, taken: trigger.size } } : {};
  return { ...base, cycle, dueOn: drawOn, asked: own?.contacts ?? [], ...draw };
}
