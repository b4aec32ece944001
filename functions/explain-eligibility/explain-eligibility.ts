import type { Account, Day } from "#shared/domain/account.ts";
import type { Contact } from "#shared/domain/contact.ts";
import { addDays } from "#shared/domain/days.ts";
import { type Decision, decideAccount } from "#shared/domain/eligibility.ts";
import type { Case, LastAsked } from "#shared/domain/eligibility-rules.ts";
import type { Hold } from "#shared/domain/hold.ts";
import { isOpen, type Milestone, planMilestones } from "#shared/domain/milestone.ts";
import { isDateProgram, type Program, waitsUntil } from "#shared/domain/program.ts";

export type EligibilityPorts = {
  accountWithContacts(accountId: string): Promise<{
    readonly account?: Account;
    readonly contacts: readonly Contact[];
    readonly holds: readonly Hold[];
    readonly milestones: readonly Milestone[];
  }>;
  /** What a run of that day decided of the account, from the ledger. */
  recorded(programId: string, on: Day, accountId: string): Promise<readonly Decision[] | undefined>;
  lastAsked(contacts: readonly Contact[]): Promise<(contact: Contact) => LastAsked | undefined>;
};

export type Eligibility = {
  readonly accountId: string;
  readonly programId: string;
  readonly on: Day;
  /** `ledger`: as decided on that day. `evaluation`: as it would be decided with what is known today. */
  readonly from: "ledger" | "evaluation";
  readonly contacts: readonly Decision[];
};

/**
 * Why each contact of an account was, or would be, asked or not on a day. A day on which a run decided is answered
 * from the record; any other by evaluating the rules. Undefined for an account that is not known.
 */
export const explainEligibility =
  (ports: EligibilityPorts) =>
  async (input: { accountId: string; program: Program; on: Day }): Promise<Eligibility | undefined> => {
    const { accountId, program, on } = input;
    const { account, contacts, holds, milestones } = await ports.accountWithContacts(accountId);
    if (account === undefined) return undefined;
    const answer = { accountId, programId: program.programId, on };
    const recorded = await ports.recorded(program.programId, on, accountId);
    if (recorded !== undefined) return { ...answer, from: "ledger", contacts: recorded };

    // Every touchpoint is a cycle of its own: what earlier ones led to is over, and bars by the cooldown alone.
    const milestone = isDateProgram(program) ? currentMilestone(account, program, milestones, on) : undefined;
    const decisions = decideAccount({
      program,
      account,
      contacts,
      ...timing(program, account, on),
      holds,
      isOver: milestone !== undefined && !isOpen(milestone),
      isFirstLook: milestone?.status !== "waiting",
      asked: milestone?.contacts ?? [],
      on,
      lastAsked: await ports.lastAsked(contacts),
    });
    return { ...answer, from: "evaluation", contacts: decisions };
  };

/** When the account is due; for a program that waits for an event, as if it happened on the day in question. */
function timing(program: Program, account: Account, on: Day): Pick<Case, "dueOn" | "waitsUntil"> {
  if (!isDateProgram(program)) return { dueOn: on, waitsUntil: on };
  const anchorOn = account[program.trigger.anchor];
  if (anchorOn === undefined) return { dueOn: undefined, waitsUntil: undefined };
  return { dueOn: addDays(anchorOn, program.trigger.offsetDays), waitsUntil: waitsUntil(program, anchorOn) };
}

/** The milestone of the cycle that the account is in: as planned, as it would be planned, or the newest decided. */
function currentMilestone(
  account: Account,
  program: Program,
  milestones: readonly Milestone[],
  on: Day,
): Milestone | undefined {
  const own = milestones.filter((milestone) => milestone.programId === program.programId);
  const open = own.find(isOpen) ?? planMilestones(account, [program], own, on).find(isOpen);
  return open ?? own.toSorted((a, b) => b.dueOn.localeCompare(a.dueOn))[0];
}
