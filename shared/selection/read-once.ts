import type { DueMilestone } from "../dynamodb/milestones.ts";
import type { PersonState } from "../dynamodb/person-state.ts";
import type { AccountWithContacts } from "../dynamodb/portfolio.ts";
import type { RealPorts } from "./imagined-ports.ts";

/** The world as it is when it is first looked at: what was read stays as it was read, and is not read again. */
export function readOnce(real: RealPorts): RealPorts {
  const accounts = new Map<string, Promise<AccountWithContacts>>();
  const people = new Map<string, PersonState>();
  const due = new Map<string, Promise<DueMilestone[]>>();
  const cursors = new Map<string, ReturnType<RealPorts["cursor"]>>();
  let accountIds: ReturnType<RealPorts["accountIds"]> | undefined;

  return {
    personHash: real.personHash,
    sendTimes: real.sendTimes,
    accountWithContacts: (accountId) => kept(accounts, accountId, () => real.accountWithContacts(accountId)),
    people: async (hashes) => {
      const unknown = hashes.filter((hash) => !people.has(hash));
      const read = unknown.length === 0 ? [] : await real.people(unknown);
      for (const [hash, state] of read) if (!people.has(hash)) people.set(hash, state);
      return new Map(hashes.map((hash) => [hash, people.get(hash) ?? { contacts: [] }]));
    },
    milestonesToLookAt: (programId, from, to) =>
      kept(due, [programId, from, to].join(" "), () => real.milestonesToLookAt(programId, from, to)),
    cursor: (programId) => kept(cursors, programId, () => real.cursor(programId)),
    accountIds: () => {
      accountIds ??= real.accountIds();
      return accountIds;
    },
  };
}

function kept<T>(known: Map<string, T>, key: string, read: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const now = read();
  known.set(key, now);
  return now;
}
