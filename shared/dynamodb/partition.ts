import {
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Key } from "./keys.ts";
import { fromItem, type Table } from "./table.ts";

type Range = {
  /** A key condition, and the plain values that it names. */
  readonly where: string;
  readonly values: Readonly<Record<string, string>>;
  /** @default the table itself */
  readonly index?: string;
  /** @default false; an index has no other */
  readonly consistent?: boolean;
  /** From the highest sort key down. @default false */
  readonly descending?: boolean;
  /** Which attributes to answer. @default all of them */
  readonly only?: string;
  /** @default as many as there are */
  readonly most?: number;
};

/** Every item of a range of keys, in the order of the sort key, however many pages that takes. */
export async function itemsWhere(table: Table, range: Range): Promise<Record<string, unknown>[]> {
  const {
    where,
    values,
    index,
    consistent,
    descending = false,
    only,
    most = Number.POSITIVE_INFINITY,
  } = range;
  const query: QueryCommandInput = {
    TableName: table.name,
    KeyConditionExpression: where,
    ExpressionAttributeValues: marshall(values),
    ScanIndexForward: !descending,
    ...(index === undefined ? { ConsistentRead: consistent ?? false } : { IndexName: index }),
    ...(only === undefined ? {} : { ProjectionExpression: only }),
  };
  const items: Record<string, unknown>[] = [];
  let start: QueryCommandOutput["LastEvaluatedKey"];
  do {
    const Limit = Number.isFinite(most) ? most - items.length : undefined;
    const page: QueryCommandOutput = await table.client.send(
      new QueryCommand({ ...query, Limit, ExclusiveStartKey: start }),
    );
    for (const item of page.Items ?? []) items.push(fromItem(item));
    start = page.LastEvaluatedKey;
  } while (start !== undefined && items.length < most);
  return items;
}

/** Every item of a partition, of whatever type, in the order of the sort key. */
export const itemsOfPartition = (
  table: Table,
  partition: string,
  { consistent = false }: { readonly consistent?: boolean } = {},
): Promise<Record<string, unknown>[]> =>
  itemsWhere(table, { where: "pk = :pk", values: { ":pk": partition }, consistent });

/** Every item of a partition whose sort key begins with a prefix, as it stands now. */
export const itemsWithPrefix = (
  table: Table,
  partition: string,
  prefix: string,
): Promise<Record<string, unknown>[]> =>
  itemsWhere(table, {
    where: "pk = :pk AND begins_with(sk, :prefix)",
    values: { ":pk": partition, ":prefix": prefix },
    consistent: true,
  });

/** One item as it stands now; undefined where there is none. */
export async function itemAt(table: Table, { pk, sk }: Key): Promise<Record<string, unknown> | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall({ pk, sk }), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : fromItem(Item);
}
