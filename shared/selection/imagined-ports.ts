import type { Day } from "../domain/accounts/account.ts";
import { addDays, FIRST_DAY } from "../domain/days.ts";
import type { Decision } from "../domain/eligibility/eligibility.ts";
import { isOpen, type Milestone } from "../domain/eligibility/milestone.ts";
import { COOLDOWN_DAYS } from "../domain/eligibility/slot-rules.ts";
import type { Program } from "../domain/programs/program.ts";
import type { Invitation } from "../domain/sending/invitation.ts";
import type { DueMilestone } from "../dynamodb/milestones.ts";
import type { PersonState } from "../dynamodb/person-state.ts";
import type { AccountWithContacts } from "../dynamodb/portfolio.ts";
import { NOTHING_COUNTED } from "../dynamodb/runs.ts";
import { sideBySide } from "../side-by-side.ts";
import { knownOf } from "./known.ts";
import type { SelectInput, SelectPorts } from "./select-ports.ts";

/** The world as it is: what an imagined one starts from. Nothing of it is ever written. */
export type RealPorts = Pick<
  SelectPorts,
  | "accountWithContacts"
  | "people"
  | "personHash"
  | "cursor"
  | "milestonesToLookAt"
  | "accountIds"
  | "sendTimes"
>;

export type Imagining = {
  readonly programs: readonly Program[];
  /** The last day that will be looked at. */
  readonly until: Day;
  /** Is told of everybody selected, and then of every decision of their account. */
  onSelected(invitation: Invitation): void;
  onDecisions(
    run: SelectInput,
    accountId: string,
    decisions: readonly Decision[],
    settled: Milestone,
  ): void | Promise<void>;
};

/** Selection looks at one account after the other; what it will look at is read so many at once. */
const READ_AT_ONCE = 32;

/**
 * What selection reads and writes, over the real world and kept in memory: days can be run that have not come, one
 * after the other, each seeing what those before it would have done. Reads each account and person once.
 *
 * Two worlds that are to differ by their programs alone start from the same {@link readOnce}.
 */
export function imaginedPorts(real: RealPorts, imagining: Imagining): SelectPorts {
  const { programs, until } = imagining;
  const accounts = new Map<string, AccountWithContacts>();
  const people = new Map<string, PersonState>();
  const cursors = new Map<string, Day>();
  const due = new Map<string, Promise<DueDays>>();

  const readDue = async (programId: string): Promise<DueDays> =>
    new DueDays(await real.milestonesToLookAt(programId, FIRST_DAY, until));
  const dueDaysOf = (programId: string): Promise<DueDays> => {
    // Kept before it is read: two who ask at once must not each fill days of their own.
    const days = due.get(programId) ?? readDue(programId);
    due.set(programId, days);
    return days;
  };
  const accountWithContacts = async (accountId: string): Promise<AccountWithContacts> => {
    const known = accounts.get(accountId) ?? (await real.accountWithContacts(accountId));
    if (!accounts.has(accountId)) accounts.set(accountId, known);
    return known;
  };
  const write = async (milestone: Milestone): Promise<void> => {
    const { accountId, programId, cycle } = milestone;
    const days = await dueDaysOf(programId);
    const state = await accountWithContacts(accountId);
    const isSame = (m: Milestone) => m.programId === programId && m.cycle === cycle;
    const before = state.milestones.find(isSame);
    if (before !== undefined) days.remove(before);
    if (isOpen(milestone)) days.add(milestone);
    const milestones = [...state.milestones.filter((m) => !isSame(m)), milestone];
    accounts.set(accountId, { ...state, milestones });
  };

  const reads = {
    personHash: real.personHash,
    accountWithContacts,
    people: async (hashes: readonly string[]) => {
      const unknown = hashes.filter((hash) => !people.has(hash));
      if (unknown.length > 0) for (const [hash, state] of await real.people(unknown)) people.set(hash, state);
      return new Map(hashes.map((hash) => [hash, people.get(hash) ?? { contacts: [] }]));
    },
  };
  const readAhead = async (due: readonly DueMilestone[]): Promise<void> => {
    const ids = new Set(due.map(({ accountId }) => accountId));
    await sideBySide(ids, READ_AT_ONCE, async (accountId) => {
      const { contacts } = await accountWithContacts(accountId);
      await knownOf(reads, accountId, contacts);
    });
  };

  return {
    ...reads,
    programs: async () => programs,
    sendTimes: real.sendTimes,
    accountIds: real.accountIds,
    claimPerson: async ({ personHash, invitationId, programId, on }) => {
      const state = people.get(personHash) ?? { contacts: [] };
      const last = state.asked;
      if (last?.invitationId === invitationId) return { kind: "claimed" };
      if (last !== undefined && last.on > addDays(on, -COOLDOWN_DAYS)) return { kind: "taken", last };
      people.set(personHash, {
        ...state,
        asked: { on, by: { invitationId, program: programId }, invitationId },
      });
      return { kind: "claimed" };
    },
    saveSelected: async (invitation) => imagining.onSelected(invitation),
    cursor: async (programId) => cursors.get(programId) ?? (await real.cursor(programId)),
    advanceCursor: async (programId, ranUpTo) => void cursors.set(programId, ranUpTo),
    milestonesToLookAt: async (programId, from, to) => {
      const look = (await dueDaysOf(programId)).between(from, to);
      await readAhead(look);
      return look;
    },
    saveDecisions: async (run, accountId, decisions, _, settled) =>
      imagining.onDecisions(run, accountId, decisions, settled),
    settleMilestone: async (_, milestone) => write(milestone),
    saveMilestone: write,
    countDecisions: async () => NOTHING_COUNTED,
    run: async () => undefined,
    saveRun: async () => {},
  };
}

/** A program's open milestones by the day on which they are to be looked at. */
class DueDays {
  private readonly days = new Map<Day, Map<string, DueMilestone>>();

  constructor(due: readonly DueMilestone[]) {
    for (const one of due) this.add(one);
  }

  add({ accountId, cycle, lookOn }: DueMilestone): void {
    const day = this.days.get(lookOn) ?? new Map<string, DueMilestone>();
    this.days.set(lookOn, day.set(`${accountId}#${cycle}`, { accountId, cycle, lookOn }));
  }

  remove({ accountId, cycle, lookOn }: DueMilestone): void {
    this.days.get(lookOn)?.delete(`${accountId}#${cycle}`);
  }

  between(from: Day, to: Day): DueMilestone[] {
    const days = [...this.days.keys()].filter((day) => day >= from && day <= to);
    return days
      .flatMap((day) => [...(this.days.get(day)?.values() ?? [])])
      .sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
  }
}
