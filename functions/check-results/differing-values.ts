import { createHash } from "node:crypto";
import type { Bucket } from "#shared/domain/results/buckets.ts";
import {
  type BucketDifferences,
  differencesBetween,
  type StoredBucket,
} from "#shared/dynamodb/bucket-differences.ts";
import { countsOf, suspectCountsOf } from "#shared/dynamodb/bucket-item.ts";

/** In what a day's stored counts are not what its records come to. */
export type DifferingDay = {
  /** Of how many values of each attribute; which ones may be personal. */
  readonly values: ReadonlyMap<string, number>;
  /** The same as long as the same is stored and counted. */
  readonly mark: string;
};

/** Undefined where all is as it should be. */
export function differingDay(
  stored: readonly StoredBucket[],
  counted: readonly Bucket[],
): DifferingDay | undefined {
  const differences = differencesBetween(stored, counted);
  const buckets = [...differences.different.map(({ bucket }) => bucket), ...differences.vanished];
  if (buckets.length === 0) return undefined;
  const byAttribute = Map.groupBy(buckets, ({ attribute }) => attribute);
  const values = new Map([...byAttribute].map(([attribute, { length }]) => [attribute, length]));
  return { values, mark: markOf(differences) };
}

function markOf({ different, vanished }: BucketDifferences): string {
  const base64 = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("base64");
  const stored = (bucket: StoredBucket | undefined) =>
    bucket && [base64(bucket.counts), base64(bucket.suspectCounts)];
  const named = ({ attribute, value }: Bucket) => [attribute, value];
  const all = [
    ...different.map(({ bucket, before }) => [
      ...named(bucket),
      base64(countsOf(bucket)),
      base64(suspectCountsOf(bucket)),
      stored(before),
    ]),
    ...vanished.map((bucket) => [...named(bucket), stored(bucket)]),
  ];
  const texts = all.map((one) => JSON.stringify(one)).sort();
  return createHash("sha256").update(texts.join("\n")).digest("hex");
}
