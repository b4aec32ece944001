import type { Account, Day } from "#shared/domain/accounts/account.ts";
import { type Contact, personKey } from "#shared/domain/accounts/contact.ts";
import type { Hold } from "#shared/domain/accounts/hold.ts";
import { type Ask, type Person, withAsk } from "#shared/domain/accounts/person.ts";
import type { Suppression } from "#shared/domain/accounts/suppression.ts";
import type { AccountState } from "#shared/domain/eligibility/case.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import { isOpen, type Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { AccountWithContacts } from "#shared/dynamodb/portfolio.ts";
import type { Run } from "#shared/dynamodb/runs.ts";
import type { SelectInput } from "#shared/selection/select-ports.ts";

/** A look at an account as the ledger was told of it, with what stood there at that moment. */
export type Look = {
  readonly run: SelectInput;
  readonly on: Day;
  readonly state: AccountState;
  readonly decisions: readonly Decision[];
};
/** Somebody asked, with what stood there at that moment. */
export type Asking = {
  readonly invitation: Invitation;
  readonly program: Program;
  readonly state: AccountState;
  readonly person: string;
  readonly decidedOn: Day;
  readonly sendsOn: Day;
  readonly isSuppressed: boolean;
  /** How often the account had been renewed. */
  readonly term: number;
};

/** For when a program was to look at an account, and since which day that was known. */
export type Plan = {
  readonly accountId: string;
  readonly programId: string;
  readonly lookOn: Day;
  readonly since: Day;
};

/** What accounts have, by a key of its own and by account. */
class Kept<T extends { readonly accountId: string }> extends Map<string, T> {
  private readonly ofAccount = new Map<string, Map<string, T>>();

  override set(key: string, value: T): this {
    const { accountId } = value;
    const own = this.ofAccount.get(accountId) ?? new Map<string, T>();
    this.ofAccount.set(accountId, own.set(key, value));
    return super.set(key, value);
  }

  of(accountId: string): T[] {
    return [...(this.ofAccount.get(accountId)?.values() ?? [])];
  }
}

/** What a world holds, and what has happened in it. */
export class Memory {
  today: Day = "";
  programs: readonly Program[];
  readonly accounts = new Map<string, Account>();
  readonly contacts = new Kept<Contact>();
  readonly holds = new Kept<Hold>();
  readonly milestones = new Kept<Milestone>();
  readonly open = new Map<string, Milestone>();
  readonly people = new Map<string, Person>();
  readonly suppressions = new Map<string, Suppression>();
  readonly cursors = new Map<string, Day>();
  readonly runs = new Map<string, Run>();
  readonly changes: { readonly id: string; readonly on: Day }[] = [];
  readonly plans: Plan[] = [];
  readonly terms = new Map<string, number>();
  readonly joinedOn = new Map<string, Day>();
  readonly looks: Look[] = [];
  readonly settled: { readonly milestone: Milestone; readonly look: Look | undefined }[] = [];
  readonly askings = new Map<string, Asking>();
  readonly sends: { readonly person: string; readonly on: Day; readonly knownOn: Day }[] = [];
  private byPerson: Map<string, Contact[]> | undefined;

  constructor(programs: readonly Program[]) {
    this.programs = programs;
  }

  of(accountId: string): AccountWithContacts {
    return {
      account: this.accounts.get(accountId),
      contacts: this.contacts.of(accountId),
      holds: this.holds.of(accountId),
      milestones: this.milestones.of(accountId),
    };
  }

  stateOf(accountId: string): AccountState {
    const { account, ...rest } = this.of(accountId);
    if (account === undefined) throw new Error(`there is no account ${accountId}`);
    return { ...rest, account };
  }

  programOf(programId: string): Program {
    const program = this.programs.find((one) => one.programId === programId);
    if (program === undefined) throw new Error(`there is no program ${programId}`);
    return program;
  }

  contactsOf(person: string): readonly Contact[] {
    this.byPerson ??= Map.groupBy(this.contacts.values(), ({ email }) => personKey(email));
    return this.byPerson.get(person) ?? [];
  }

  writeContact(contact: Contact): void {
    this.byPerson = undefined;
    this.contacts.set(`${contact.accountId} ${contact.contactId}`, contact);
  }

  /** What has been written of the same cycle. */
  milestone(of: Milestone): Milestone | undefined {
    return this.milestones.get(keyOf(of));
  }

  /** Who was asked in a cycle is never forgotten. */
  writeMilestone(milestone: Milestone): void {
    const before = this.milestone(milestone);
    const asked = new Set([...(before?.contacts ?? []), ...milestone.contacts]);
    const lastAskedOn = milestone.lastAskedOn ?? before?.lastAskedOn;
    const cappedOn = milestone.cappedOn ?? before?.cappedOn;
    this.milestones.set(keyOf(milestone), { ...milestone, contacts: [...asked], lastAskedOn, cappedOn });
    if (isOpen(milestone)) this.open.set(keyOf(milestone), milestone);
    else this.open.delete(keyOf(milestone));
    const { accountId, programId, lookOn } = milestone;
    if (isOpen(milestone) && (before === undefined || !isOpen(before) || before.lookOn !== lookOn))
      this.plans.push({ accountId, programId, lookOn, since: this.today });
  }

  noteAsk(person: string, ask: Ask): void {
    const before = this.people.get(person) ?? {};
    this.people.set(person, withAsk(before, ask) ?? before);
  }
}

const keyOf = ({ accountId, programId, cycle }: Milestone): string => `${accountId} ${programId} ${cycle}`;
