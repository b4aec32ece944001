import { DeleteItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { Account } from "../domain/accounts/account.ts";
import { DIRECTORY_LETTERS, directoryKey, directoryLetterOf, directoryPartition } from "./keys.ts";
import { itemsWhere } from "./partition.ts";
import { fromItem, type Table, toItem } from "./table.ts";

/** What accounts are found by. */
const Listed = Account.pick({ accountId: true, name: true, segment: true, renewalOn: true, csm: true });

/** An account in the directory, and its place there. */
const Entry = Listed.extend({ sk: z.string() });
export type DirectoryEntry = z.infer<typeof Entry>;

/** Lists an account under the name it is about to have. */
export async function listInDirectory(table: Table, account: Account): Promise<void> {
  const entry = { ...directoryKey(account), ...Listed.parse(account), type: "directory-entry", version: 1 };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(entry) }));
}

/** The ids of every account, each once, in no order. */
export async function allAccountIds(table: Table): Promise<string[]> {
  const letters = await Promise.all(
    DIRECTORY_LETTERS.map((letter) =>
      itemsWhere(table, {
        where: "pk = :pk",
        values: { ":pk": directoryPartition(letter) },
        only: "accountId",
      }),
    ),
  );
  return [...new Set(letters.flat().map(({ accountId }) => String(accountId)))];
}

/** Takes an account off the directory where it stood under an earlier name. */
export async function unlistFromDirectory(table: Table, place: string): Promise<void> {
  const key = { pk: directoryPartition(directoryLetterOf(place)), sk: place };
  await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: marshall(key) }));
}

/**
 * Entries in the order of their names, from behind a place, at most `limit`; fewer only at the end. An account that
 * is being renamed, or whose renaming was broken off, may stand under a name that is not its own.
 */
export async function directoryInOrder(
  table: Table,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<DirectoryEntry[]> {
  const { after = "", limit } = page;
  const entries: DirectoryEntry[] = [];
  const from = after === "" ? 0 : DIRECTORY_LETTERS.indexOf(directoryLetterOf(after));
  for (const letter of DIRECTORY_LETTERS.slice(from)) {
    let start: Record<string, never> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: after === "" ? "pk = :pk" : "pk = :pk AND sk > :after",
          ExpressionAttributeValues: marshall({
            ":pk": directoryPartition(letter),
            ...(after === "" ? {} : { ":after": after }),
          }),
          Limit: limit - entries.length,
          ExclusiveStartKey: start,
        }),
      );
      entries.push(...Items.map((item) => Entry.parse(fromItem(item))));
      start = LastEvaluatedKey as Record<string, never> | undefined;
      if (entries.length >= limit) return entries;
    } while (start !== undefined);
  }
  return entries;
}
