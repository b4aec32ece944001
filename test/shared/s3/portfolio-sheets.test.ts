import { gzipSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SheetRow } from "#shared/domain/results/portfolio-sheet.ts";
import { type SheetBucket, sheetRows, sheetsIn, writeSheet } from "#shared/s3/portfolio-sheets.ts";
import { sideBySide } from "#shared/side-by-side.ts";
import { aRow, headerOf, keepSheet, startSheetBucket } from "../../sheet-bucket.ts";

let bucket: SheetBucket;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ bucket, stop } = await startSheetBucket());
});
afterAll(() => stop());

const put = (day: string, Body: Uint8Array) =>
  bucket.client.send(new PutObjectCommand({ Bucket: bucket.name, Key: `portfolio/${day}.jsonl.gz`, Body }));

async function read(day: string): Promise<SheetRow[]> {
  const all: SheetRow[] = [];
  for await (const rows of sheetRows(bucket, day)) all.push(...rows);
  return all;
}

describe("a portfolio sheet", () => {
  it("is read as it was written, whatever is in it, and what is unknown stays unknown", async () => {
    const rows = Array.from({ length: 1234 }, (_, i) =>
      aRow({
        accountId: `acc-${i}`,
        industry: 'Maschinenbau "Süd"\nund 日本',
        products: ["ci", "scm"],
        programs: { "pre-renewal": { askedOn: "2026-11-01", nps: i % 11 } },
        geography: undefined,
      }),
    );
    expect(await keepSheet(bucket, "2026-01-01", rows)).toBe("written");
    expect(await read("2026-01-01")).toEqual(rows.map(({ geography: _, ...row }) => row));
  });

  it("of no account at all is a sheet", async () => {
    await keepSheet(bucket, "2026-01-02", []);
    expect(await read("2026-01-02")).toEqual([]);
  });

  it("is found by its day, also behind the thousand that S3 lists at once", async () => {
    const days = Array.from({ length: 1005 }, (_, i) =>
      new Date(Date.UTC(2030, 0, 1 + i)).toISOString().slice(0, 10),
    );
    await sideBySide(days, 32, (day) => put(day, gzipSync("")));
    const found = await sheetsIn(bucket, { from: "2030-01-01", to: "2040-01-01" });
    expect(found.map(({ day }) => day)).toEqual(days);
    const some = await sheetsIn(bucket, { from: "2030-02-27", to: "2030-03-01" });
    expect(some.map(({ day }) => day)).toEqual(["2030-02-27", "2030-02-28", "2030-03-01"]);
    expect(some[0]?.writtenAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it("that broke off is never taken for whole, nor is anything else that lies there", async () => {
    const line = (value: object) => `${JSON.stringify(value)}\n`;
    const whole = gzipSync(line(headerOf("2026-03-01")) + line(aRow()).repeat(5000));
    await put("2026-03-01", whole.subarray(0, whole.length - 20));
    await expect(read("2026-03-01")).rejects.toThrow();
    await put("2026-03-02", gzipSync(line(headerOf("2026-03-02")) + line(aRow()).slice(0, 20)));
    await expect(read("2026-03-02")).rejects.toThrow("middle of a line");
    await put("2026-03-03", gzipSync(line({ ...headerOf("2026-03-03"), version: 2 })));
    await expect(read("2026-03-03")).rejects.toThrow("version");
    await expect(read("2026-03-04")).rejects.toThrow();
  });

  it("is not written at all where its accounts cannot be read to the end", async () => {
    async function* broken() {
      yield aRow();
      throw new Error("the table is away");
    }
    await expect(writeSheet(bucket, headerOf("2026-04-01"), broken())).rejects.toThrow("the table is away");
    expect(await sheetsIn(bucket, { from: "2026-04-01", to: "2026-04-01" })).toEqual([]);
  });
});
