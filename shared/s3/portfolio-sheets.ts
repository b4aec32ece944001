import { pipeline, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createGunzip, createGzip } from "node:zlib";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { Day } from "../domain/accounts/account.ts";
import type { DayRange } from "../domain/results/coverage.ts";
import type { KeptSheet } from "../domain/results/portfolio-facts.ts";
import { SheetHeader, type SheetRow } from "../domain/results/portfolio-sheet.ts";
import { s3Client } from "./client.ts";

/** The bucket of the portfolio's sheets: `portfolio/<day>.jsonl.gz`, a header and a line for each account. */
export type SheetBucket = { readonly client: S3Client; readonly name: string };

/** The bucket of this function's environment (`PORTFOLIO_BUCKET`); call it once, at module scope. */
export function sheetBucketFrom(env: Readonly<Record<string, string | undefined>>): SheetBucket {
  const name = env.PORTFOLIO_BUCKET;
  if (name === undefined)
    throw new Error("PORTFOLIO_BUCKET is not set: the function was deployed without its bucket");
  return { client: s3Client(), name };
}

const PREFIX = "portfolio/";
const SUFFIX = ".jsonl.gz";
const keyOf = (day: Day): string => `${PREFIX}${day}${SUFFIX}`;

/** The sheets of a range of days, in their order. */
export async function sheetsIn(bucket: SheetBucket, { from, to }: DayRange): Promise<KeptSheet[]> {
  const sheets: KeptSheet[] = [];
  // What comes before every key of the first day, and after every one of the day before.
  let StartAfter: string | undefined = `${PREFIX}${from}`;
  while (StartAfter !== undefined) {
    const { Contents = [], IsTruncated }: ListObjectsV2CommandOutput = await bucket.client.send(
      new ListObjectsV2Command({ Bucket: bucket.name, Prefix: PREFIX, StartAfter }),
    );
    for (const { Key = "", LastModified } of Contents) {
      const day = Key.slice(PREFIX.length, -SUFFIX.length);
      if (day > to) return sheets;
      if (LastModified !== undefined) sheets.push({ day, writtenAt: LastModified.toISOString() });
    }
    StartAfter = IsTruncated ? Contents.at(-1)?.Key : undefined;
  }
  return sheets;
}

/** The accounts of a day's sheet, some at a time and never all of them at once. Throws where it is not whole. */
export async function* sheetRows(bucket: SheetBucket, day: Day): AsyncGenerator<readonly SheetRow[]> {
  const { Body } = await bucket.client.send(new GetObjectCommand({ Bucket: bucket.name, Key: keyOf(day) }));
  if (!(Body instanceof Readable))
    throw new Error(`The portfolio sheet of ${day} has no body; read it again`);
  let isHeader = true;
  for await (const lines of linesIn(Body)) {
    if (isHeader && lines[0] !== undefined) SheetHeader.parse(JSON.parse(lines[0]));
    // Written by us, and of the version that the header says: to check each of 100,000 again would take seconds.
    yield (isHeader ? lines.slice(1) : lines).map((line) => JSON.parse(line) as SheetRow);
    isHeader = false;
  }
}

/** Lines of a gzipped text, as many at a time as come along together. */
async function* linesIn(body: Readable): AsyncGenerator<string[]> {
  const text = pipeline(body, createGunzip({ chunkSize: 256 * 1024 }), () => {
    // What goes wrong destroys the text with it, and is thrown to whoever reads that.
  }).setEncoding("utf8");
  let rest = "";
  for await (const chunk of text) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) yield lines;
  }
  if (rest !== "") throw new Error("a portfolio sheet ends in the middle of a line");
}

/**
 * Keeps a day's sheet, unless there is one: what figures were read from never changes. Holds no more than the zipped sheet
 * in memory, about 50 bytes an account.
 */
export async function writeSheet(
  bucket: SheetBucket,
  header: SheetHeader,
  rows: AsyncIterable<SheetRow>,
): Promise<"written" | "there-already"> {
  const zipped = pipeline(Readable.from(sheetLines(header, rows)), createGzip(), () => {
    // As above.
  });
  const Body = await buffer(zipped);
  const put = { Bucket: bucket.name, Key: keyOf(header.day), Body, ContentType: "application/gzip" };
  try {
    await bucket.client.send(new PutObjectCommand({ ...put, IfNoneMatch: "*" }));
  } catch (error) {
    if (!(error instanceof S3ServiceException) || error.$metadata.httpStatusCode !== 412) throw error;
    return "there-already";
  }
  return "written";
}

/** Written many at a time: a stream of single lines takes longer than the lines do. */
const LINES_AT_ONCE = 200;

async function* sheetLines(header: SheetHeader, rows: AsyncIterable<SheetRow>): AsyncGenerator<string> {
  let lines = [header as object];
  const text = () => `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
  for await (const row of rows) {
    lines.push(row);
    if (lines.length < LINES_AT_ONCE) continue;
    yield text();
    lines = [];
  }
  if (lines.length > 0) yield text();
}
