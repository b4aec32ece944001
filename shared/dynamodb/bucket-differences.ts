import type { Bucket } from "../domain/results/buckets.ts";
import { type BucketId, bucketKey, countsOf, suspectCountsOf } from "./bucket-item.ts";

/** A bucket, and its counts byte by byte: what an older release stored may be put differently today. */
export type StoredBucket = Bucket & {
  readonly counts: Uint8Array;
  readonly suspectCounts: Uint8Array | undefined;
};

/** In what a day's stored buckets are not what was counted, byte by byte. */
export type BucketDifferences = {
  /** What is to be stored, and what stands in its place so far, if anything does. */
  readonly different: readonly { readonly bucket: Bucket; readonly before: StoredBucket | undefined }[];
  /** What is stored, and nothing was counted of. */
  readonly vanished: readonly StoredBucket[];
};

export function differencesBetween(
  stored: readonly StoredBucket[],
  counted: readonly Bucket[],
): BucketDifferences {
  const storedByName = new Map(stored.map((bucket) => [nameOf(bucket), bucket]));
  const countedNames = new Set(counted.map(nameOf));
  const different = counted.flatMap((bucket) => {
    const before = storedByName.get(nameOf(bucket));
    const isAsBefore =
      before !== undefined &&
      isSame(before.counts, countsOf(bucket)) &&
      isSame(before.suspectCounts, suspectCountsOf(bucket));
    return isAsBefore ? [] : [{ bucket, before }];
  });
  return { different, vanished: stored.filter((bucket) => !countedNames.has(nameOf(bucket))) };
}

const nameOf = (bucket: BucketId): string => JSON.stringify(bucketKey(bucket));

const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one === undefined || other === undefined ? one === other : Buffer.compare(one, other) === 0;
