import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "vitest";
import { accountKey, contactKey } from "#shared/dynamodb/keys.ts";
import { accountWithContacts, contactsByIds, saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { aContact, anAccount, hashOf } from "../../builders.ts";
import { aTable } from "../../table.ts";

const put = (table: Table, item: Readonly<Record<string, unknown>>) =>
  table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(item) }));

test("an account is read with its contacts, however much else stands beside them", async () => {
  const table = await aTable();
  await saveAccount(table, anAccount());
  for (let i = 0; i < 12; i++) {
    await put(table, {
      ...accountKey("acc-1"),
      sk: `CTA#${i}`,
      type: "joinable-cta",
      text: "x".repeat(100_000),
    });
    await saveContact(table, aContact({ contactId: `con-${i}` }), hashOf);
  }
  await saveContact(table, aContact({ accountId: "acc-2" }), hashOf);
  const { account, contacts, milestones } = await accountWithContacts(table, "acc-1");
  expect(account).toEqual(anAccount());
  expect(contacts.length).toBe(12);
  expect(milestones).toEqual([]);
});

test("an account that does not exist is undefined", async () => {
  expect((await accountWithContacts(await aTable(), "acc-1")).account).toBeUndefined();
});

test("saving makes unknown what is left out, and leaves alone what others keep on the item", async () => {
  const table = await aTable();
  await saveContact(table, aContact(), hashOf);
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(contactKey("acc-1", "con-1")),
      UpdateExpression: "SET heldUntil = :until",
      ExpressionAttributeValues: marshall({ ":until": "2027-01-01" }),
      ReturnValues: "NONE",
    }),
  );
  await saveContact(table, { ...aContact(), locale: undefined }, hashOf);
  const [contact] = await contactsByIds(table, [aContact()]);
  expect(contact).toEqual({ ...aContact(), locale: undefined });
  expect(contact).not.toHaveProperty("locale");
  const kept = await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(contactKey("acc-1", "con-1")),
      UpdateExpression: "REMOVE heldUntil",
      ReturnValues: "UPDATED_OLD",
    }),
  );
  expect(kept.Attributes).toEqual(marshall({ heldUntil: "2027-01-01" }));
});
