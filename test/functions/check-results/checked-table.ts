import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Bucket } from "#shared/domain/results/buckets.ts";
import { bucketItem, bucketKey } from "#shared/dynamodb/bucket-item.ts";
import { replaceBuckets } from "#shared/dynamodb/bucket-writes.ts";
import { checkedUpTo, isBeingImported, keepChecked, markedDays } from "#shared/dynamodb/checked-days.ts";
import { storedBuckets } from "#shared/dynamodb/day-counts.ts";
import { markDay } from "#shared/dynamodb/days.ts";
import { recordsOfDay } from "#shared/dynamodb/invitation-lists.ts";
import { programVersion } from "#shared/dynamodb/programs.ts";
import { firstCountedDay } from "#shared/dynamodb/results.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import {
  type CheckOutcome,
  type CheckPorts,
  checkResults,
} from "../../../functions/check-results/check-results.ts";
import { DAY, PROGRAM } from "../roll-up-results/counted-days.ts";

const TODAY = "2026-12-05";

const portsOf = (table: Table): CheckPorts => ({
  programIds: async () => [PROGRAM],
  firstCountedDay: (programId) => firstCountedDay(table, programId),
  storedBuckets: (programId, day) => storedBuckets(table, programId, day),
  recordsOfDay: (programId, day) => recordsOfDay(table, programId, day),
  program: (programId, version) => programVersion(table, programId, version),
  isBeingImported: (programId, day) => isBeingImported(table, programId, day),
  markedDays: () => markedDays(table),
  markDay: (programId, day) => markDay(table, programId, day),
  checkedUpTo: () => checkedUpTo(table),
  keepChecked: (checked) => keepChecked(table, checked),
  settle: async () => {},
  timeLeft: () => 15 * 60_000,
});

export const check = async (table: Table, over: Partial<CheckPorts> = {}): Promise<CheckOutcome> =>
  await checkResults({ ...portsOf(table), ...over })(TODAY);

/** What a check says, to be compared: programs, days, attributes, and of how many values. */
export const told = ({ differences }: CheckOutcome) =>
  differences.map(({ programId, day, values }) => [programId, day, Object.fromEntries(values)]);

async function bucketOf(table: Table, attribute: string, value: string): Promise<Bucket> {
  const stored = await storedBuckets(table, PROGRAM, DAY);
  const found = stored.find((bucket) => bucket.attribute === attribute && bucket.value === value);
  if (found === undefined) throw new Error(`${DAY} has no counts of ${attribute} ${value}`);
  return found;
}

/** Another answer of 0 in a bucket, that nobody gave. */
export async function corrupt(table: Table, attribute: string, value: string): Promise<void> {
  const { nps, ...bucket } = await bucketOf(table, attribute, value);
  const Item = toItem(bucketItem({ ...bucket, nps: nps.with(0, (nps[0] ?? 0) + 1) }));
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
}

export async function lose(table: Table, attribute: string, value: string): Promise<void> {
  const Key = toItem(bucketKey(await bucketOf(table, attribute, value)));
  await table.client.send(new DeleteItemCommand({ TableName: table.name, Key }));
}

/** A bucket of a value that nobody has. */
export async function invent(table: Table, attribute: string, value: string): Promise<void> {
  const stored = await storedBuckets(table, PROGRAM, DAY);
  const all = await bucketOf(table, "all", "all");
  await replaceBuckets(table, stored, [...stored, { ...all, attribute, value }]);
}
