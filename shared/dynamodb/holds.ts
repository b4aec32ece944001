import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { Hold } from "../domain/accounts/hold.ts";
import { holdKey } from "./keys.ts";
import { itemsWithPrefix } from "./partition.ts";
import { type Table, toItem } from "./table.ts";

/** Places a hold over an account or a contact, instead of one that is over them already. */
export async function saveHold(table: Table, hold: Hold): Promise<void> {
  const item = { ...holdKey(hold.accountId, hold.contactId), ...hold, type: "hold", version: 1 };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(item) }));
}

/** Lifts a hold; `false` where there was none. */
export async function removeHold(table: Table, accountId: string, contactId?: string): Promise<boolean> {
  const { Attributes } = await table.client.send(
    new DeleteItemCommand({
      TableName: table.name,
      Key: marshall(holdKey(accountId, contactId)),
      ReturnValues: "ALL_OLD",
    }),
  );
  return Attributes !== undefined;
}

/** The holds over an account and its contacts, also those that are over. */
export async function holdsOf(table: Table, accountId: string): Promise<Hold[]> {
  const items = await itemsWithPrefix(table, holdKey(accountId).pk, "HOLD#");
  return items.map((item) => Hold.parse(item));
}
