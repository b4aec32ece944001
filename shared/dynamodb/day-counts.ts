import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import type { Bucket } from "../domain/results/buckets.ts";
import { itemsByKey } from "./batch-get.ts";
import {
  bucketFrom,
  bucketItem,
  bucketKey,
  countsOf,
  decodeValue,
  encodeValue,
  storedCounts,
  storedSuspectCounts,
  suspectCountsOf,
} from "./bucket-item.ts";
import { countedValuesKey, dirtyKey } from "./keys.ts";
import { itemsOfPartition } from "./partition.ts";
import { fromItem, type Table, toItem, unlessConditionFails } from "./table.ts";

const DirtyDay = z.object({ programId: z.string(), day: z.string(), mark: z.string() });
/** A day whose counts are out of date; `mark` is another each time that it became so. */
export type DirtyDay = z.infer<typeof DirtyDay>;

const MAX_AT_ONCE = 10;

/** The days whose counts are to be worked out again. */
export async function dirtyDays(table: Table): Promise<DirtyDay[]> {
  const items = await itemsOfPartition(table, dirtyKey("", "").pk, { consistent: true });
  return items.map((item) => DirtyDay.parse(item));
}

/**
 * Takes a day off the list, unless it was marked again since `mark` was read: `marked-again` stays on it,
 * `gone` was taken off by somebody else.
 */
export async function clearDirty(
  table: Table,
  { programId, day, mark }: DirtyDay,
): Promise<"cleared" | "marked-again" | "gone"> {
  const cleared = await unlessConditionFails(
    table.client.send(
      new DeleteItemCommand({
        TableName: table.name,
        Key: marshall(dirtyKey(programId, day)),
        ConditionExpression: "mark = :mark",
        ExpressionAttributeValues: marshall({ ":mark": mark }),
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    ),
  );
  if (cleared.kind === "written") return "cleared";
  return cleared.item === undefined ? "gone" : "marked-again";
}

/** A bucket, and its counts byte by byte: what an older release stored may be put differently today. */
export type StoredBucket = Bucket & {
  readonly counts: Uint8Array;
  readonly suspectCounts: Uint8Array | undefined;
};

/** A day's buckets as they are stored, found through the list of values under which the day has counts. */
export async function storedBuckets(table: Table, programId: string, day: string): Promise<StoredBucket[]> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: marshall(countedValuesKey(programId, day)),
      ConsistentRead: true,
    }),
  );
  const listed = Item === undefined ? undefined : fromItem(Item).values;
  const ids = [...(listed instanceof Set ? listed : [])].map((place) => {
    const [attribute = "", value = ""] = String(place).split("#");
    return { programId, attribute, value: decodeValue(value), day };
  });
  const idsByKey = new Map(ids.map((id) => [JSON.stringify(bucketKey(id)), id]));
  const items = await itemsByKey(table, ids.map(bucketKey), { consistent: true });
  return items.flatMap((item) => {
    const id = idsByKey.get(JSON.stringify({ pk: item.pk, sk: item.sk }));
    if (id === undefined) return [];
    const counts = storedCounts(id, item);
    return [{ ...bucketFrom(id, item), counts, suspectCounts: storedSuspectCounts(item) }];
  });
}

/**
 * Makes a day's stored buckets what was counted: writes those that differ, deletes those that are no more. Each
 * only if it still is as it was read; `isWhole` is false where another writer came between.
 */
export async function replaceBuckets(
  table: Table,
  stored: readonly StoredBucket[],
  counted: readonly Bucket[],
): Promise<{ readonly changed: number; readonly isWhole: boolean }> {
  const name = (bucket: Bucket) => JSON.stringify(bucketKey(bucket));
  const storedByName = new Map(stored.map((bucket) => [name(bucket), bucket]));
  const countedNames = new Set(counted.map(name));
  const different = counted.filter((bucket) => {
    const before = storedByName.get(name(bucket));
    return (
      before === undefined ||
      !isSame(before.counts, countsOf(bucket)) ||
      !isSame(before.suspectCounts, suspectCountsOf(bucket))
    );
  });
  const vanished = stored.filter((bucket) => !countedNames.has(name(bucket)));
  // Listed before they exist: a bucket that is not on the list could never be found again by its day.
  await listValues(
    table,
    different.filter((bucket) => !storedByName.has(name(bucket))),
  );
  const writes = [
    ...different.map((bucket) => () => putBucket(table, bucket, storedByName.get(name(bucket)))),
    ...vanished.map((bucket) => () => deleteBucket(table, bucket)),
  ];
  let isWhole = true;
  for (let i = 0; i < writes.length; i += MAX_AT_ONCE) {
    const done = await Promise.all(writes.slice(i, i + MAX_AT_ONCE).map((write) => write()));
    isWhole &&= done.every((isDone) => isDone);
  }
  return { changed: writes.length, isWhole };
}

const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one === undefined || other === undefined ? one === other : Buffer.compare(one, other) === 0;

async function listValues(table: Table, added: readonly Bucket[]): Promise<void> {
  const [first] = added;
  if (first === undefined) return;
  const places = added.map(({ attribute, value }) => `${attribute}#${encodeValue(value)}`);
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(countedValuesKey(first.programId, first.day)),
      UpdateExpression: "SET #type = :type, #version = :version ADD #values :places",
      ExpressionAttributeNames: { "#type": "type", "#version": "version", "#values": "values" },
      ExpressionAttributeValues: marshall({
        ":type": "counted-values",
        ":version": 1,
        ":places": new Set(places),
      }),
    }),
  );
}

async function putBucket(table: Table, bucket: Bucket, before: StoredBucket | undefined): Promise<boolean> {
  const put = await unlessConditionFails(
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem(bucketItem(bucket)),
        ...(before === undefined
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : unchangedSince(before)),
      }),
    ),
  );
  return put.kind === "written";
}

async function deleteBucket(table: Table, before: StoredBucket): Promise<boolean> {
  const deleted = await unlessConditionFails(
    table.client.send(
      new DeleteItemCommand({
        TableName: table.name,
        Key: marshall(bucketKey(before)),
        ...unchangedSince(before),
      }),
    ),
  );
  return deleted.kind === "written";
}

const unchangedSince = ({ counts, suspectCounts }: StoredBucket) => ({
  ConditionExpression:
    suspectCounts === undefined
      ? "#counts = :counts AND attribute_not_exists(withSuspects)"
      : "#counts = :counts AND withSuspects = :suspects",
  ExpressionAttributeNames: { "#counts": "counts" },
  ExpressionAttributeValues: toItem({ ":counts": counts, ":suspects": suspectCounts }),
});
