import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Bucket } from "../domain/results/buckets.ts";
import { differencesBetween, type StoredBucket } from "./bucket-differences.ts";
import { bucketItem, bucketKey, encodeValue } from "./bucket-item.ts";
import { countedValuesKey } from "./keys.ts";
import { type Table, toItem, unlessConditionFails } from "./table.ts";
import { MAX_ACTIONS, writeTogether } from "./transaction.ts";

const MAX_AT_ONCE = 10;

/**
 * Makes a day's stored buckets what was counted: writes those that differ, deletes those that are no more. Each
 * only if it still is as it was read; `isWhole` is false where another writer came between.
 */
export async function replaceBuckets(
  table: Table,
  stored: readonly StoredBucket[],
  counted: readonly Bucket[],
): Promise<{ readonly changed: number; readonly isWhole: boolean }> {
  const { different, vanished } = differencesBetween(stored, counted);
  // A year that was imported is hundreds of days: each by itself would be twenty requests. Later counts change less.
  const added = different.flatMap(({ bucket, before }) => (before === undefined ? [bucket] : []));
  const listed = listing(table, added);
  if (stored.length === 0 && listed !== undefined && different.length < MAX_ACTIONS) {
    const puts = added.map((bucket) => ({ Put: newBucket(table, bucket) }));
    const outcome = await writeTogether(table, [{ Update: listed }, ...puts]);
    // Overtaken, or some are there without being listed: the list is put right below, for the next round to find them.
    if (outcome === "written") return { changed: added.length, isWhole: true };
  }
  // Listed before they exist: a bucket that is not on the list could never be found again by its day.
  await listValues(table, added);
  const writes = [
    ...different.map(
      ({ bucket, before }) =>
        () =>
          putBucket(table, bucket, before),
    ),
    ...vanished.map((bucket) => () => deleteBucket(table, bucket)),
  ];
  let isWhole = true;
  for (let i = 0; i < writes.length; i += MAX_AT_ONCE) {
    const done = await Promise.all(writes.slice(i, i + MAX_AT_ONCE).map((write) => write()));
    isWhole &&= done.every((isDone) => isDone);
  }
  return { changed: writes.length, isWhole };
}

async function listValues(table: Table, added: readonly Bucket[]): Promise<void> {
  const listed = listing(table, added);
  if (listed !== undefined) await table.client.send(new UpdateItemCommand(listed));
}

/** Adds buckets to the list of values under which their day has counts. */
function listing(table: Table, added: readonly Bucket[]) {
  const [first] = added;
  if (first === undefined) return undefined;
  const places = added.map(({ attribute, value }) => `${attribute}#${encodeValue(value)}`);
  return {
    TableName: table.name,
    Key: marshall(countedValuesKey(first.programId, first.day)),
    UpdateExpression: "SET #type = :type, #version = :version ADD #values :places",
    ExpressionAttributeNames: { "#type": "type", "#version": "version", "#values": "values" },
    ExpressionAttributeValues: marshall({
      ":type": "counted-values",
      ":version": 1,
      ":places": new Set(places),
    }),
  };
}

const newBucket = (table: Table, bucket: Bucket) => ({
  TableName: table.name,
  Item: toItem(bucketItem(bucket)),
  ConditionExpression: "attribute_not_exists(pk)",
});

async function putBucket(table: Table, bucket: Bucket, before: StoredBucket | undefined): Promise<boolean> {
  const input = newBucket(table, bucket);
  const put = await unlessConditionFails(
    table.client.send(
      new PutItemCommand(before === undefined ? input : { ...input, ...unchangedSince(before) }),
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
