import {
  type Bucket,
  CSAT_STEPS,
  FUNNEL_STEPS,
  type FunnelStep,
  NPS_STEPS,
} from "../domain/results/buckets.ts";
import { type Closing, MAX_CLOSINGS } from "../domain/results/closings.ts";
import { type Key, resultsKey } from "./keys.ts";

const BYTES = 4;
/** Milliseconds since 1970 need 41 bits. */
const TIME_BYTES = 6;
const CLOSING_BYTES = TIME_BYTES + BYTES;
const SCORES = NPS_STEPS + CSAT_STEPS;
const COUNTS = SCORES + FUNNEL_STEPS.length;
/** Of the funnel only what an answer moves: answered, completed. */
const SUSPECT_COUNTS = SCORES + 2;

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
  withSuspects: suspectCountsOf(bucket),
});

/**
 * All counts, four bytes each: the scores 0–10, the steps 1–5, the funnel; then the closings, ten bytes each. A
 * fixed width makes a year's figures cost the same whether a thousand or a million answered, and two buckets are alike
 * when their bytes are.
 */
export const countsOf = ({ nps, csat, funnel, closings }: Bucket): Uint8Array =>
  bytesOf([...nps, ...csat, ...FUNNEL_STEPS.map((step) => funnel[step])], closings);

/** The same of what is otherwise with suspect answers; undefined of the usual day, on which nothing is. */
export const suspectCountsOf = ({ withSuspects: all }: Bucket): Uint8Array | undefined =>
  all && bytesOf([...all.nps, ...all.csat, all.answered, all.completed], all.closings);

function bytesOf(counts: readonly number[], closings: readonly Closing[]): Uint8Array {
  const closingsAt = counts.length * BYTES;
  const bytes = Buffer.alloc(closingsAt + Math.max(MAX_CLOSINGS, closings.length) * CLOSING_BYTES);
  for (const [i, count] of counts.entries()) bytes.writeUInt32BE(count, i * BYTES);
  for (const [i, { fromMs, silent }] of closings.entries()) {
    const at = closingsAt + i * CLOSING_BYTES;
    bytes.writeUIntBE(fromMs, at, TIME_BYTES);
    bytes.writeUInt32BE(silent, at + TIME_BYTES);
  }
  return bytes;
}

/** The bytes that {@link countsOf} made, as they are stored. */
export function storedCounts(id: BucketId, item: Readonly<Record<string, unknown>>): Buffer {
  const stored = item.counts;
  if (!(stored instanceof Uint8Array)) throw new Error(`The bucket at ${item.pk} of ${id.day} has no counts`);
  return Buffer.from(stored);
}

/** The bytes of {@link suspectCountsOf}, where there are such. */
export function storedSuspectCounts(item: Readonly<Record<string, unknown>>): Buffer | undefined {
  const stored = item.withSuspects;
  return stored instanceof Uint8Array ? Buffer.from(stored) : undefined;
}

export function bucketFrom(id: BucketId, item: Readonly<Record<string, unknown>>): Bucket {
  const { counts, ...answers } = answersFrom(storedCounts(id, item), COUNTS);
  const funnel = FUNNEL_STEPS.map((step, i) => [step, counts[SCORES + i] ?? 0]);
  const suspectBytes = storedSuspectCounts(item);
  return {
    ...id,
    ...answers,
    // FUNNEL_STEPS names every step, which fromEntries cannot know.
    funnel: Object.fromEntries(funnel) as Record<FunnelStep, number>,
    ...(suspectBytes === undefined ? {} : { withSuspects: withSuspectsFrom(suspectBytes) }),
  };
}

function withSuspectsFrom(bytes: Buffer): Bucket["withSuspects"] {
  const { counts, ...answers } = answersFrom(bytes, SUSPECT_COUNTS);
  return { ...answers, answered: counts[SCORES] ?? 0, completed: counts[SCORES + 1] ?? 0 };
}

function answersFrom(bytes: Buffer, width: number) {
  const counts = Array.from({ length: width }, (_, i) => bytes.readUInt32BE(i * BYTES));
  return {
    counts,
    nps: counts.slice(0, NPS_STEPS),
    csat: counts.slice(NPS_STEPS, SCORES),
    closings: closingsFrom(bytes.subarray(width * BYTES)),
  };
}

function closingsFrom(bytes: Buffer): Closing[] {
  const closings: Closing[] = [];
  for (let at = 0; at + CLOSING_BYTES <= bytes.length; at += CLOSING_BYTES) {
    const silent = bytes.readUInt32BE(at + TIME_BYTES);
    if (silent > 0) closings.push({ fromMs: bytes.readUIntBE(at, TIME_BYTES), silent });
  }
  return closings;
}
