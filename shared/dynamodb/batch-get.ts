import { BatchGetItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Key } from "./keys.ts";
import { fromItem, type Table } from "./table.ts";

/** DynamoDB's limit for one request. */
const MAX_KEYS = 100;
const MAX_TRIES = 8;

/**
 * Reads items by key, in no order; those that do not exist are left out.
 *
 * @throws where DynamoDB keeps leaving keys unprocessed, after about 13 seconds of waiting
 */
export async function itemsByKey(
  table: Table,
  keys: readonly Key[],
  { consistent = false }: { readonly consistent?: boolean } = {},
): Promise<Record<string, unknown>[]> {
  // DynamoDB refuses a request that names one key twice.
  const distinct = [...new Map(keys.map((key) => [JSON.stringify([key.pk, key.sk]), key])).values()];
  const items: Record<string, unknown>[] = [];
  for (let from = 0; from < distinct.length; from += MAX_KEYS) {
    let left = distinct.slice(from, from + MAX_KEYS).map((key) => marshall({ pk: key.pk, sk: key.sk }));
    for (let tries = 0; left.length > 0; tries++) {
      if (tries === MAX_TRIES) throw new Error(`DynamoDB left ${left.length} keys unread; try again later`);
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** tries));
      const { Responses, UnprocessedKeys } = await table.client.send(
        new BatchGetItemCommand({
          RequestItems: { [table.name]: { Keys: left, ConsistentRead: consistent } },
        }),
      );
      items.push(...(Responses?.[table.name] ?? []).map((item) => fromItem(item)));
      left = UnprocessedKeys?.[table.name]?.Keys ?? [];
    }
  }
  return items;
}
