import type { Person } from "../domain/accounts/person.ts";
import type { Suppression } from "../domain/accounts/suppression.ts";
import type { LastAsked } from "../domain/eligibility/case.ts";
import { personPartition } from "./keys.ts";
import { itemsOfPartition } from "./partition.ts";
import { personFrom } from "./people.ts";
import type { ContactId } from "./portfolio.ts";
import { suppressionBy } from "./suppressions.ts";
import type { Table } from "./table.ts";

/** When somebody was last asked, and by which of our invitations where it was one. */
export type Asked = LastAsked & { readonly invitationId?: string };

/** What is known of the person behind an e-mail, over all accounts. */
export type PersonState = {
  readonly asked?: Asked;
  readonly suppression?: Suppression;
  /** The contacts that they are, or were before an address was changed. */
  readonly contacts: readonly ContactId[];
};

export function askedOf({ lastOn, lastBy }: Person): Asked | undefined {
  if (lastOn === undefined || lastBy === undefined) return undefined;
  return {
    on: lastOn,
    by: lastBy,
    ...("invitationId" in lastBy ? { invitationId: lastBy.invitationId } : {}),
  };
}

/** What is known of each of these people, by their hash. */
export async function peopleOf(table: Table, hashes: readonly string[]): Promise<Map<string, PersonState>> {
  const states = await Promise.all([...new Set(hashes)].map((hash) => personState(table, hash)));
  return new Map(states);
}

async function personState(table: Table, hash: string): Promise<[string, PersonState]> {
  const items = await itemsOfPartition(table, personPartition(hash));
  const person = items.find(({ type }) => type === "person");
  const suppression = suppressionBy(items.find(({ type }) => type === "suppression") ?? {});
  const asked = person === undefined ? undefined : askedOf(personFrom(person));
  return [
    hash,
    {
      ...(asked === undefined ? {} : { asked }),
      ...(suppression === undefined ? {} : { suppression }),
      contacts: items
        .filter(({ type }) => type === "person-contact")
        .map(({ accountId, contactId }) => ({ accountId: String(accountId), contactId: String(contactId) })),
    },
  ];
}
