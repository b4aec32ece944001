import { DeleteItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { Hold } from "../domain/hold.ts";
import { holdKey } from "./keys.ts";
import { fromItem, type Table, toItem } from "./table.ts";

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
  const holds: Hold[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: marshall({ ":pk": holdKey(accountId).pk, ":prefix": "HOLD#" }),
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    holds.push(...(page.Items ?? []).map((item) => Hold.parse(fromItem(item))));
    start = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (start !== undefined);
  return holds;
}
