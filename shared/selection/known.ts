import type { Contact } from "../domain/accounts/contact.ts";
import type { Suppression } from "../domain/accounts/suppression.ts";
import type { AccountState, Case, LastAsked } from "../domain/eligibility/case.ts";
import type { Asked, PersonState } from "../dynamodb/person-state.ts";
import type { RecipientPorts } from "../dynamodb/recipients.ts";

/** What is known of the people behind an account's contacts, over all accounts. */
export type Known = {
  hashOf(contact: Contact): string;
  asked(contact: Contact): Asked | undefined;
  /** Notes what has been found out since: who was asked a moment ago. */
  note(contact: Contact, asked: Asked): void;
  suppressed(contact: Contact): Suppression | undefined;
  elsewhere(contact: Contact): readonly AccountState[];
};

/** Reads what is known of an account's people, and the other accounts of those who are at several. */
export async function knownOf(
  ports: Pick<RecipientPorts, "people" | "personHash" | "accountWithContacts">,
  accountId: string,
  contacts: readonly Contact[],
): Promise<Known> {
  const hashes = new Map(contacts.map((contact) => [contact.contactId, ports.personHash(contact.email)]));
  const hashOf = (contact: Contact): string => hashes.get(contact.contactId) ?? "";
  const people = await ports.people([...new Set(hashes.values())]);
  const asked = new Map([...people].flatMap(([hash, state]) => (state.asked ? [[hash, state.asked]] : [])));
  const others = await otherAccounts(ports, accountId, [...people.values()]);
  return {
    hashOf,
    asked: (contact) => asked.get(hashOf(contact)),
    note: (contact, last) => void asked.set(hashOf(contact), last),
    suppressed: (contact) => people.get(hashOf(contact))?.suppression,
    elsewhere: (contact) =>
      (people.get(hashOf(contact))?.contacts ?? []).flatMap((one) => others.get(one.accountId) ?? []),
  };
}

async function otherAccounts(
  ports: Pick<RecipientPorts, "accountWithContacts">,
  accountId: string,
  people: readonly PersonState[],
): Promise<Map<string, AccountState>> {
  const ids = people.flatMap(({ contacts }) => contacts.map((contact) => contact.accountId));
  const states = await Promise.all(
    [...new Set(ids)]
      .filter((id) => id !== accountId)
      .map(async (id): Promise<[string, AccountState][]> => {
        const { account, ...state } = await ports.accountWithContacts(id);
        return account === undefined ? [] : [[id, { ...state, account }]];
      }),
  );
  return new Map(states.flat());
}

/** The rules' questions about people, answered by what is known. */
export const answersOf = (
  known: Known,
  isOwn: (contact: Contact) => boolean = () => false,
): Pick<Case, "lastAsked" | "suppressed" | "elsewhere"> => ({
  // Its own slot, claimed before a crash, does not bar an invitation.
  lastAsked: (contact): LastAsked | undefined => (isOwn(contact) ? undefined : known.asked(contact)),
  suppressed: known.suppressed,
  elsewhere: known.elsewhere,
});
