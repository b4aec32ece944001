import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { SheetHeader, SheetRow } from "#shared/domain/results/portfolio-sheet.ts";
import { type SheetBucket, writeSheet } from "#shared/s3/portfolio-sheets.ts";
import { startClock } from "../infra/local/clock.ts";
import { startQueues } from "../infra/local/engines/queues.ts";
import { openState } from "../infra/local/state.ts";

/**
 * A real, empty bucket of the laptop's engine, where the functions look for the portfolio's sheets.
 *
 * @param at the engine's time, by which it dates what it is given
 */
export async function startSheetBucket({ at }: { readonly at?: Date } = {}) {
  const dir = mkdtempSync(join(tmpdir(), "sheets-"));
  const clock = startClock(openState(dir), at);
  const engine = await startQueues({ dir, clock, region: "us-east-1" });
  const client = new S3Client({
    endpoint: engine.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    forcePathStyle: true,
  });
  const bucket: SheetBucket = { client, name: "portfolio-sheets" };
  await client.send(new CreateBucketCommand({ Bucket: bucket.name }));
  Object.assign(process.env, { PORTFOLIO_BUCKET: bucket.name, AWS_ENDPOINT_URL_S3: engine.endpoint });
  return {
    bucket,
    clock,
    stop: async () => {
      client.destroy();
      await engine.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Keeps a sheet of a day as the day's job would. */
export const keepSheet = async (bucket: SheetBucket, day: string, rows: readonly SheetRow[]) =>
  await writeSheet(bucket, headerOf(day), eachOf(rows));

export const headerOf = (day: string): SheetHeader => ({
  type: "portfolio-sheet",
  version: 1,
  day,
  writtenAt: `${day}T23:59:59.000Z`,
});

async function* eachOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** A row like those of the premium accounts of a segment. */
export const aRow = (over: Partial<SheetRow> = {}): SheetRow => ({
  accountId: "acc-1",
  status: "active",
  plan: "premium",
  segment: "scale",
  arrUsd: 1000,
  ...over,
});
