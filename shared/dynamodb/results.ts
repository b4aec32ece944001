import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Day } from "../domain/accounts/account.ts";
import { ALL, type Bucket } from "../domain/results/buckets.ts";
import type { DayRange } from "../domain/results/coverage.ts";
import { bucketFrom, bucketKey, decodeValue, encodeValue } from "./bucket-item.ts";
import { resultsPartition } from "./keys.ts";
import { itemsWhere } from "./partition.ts";
import { fromItem, type Table } from "./table.ts";

const MAX_AT_ONCE = 8;

/**
 * What was counted for one value of an attribute, day by day; a day on which nothing was is left out. Eventually
 * consistent: a year is 365 small items, about ten read units, however many answered.
 */
export async function bucketsOf(
  table: Table,
  programId: string,
  attribute: string,
  value: string,
  { from, to }: DayRange,
): Promise<Bucket[]> {
  const items = await itemsWhere(table, {
    where: "pk = :pk AND sk BETWEEN :from AND :to",
    values: {
      ":pk": resultsPartition(programId, attribute),
      ":from": bucketKey({ programId, attribute, value, day: from }).sk,
      ":to": bucketKey({ programId, attribute, value, day: to }).sk,
    },
  });
  return items.map((item) => {
    const bucket = { programId, attribute, value, day: dayOf(item) };
    return bucketFrom(bucket, item);
  });
}

const dayOf = ({ sk }: Readonly<Record<string, unknown>>): Day => String(sk).slice(-"YYYY-MM-DD".length);

/** The buckets of every value of an attribute in a range of days; of `all`, of its one value. */
export async function bucketsByValue(
  table: Table,
  programId: string,
  attribute: string,
  range: DayRange,
): Promise<Bucket[]> {
  if (attribute === ALL) return bucketsOf(table, programId, ALL, ALL, range);
  const values = await valuesOf(table, programId, attribute);
  const buckets: Bucket[] = [];
  for (let i = 0; i < values.length; i += MAX_AT_ONCE) {
    const batch = values.slice(i, i + MAX_AT_ONCE);
    const read = batch.map((value) => bucketsOf(table, programId, attribute, value, range));
    buckets.push(...(await Promise.all(read)).flat());
  }
  return buckets;
}

/** The first day of which a program has counts, by half a read unit; undefined where it has none. */
export async function firstCountedDay(table: Table, programId: string): Promise<Day | undefined> {
  const [first] = await itemsWhere(table, {
    where: "pk = :pk",
    values: { ":pk": resultsPartition(programId, ALL) },
    only: "sk",
    most: 1,
  });
  return first === undefined ? undefined : dayOf(first);
}

/**
 * Every value that an attribute ever had in a program, by leaps: reads one item of each value and skips its other
 * days, so it costs half a read unit a value however long the history is.
 */
async function valuesOf(table: Table, programId: string, attribute: string): Promise<string[]> {
  const values: string[] = [];
  let after = "\u0000";
  for (;;) {
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: "pk = :pk AND sk > :after",
        ExpressionAttributeValues: marshall({
          ":pk": resultsPartition(programId, attribute),
          ":after": after,
        }),
        ProjectionExpression: "sk",
        Limit: 1,
      }),
    );
    const [first] = Items;
    if (first === undefined) return values;
    const sk = String(fromItem(first).sk);
    const value = decodeValue(sk.slice(0, -"#YYYY-MM-DD".length));
    values.push(value);
    // "$" is the character after "#": behind all days of this value, before every other.
    after = `${encodeValue(value)}$`;
  }
}
