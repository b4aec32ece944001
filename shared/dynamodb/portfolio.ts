import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { Account } from "../domain/account.ts";
import { Contact } from "../domain/contact.ts";
import { Hold } from "../domain/hold.ts";
import type { Milestone } from "../domain/milestone.ts";
import { itemsByKey } from "./batch-get.ts";
import { fieldUpdate } from "./field-update.ts";
import { accountKey, contactKey } from "./keys.ts";
import { milestoneFrom } from "./milestones.ts";
import { itemsOfPartition } from "./partition.ts";
import { type Table, unlessConditionFails } from "./table.ts";

export type AccountWithContacts = {
  readonly account?: Account;
  readonly contacts: readonly Contact[];
  readonly holds: readonly Hold[];
  readonly milestones: readonly Milestone[];
};

/** An account with its contacts, holds and milestones: one query of its partition, which may hold more than these. */
export async function accountWithContacts(
  table: Table,
  accountId: string,
  { consistent = false }: { readonly consistent?: boolean } = {},
): Promise<AccountWithContacts> {
  let account: Account | undefined;
  const contacts: Contact[] = [];
  const holds: Hold[] = [];
  const milestones: Milestone[] = [];
  for (const item of await itemsOfPartition(table, accountKey(accountId).pk, { consistent })) {
    if (item.type === "account") account = Account.parse(item);
    if (item.type === "contact") contacts.push(Contact.parse(item));
    if (item.type === "hold") holds.push(Hold.parse(item));
    if (item.type === "milestone") milestones.push(milestoneFrom(item));
  }
  return { account, contacts, holds, milestones };
}

/** Which of these accounts exist. */
export async function knownAccounts(table: Table, accountIds: readonly string[]): Promise<Set<string>> {
  const items = await itemsByKey(table, accountIds.map(accountKey), { consistent: true });
  return new Set(items.map((item) => Account.parse(item).accountId));
}

export type ContactId = Pick<Contact, "accountId" | "contactId">;

/** Those of these contacts that exist. */
export async function contactsByIds(table: Table, ids: readonly ContactId[]): Promise<Contact[]> {
  const keys = ids.map(({ accountId, contactId }) => contactKey(accountId, contactId));
  return (await itemsByKey(table, keys, { consistent: true })).map((item) => Contact.parse(item));
}

/**
 * Writes an account whole: a field that is undefined becomes unknown. Its milestones follow from its dates, so
 * whoever saves an account plans them too.
 */
export async function saveAccount(table: Table, account: Account): Promise<void> {
  const { accountId } = account;
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(accountKey(accountId)),
      ...fieldUpdate({ ...allFields(Account.shape), ...account, type: "account", version: 1 }),
    }),
  );
}

/** Writes a contact whole. An unsubscribe that is stored stays, also one that came in a moment ago. */
export async function saveContact(table: Table, contact: Contact): Promise<void> {
  const update = fieldUpdate({ ...allFields(Contact.shape), ...contact, type: "contact", version: 1 });
  const saved = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(contactKey(contact.accountId, contact.contactId)),
        ...update,
        ConditionExpression:
          "attribute_not_exists(consent) OR consent <> :unsubscribed OR :consent = :unsubscribed",
        ExpressionAttributeValues: {
          ...update.ExpressionAttributeValues,
          ...marshall({ ":unsubscribed": "unsubscribed" }),
        },
      }),
    ),
  );
  if (saved.kind === "refused") await saveContact(table, { ...contact, consent: "unsubscribed" });
}

/** Every field of a schema as unknown, so that one that a record leaves out is removed where it was stored. */
const allFields = (shape: Readonly<Record<string, unknown>>): Record<string, undefined> =>
  Object.fromEntries(Object.keys(shape).map((field) => [field, undefined]));
