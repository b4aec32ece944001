import { type Bucket, CSAT_STEPS, FUNNEL_STEPS, type FunnelStep, NPS_STEPS } from "../domain/buckets.ts";
import { type Key, resultsKey } from "./keys.ts";

const BYTES = 4;
const COUNTS = NPS_STEPS + CSAT_STEPS + FUNNEL_STEPS.length;

/** Of which day, and under which attribute and value, a bucket stands. */
export type BucketId = Pick<Bucket, "programId" | "attribute" | "value" | "day">;

/** `#` separates the parts of a key, so a value that has one is written without it. */
export const encodeValue = (value: string): string => value.replaceAll("%", "%25").replaceAll("#", "%23");
export const decodeValue = (encoded: string): string => encoded.replaceAll("%23", "#").replaceAll("%25", "%");

export const bucketKey = ({ programId, attribute, value, day }: BucketId): Key =>
  resultsKey(programId, attribute, encodeValue(value), day);

/** A bucket as stored: what its key says already is not said again. */
export const bucketItem = (bucket: Bucket): Record<string, unknown> => ({
  ...bucketKey(bucket),
  type: "bucket",
  version: 1,
  counts: countsOf(bucket),
});

/**
 * All counts, four bytes each: the scores 0–10, the steps 1–5, the funnel. A fixed width makes a year's figures
 * cost the same whether a thousand or a million answered, and two buckets are alike when their bytes are.
 */
export function countsOf(bucket: Bucket): Uint8Array {
  const counts = [...bucket.nps, ...bucket.csat, ...FUNNEL_STEPS.map((step) => bucket.funnel[step])];
  const bytes = Buffer.alloc(COUNTS * BYTES);
  for (const [i, count] of counts.entries()) bytes.writeUInt32BE(count, i * BYTES);
  return bytes;
}

export function bucketFrom(id: BucketId, item: Readonly<Record<string, unknown>>): Bucket {
  const stored = item.counts;
  if (!(stored instanceof Uint8Array)) throw new Error(`The bucket at ${item.pk} of ${id.day} has no counts`);
  const bytes = Buffer.from(stored);
  // A step that was added to the funnel later is absent in older items, which counted none of it.
  const counts = Array.from({ length: COUNTS }, (_, i) =>
    (i + 1) * BYTES <= bytes.length ? bytes.readUInt32BE(i * BYTES) : 0,
  );
  const funnel = FUNNEL_STEPS.map((step, i) => [step, counts[NPS_STEPS + CSAT_STEPS + i] ?? 0]);
  return {
    ...id,
    nps: counts.slice(0, NPS_STEPS),
    csat: counts.slice(NPS_STEPS, NPS_STEPS + CSAT_STEPS),
    // FUNNEL_STEPS names every step, which fromEntries cannot know.
    funnel: Object.fromEntries(funnel) as Record<FunnelStep, number>,
  };
}
