import { DeleteItemCommand, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { itemsByKey } from "./batch-get.ts";
import type { StoredBucket } from "./bucket-differences.ts";
import { bucketFrom, bucketKey, decodeValue, storedCounts, storedSuspectCounts } from "./bucket-item.ts";
import { countedValuesKey, DIRTY_HOURLY_PARTITION, dirtyHourlyKey, dirtyKey } from "./keys.ts";
import { itemsOfPartition, itemsWhere } from "./partition.ts";
import { fromItem, type Table, unlessConditionFails } from "./table.ts";

const DirtyDay = z.object({
  programId: z.string(),
  day: z.string(),
  mark: z.string(),
  /** From when on it is to be worked out again, ISO 8601; at once where there is none. */
  hour: z.string().optional(),
});
/** A day whose counts are out of date; `mark` is another each time that it became so. */
export type DirtyDay = z.infer<typeof DirtyDay>;

/** The days whose counts are to be worked out again. */
export async function dirtyDays(table: Table): Promise<DirtyDay[]> {
  const items = await itemsOfPartition(table, dirtyKey("", "").pk, { consistent: true });
  return items.map((item) => DirtyDay.parse(item));
}

/** Those that were marked to be worked out by an hour, up to this moment; without one, all of them. */
export async function dirtyDaysBy(table: Table, moment?: Date): Promise<DirtyDay[]> {
  const items = await itemsWhere(table, {
    where: "pk = :pk AND sk < :end",
    // "$" is the character after "#", which follows the hour.
    values: { ":pk": DIRTY_HOURLY_PARTITION, ":end": `${moment?.toISOString() ?? "9999"}$` },
    consistent: true,
  });
  return items.map((item) => DirtyDay.parse(item));
}

/** The first of a program's days that are to be counted again at once; undefined where none is. */
export async function firstDirtyDay(table: Table, programId: string): Promise<string | undefined> {
  const [first] = await itemsWhere(table, {
    where: "pk = :pk AND begins_with(sk, :program)",
    values: { ":pk": dirtyKey("", "").pk, ":program": dirtyKey(programId, "").sk },
    only: "sk",
    most: 1,
    consistent: true,
  });
  return first === undefined ? undefined : String(first.sk).slice(-"YYYY-MM-DD".length);
}

/**
 * Takes a day off the list, unless it was marked again since `mark` was read: `marked-again` stays on it,
 * `gone` was taken off by somebody else.
 */
export async function clearDirty(
  table: Table,
  { programId, day, mark, hour }: DirtyDay,
): Promise<"cleared" | "marked-again" | "gone"> {
  const cleared = await unlessConditionFails(
    table.client.send(
      new DeleteItemCommand({
        TableName: table.name,
        Key: marshall(hour === undefined ? dirtyKey(programId, day) : dirtyHourlyKey(hour, programId, day)),
        ConditionExpression: "mark = :mark",
        ExpressionAttributeValues: marshall({ ":mark": mark }),
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    ),
  );
  if (cleared.kind === "written") return "cleared";
  return cleared.item === undefined ? "gone" : "marked-again";
}

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
