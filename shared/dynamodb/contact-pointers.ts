import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Contact } from "../domain/accounts/contact.ts";
import { contactAccountKey, type Key, personContactKey } from "./keys.ts";
import { type Table, toItem } from "./table.ts";

type ContactId = Pick<Contact, "accountId" | "contactId">;

/**
 * How many items beside a contact lead to it: by its id, and from its person. One that was saved when there were fewer
 * gets the rest when it is saved again.
 */
export const POINTERS = 2;

/** Lets a contact be found by its id alone, and from the person that it is. */
export async function pointAt(
  table: Table,
  { accountId, contactId }: ContactId,
  personHash: string,
): Promise<void> {
  for (const item of [
    { ...personContactKey(personHash, accountId, contactId), type: "person-contact", contactId },
    { ...contactAccountKey(accountId, contactId), type: "contact-account" },
  ]) {
    const Item = toItem({ ...item, version: 1, accountId });
    await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  }
}

/** A contact is not this person, or no longer. */
export const unpointFromPerson = (
  table: Table,
  { accountId, contactId }: ContactId,
  personHash: string,
): Promise<void> => remove(table, personContactKey(personHash, accountId, contactId));

/** The account has no contact of that id any more. */
export const unpointFromId = (table: Table, { accountId, contactId }: ContactId): Promise<void> =>
  remove(table, contactAccountKey(accountId, contactId));

async function remove(table: Table, { pk, sk }: Key): Promise<void> {
  await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: marshall({ pk, sk }) }));
}
