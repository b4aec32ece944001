import { DeleteItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "vitest";
import { directoryInOrder } from "#shared/dynamodb/directory.ts";
import {
  accountKey,
  contactAccountKey,
  contactKey,
  directoryKey,
  type Key,
  personContactKey,
} from "#shared/dynamodb/keys.ts";
import { peopleOf } from "#shared/dynamodb/person-state.ts";
import { contactsOfId } from "#shared/dynamodb/portfolio.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { hashOf } from "../../builders.ts";
import { aTable } from "../../table.ts";
import { importText, writesTo } from "./files.ts";

const ACCOUNTS = "account_id,name\nacc-1,Acme\n";
const CONTACTS = "contact_id,account_id,email\ncon-1,acc-1,mei@customer.example\n";

const remove = (table: Table, { pk, sk }: Key) =>
  table.client.send(new DeleteItemCommand({ TableName: table.name, Key: marshall({ pk, sk }) }));
const forget = (table: Table, key: Key, attribute: string) =>
  table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(key),
      UpdateExpression: `REMOVE ${attribute}`,
    }),
  );

const MEI = hashOf("mei@customer.example");

test("what was imported before there was a directory is found once it is imported again", async () => {
  const table = await aTable();
  const importBoth = async () => {
    await importText(table, "accounts", ACCOUNTS);
    await importText(table, "contacts", CONTACTS);
  };
  const found = async () => [
    (await directoryInOrder(table, { after: undefined, limit: 10 })).map(({ accountId }) => accountId),
    (await contactsOfId(table, "con-1")).map(({ accountId }) => accountId),
    (await peopleOf(table, [MEI])).get(MEI)?.contacts.map(({ accountId }) => accountId),
  ];
  await importBoth();
  await remove(table, directoryKey({ accountId: "acc-1", name: "Acme" }));
  await forget(table, accountKey("acc-1"), "listedAs");
  await remove(table, contactAccountKey("acc-1", "con-1"));
  await remove(table, personContactKey(MEI, "acc-1", "con-1"));
  await forget(table, contactKey("acc-1", "con-1"), "pointers");
  expect(await found()).toEqual([[], [], []]);
  await importBoth();
  expect(await found()).toEqual([["acc-1"], ["acc-1"], ["acc-1"]]);
});

test("a contact that was findable by its id alone is found from its person once it is imported again", async () => {
  const table = await aTable();
  await importText(table, "accounts", ACCOUNTS);
  await importText(table, "contacts", CONTACTS);
  await remove(table, personContactKey(MEI, "acc-1", "con-1"));
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(contactKey("acc-1", "con-1")),
      UpdateExpression: "SET isFindable = :yes REMOVE pointers",
      ExpressionAttributeValues: marshall({ ":yes": true }),
    }),
  );
  await importText(table, "contacts", CONTACTS);
  expect((await peopleOf(table, [MEI])).get(MEI)?.contacts).toEqual([
    { accountId: "acc-1", contactId: "con-1" },
  ]);
  const writes = writesTo(table);
  await importText(table, "contacts", CONTACTS);
  expect(writes.filter((key) => !key.startsWith("IMPORT"))).toEqual([]);
});
