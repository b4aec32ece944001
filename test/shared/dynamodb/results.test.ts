import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { type Bucket, FUNNEL_STEPS, type FunnelStep } from "#shared/domain/results/buckets.ts";
import { MAX_CLOSINGS } from "#shared/domain/results/closings.ts";
import { bucketFrom, bucketItem, countsOf } from "#shared/dynamodb/bucket-item.ts";
import { bucketsOf } from "#shared/dynamodb/results.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { aTable } from "../../table.ts";

const PROGRAM = "post-onboarding";
/** Longer than any that is to be expected. */
const VALUE = "a.csm.with.a.long.name@customer-success.vendor.example";

const dayWith = (day: string, count: number): Bucket => ({
  programId: PROGRAM,
  attribute: "csmManager",
  value: VALUE,
  day,
  nps: Array(11).fill(count),
  csat: Array(5).fill(count),
  funnel: Object.fromEntries(FUNNEL_STEPS.map((step) => [step, count])) as Record<FunnelStep, number>,
  closings: closingsFrom(day, count),
});

const closingsFrom = (day: string, count: number) =>
  Array.from({ length: count === 0 ? 0 : MAX_CLOSINGS }, (_, i) => ({
    fromMs: Date.parse(addDays(day, 30)) + i,
    silent: count,
  }));

/** The same where some answers are suspect: as large as a bucket gets. */
const doubtful = (day: string, count: number): Bucket => ({
  ...dayWith(day, count),
  withSuspects: {
    nps: Array(11).fill(count),
    csat: Array(5).fill(count),
    answered: count,
    completed: count,
    closings: closingsFrom(day, count),
  },
});

/** A year of one value, read back, with what the reading cost. */
async function readYear(
  table: Table,
  perDay: number,
  aDay = dayWith,
): Promise<{ buckets: Bucket[]; readUnits: number }> {
  const year = Array.from({ length: 365 }, (_, i) => aDay(addDays("2026-01-01", i), perDay));
  for (let i = 0; i < year.length; i += 25) {
    const puts = year
      .slice(i, i + 25)
      .map((bucket) => ({ PutRequest: { Item: toItem(bucketItem(bucket)) } }));
    await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.name]: puts } }));
  }
  let readUnits = 0;
  table.client.middlewareStack.add(
    (next) => async (args) => {
      const input = { ...args.input, ReturnConsumedCapacity: "TOTAL" };
      const result = await next({ ...args, input: input as typeof args.input });
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: { CapacityUnits?: number } };
      readUnits += ConsumedCapacity?.CapacityUnits ?? 0;
      return result;
    },
    { step: "initialize", name: "countReadUnits" },
  );
  const range = { from: "2026-01-01", to: "2026-12-31" };
  const buckets = await bucketsOf(table, PROGRAM, "csmManager", VALUE, range);
  table.client.middlewareStack.remove("countReadUnits");
  expect(buckets).toEqual(year);
  return { buckets, readUnits };
}

describe("a year's counts of one value", () => {
  it("cost at most 45 read units, the same for few and for many answers", async () => {
    const table = await aTable();
    const few = await readYear(table, 0);
    const many = await readYear(table, 4_000_000_000);
    expect(few.readUnits).toBeGreaterThan(0);
    expect(few.readUnits).toBeLessThanOrEqual(45);
    expect(many.readUnits).toBe(few.readUnits);
  });

  it("cost at most 45 read units where every day has suspect answers, too", async () => {
    const { readUnits } = await readYear(await aTable(), 4_000_000_000, doubtful);
    expect(readUnits).toBeGreaterThan(0);
    expect(readUnits).toBeLessThanOrEqual(45);
  });
});

describe("a stored bucket", () => {
  it("that was counted before closings were kept has none", () => {
    const bucket = dayWith("2026-12-01", 7);
    // What stood behind the funnel then was one more step, which nothing was ever counted in.
    const counts = new Uint8Array(108);
    counts.set(countsOf(bucket).subarray(0, 104));
    expect(bucketFrom(bucket, { ...bucketItem(bucket), counts })).toEqual({ ...bucket, closings: [] });
  });

  it("keeps every closing, to the millisecond and however many are silent", () => {
    const closings = [
      { fromMs: Date.UTC(2026, 11, 31, 8, 0, 11, 1), silent: 4_294_967_295 },
      { fromMs: Date.UTC(2999, 11, 31, 23, 59, 59, 999), silent: 1 },
    ];
    const bucket = { ...dayWith("2026-12-01", 7), closings };
    expect(bucketFrom(bucket, bucketItem(bucket))).toEqual(bucket);
  });
});
