import { DeleteItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { Account } from "../domain/accounts/account.ts";
import { Contact } from "../domain/accounts/contact.ts";
import { Hold } from "../domain/accounts/hold.ts";
import type { Milestone } from "../domain/eligibility/milestone.ts";
import { itemsByKey } from "./batch-get.ts";
import { POINTERS, pointAt, unpointFromId, unpointFromPerson } from "./contact-pointers.ts";
import { listInDirectory, unlistFromDirectory } from "./directory.ts";
import { fieldUpdate } from "./field-update.ts";
import { accountKey, contactAccountsPartition, contactKey, directoryKey, renewalDueKey } from "./keys.ts";
import { milestoneFrom } from "./milestones.ts";
import { itemsOfPartition } from "./partition.ts";
import { fromItem, type Table, unlessConditionFails } from "./table.ts";

export type AccountWithContacts = {
  readonly account?: Account;
  /** Its place in the directory; undefined where it does not stand in all its {@link PLACES}. */
  readonly listedAs?: string;
  readonly contacts: readonly Contact[];
  readonly holds: readonly Hold[];
  readonly milestones: readonly Milestone[];
};

/**
 * In how many places beside its own an account stands: in the directory, and in the index by its renewal. One that was
 * saved when there were fewer gets the rest when it is saved again.
 */
const PLACES = 2;

/** An account with its contacts, holds and milestones: one query of its partition, which may hold more than these. */
export async function accountWithContacts(
  table: Table,
  accountId: string,
  { consistent = false }: { readonly consistent?: boolean } = {},
): Promise<AccountWithContacts> {
  let account: Account | undefined;
  let listedAs: string | undefined;
  const contacts: Contact[] = [];
  const holds: Hold[] = [];
  const milestones: Milestone[] = [];
  for (const item of await itemsOfPartition(table, accountKey(accountId).pk, { consistent })) {
    if (item.type === "account") {
      account = Account.parse(item);
      listedAs = listedIn(item);
    }
    if (item.type === "contact") contacts.push(Contact.parse(item));
    if (item.type === "hold") holds.push(Hold.parse(item));
    if (item.type === "milestone") milestones.push(milestoneFrom(item));
  }
  return { account, listedAs, contacts, holds, milestones };
}

export async function accountById(table: Table, accountId: string): Promise<Account | undefined> {
  return (await storedAccounts(table, [accountId]))[0]?.account;
}

/** Those of these accounts that exist, each with its place in the directory. */
export async function storedAccounts(
  table: Table,
  accountIds: readonly string[],
): Promise<{ readonly account: Account; readonly listedAs: string | undefined }[]> {
  const items = await itemsByKey(table, accountIds.map(accountKey), { consistent: true });
  return items.map((item) => ({ account: Account.parse(item), listedAs: placeIn(item) }));
}

/** Which of these accounts exist. */
export async function knownAccounts(table: Table, accountIds: readonly string[]): Promise<Set<string>> {
  return new Set((await storedAccounts(table, accountIds)).map(({ account }) => account.accountId));
}

export type ContactId = Pick<Contact, "accountId" | "contactId">;

/** Those of these contacts that exist. */
export async function contactsByIds(table: Table, ids: readonly ContactId[]): Promise<Contact[]> {
  return (await storedContacts(table, ids)).map(({ contact }) => contact);
}

/** Those of these contacts that exist, and whether everything there is leads to them. */
export async function storedContacts(
  table: Table,
  ids: readonly ContactId[],
): Promise<{ readonly contact: Contact; readonly isFindable: boolean }[]> {
  const keys = ids.map(({ accountId, contactId }) => contactKey(accountId, contactId));
  const items = await itemsByKey(table, keys, { consistent: true });
  return items.map((item) => ({ contact: Contact.parse(item), isFindable: item.pointers === POINTERS }));
}

/** The contacts of an id, which an account gives: two accounts may give the same. */
export async function contactsOfId(table: Table, contactId: string): Promise<Contact[]> {
  const pointers = await itemsOfPartition(table, contactAccountsPartition(contactId), { consistent: true });
  const ids = pointers.map(({ accountId }) => ({ accountId: String(accountId), contactId }));
  return await contactsByIds(table, ids);
}

/**
 * Writes an account whole: a field that is undefined becomes unknown. Its milestones follow from its dates, so
 * whoever saves an account plans them too.
 *
 * It is listed under its name before and struck off its old one after, so that wherever this breaks off, doing it
 * again ends right, and it is never missing from the directory.
 */
export async function saveAccount(table: Table, account: Account): Promise<void> {
  const { accountId } = account;
  const listedAs = directoryKey(account).sk;
  await listInDirectory(table, account);
  const fields = {
    ...{ ...allFields(Account.shape), ...account, listedAs, places: PLACES, type: "account", version: 1 },
    // Also where it was looked at before that renewal: whoever looks again finds that it was.
    ...renewalPlace(account),
  };
  const { Attributes = {} } = await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(accountKey(accountId)),
      ...fieldUpdate(fields),
      ReturnValues: "UPDATED_OLD",
    }),
  );
  const before = placeIn(fromItem(Attributes));
  if (before !== undefined && before !== listedAs) await unlistFromDirectory(table, before);
}

const renewalPlace = ({ accountId, renewalOn }: Account) =>
  renewalOn === undefined ? { duePk: undefined, dueSk: undefined } : renewalDueKey(accountId, renewalOn);

/** Names the person behind an e-mail. */
type HashOf = (email: string) => string;

const placeIn = ({ listedAs }: Record<string, unknown>): string | undefined =>
  typeof listedAs === "string" ? listedAs : undefined;

/** Who saves it compares: so that one that does not stand everywhere is saved again. */
const listedIn = (item: Record<string, unknown>): string | undefined =>
  item.places === PLACES ? placeIn(item) : undefined;

/**
 * Writes a contact whole. An unsubscribe that is stored stays, also one that came in a moment ago. What leads to the
 * contact is there before, and nothing from an old address any more after.
 */
export async function saveContact(table: Table, contact: Contact, hashOf: HashOf): Promise<void> {
  await pointAt(table, contact, hashOf(contact.email));
  const before = await writeContact(table, contact);
  if (before !== undefined && hashOf(before) !== hashOf(contact.email))
    await unpointFromPerson(table, contact, hashOf(before));
}

/** Answers the address that stood there before. */
async function writeContact(table: Table, contact: Contact): Promise<string | undefined> {
  const fields = { ...allFields(Contact.shape), ...contact, pointers: POINTERS, type: "contact", version: 1 };
  const update = fieldUpdate(fields);
  const saved = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(contactKey(contact.accountId, contact.contactId)),
        ...update,
        ReturnValues: "UPDATED_OLD",
        ConditionExpression:
          "attribute_not_exists(consent) OR consent <> :unsubscribed OR :consent = :unsubscribed",
        ExpressionAttributeValues: {
          ...update.ExpressionAttributeValues,
          ...marshall({ ":unsubscribed": "unsubscribed" }),
        },
      }),
    ),
  );
  if (saved.kind === "refused") return await writeContact(table, { ...contact, consent: "unsubscribed" });
  return emailIn(saved.output.Attributes);
}

function emailIn(attributes: Parameters<typeof fromItem>[0] | undefined): string | undefined {
  const email = attributes === undefined ? undefined : fromItem(attributes).email;
  return typeof email === "string" ? email : undefined;
}

/** Removes a contact, if there is one. A hold over them stays, for the case that they come back. */
export async function removeContact(table: Table, of: ContactId, hashOf: HashOf): Promise<void> {
  const { Attributes } = await table.client.send(
    new DeleteItemCommand({
      TableName: table.name,
      Key: marshall(contactKey(of.accountId, of.contactId)),
      ReturnValues: "ALL_OLD",
    }),
  );
  await unpointFromId(table, of);
  const email = emailIn(Attributes);
  if (email !== undefined) await unpointFromPerson(table, of, hashOf(email));
}

/** Every field of a schema as unknown, so that one that a record leaves out is removed where it was stored. */
const allFields = (shape: Readonly<Record<string, unknown>>): Record<string, undefined> =>
  Object.fromEntries(Object.keys(shape).map((field) => [field, undefined]));
