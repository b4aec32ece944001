import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { ALL, emptyFunnel } from "#shared/domain/results/buckets.ts";
import type { SheetRow } from "#shared/domain/results/portfolio-sheet.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { bucketItem } from "#shared/dynamodb/bucket-item.ts";
import { listUnderDay } from "#shared/dynamodb/days.ts";
import { saveImport } from "#shared/dynamodb/imports.ts";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { sheetRows, sheetsIn } from "#shared/s3/portfolio-sheets.ts";
import { anAccount, anInvitation } from "../../builders.ts";
import { keepSheet, startSheetBucket } from "../../sheet-bucket.ts";
import { startOpsTable } from "../ops-routes.ts";

let table: Table;
let sheets: Awaited<ReturnType<typeof startSheetBucket>>;
let stop: () => Promise<void>;
let handler: (event: unknown, context: Context) => unknown;

beforeAll(async () => {
  const started = await startOpsTable();
  ({ table } = started);
  sheets = await startSheetBucket({ at: new Date("2026-12-01T00:10:00Z") });
  ({ handler } = await import("../../../functions/write-portfolio-sheet/handler.ts"));
  stop = async () => {
    started.stop();
    await sheets.stop();
  };
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => stop());

/** The day's run, ten minutes after it, on the clock of the function and of S3. */
async function writeSheetOf(day: string, now = `${addDays(day, 1)}T00:10:05Z`): Promise<void> {
  sheets.clock.moveTo(new Date(now));
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(now) });
  await handler({ at: `${addDays(day, 1)}T00:10:00Z` }, {} as Context);
  vi.useRealTimers();
}

async function rowsOf(day: string): Promise<Map<string, SheetRow>> {
  const all: SheetRow[] = [];
  for await (const rows of sheetRows(sheets.bucket, day)) all.push(...rows);
  return new Map(all.map((row) => [row.accountId, row]));
}
const factsOf = async (day: string, accountId: string) => (await rowsOf(day)).get(accountId)?.programs;

/** Stored, and on the lists of the days of its sending and of its answer. */
async function store(over: Partial<Invitation>): Promise<void> {
  const invitation = anInvitation(over);
  const Item = toItem({ ...invitationKey(invitation.invitationId), ...invitation });
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  const { claimedAt, attempts = [] } = invitation;
  if (claimedAt !== undefined) await listUnderDay(table, "SENT", claimedAt.slice(0, 10), invitation);
  for (const { at } of attempts) await listUnderDay(table, "ANSWERED", at.slice(0, 10), invitation);
}
const sentOn = (day: string) => ({ claimedAt: `${day}T09:00:00.000Z`, sentAt: `${day}T09:00:01.000Z` });
const answeredOn = (day: string, nps: number, over: object = {}) => ({
  attempts: [
    {
      attemptId: `${day}-${nps}`,
      at: `${day}T10:00:00.000Z`,
      answers: [{ questionId: "recommend", kind: "nps" as const, value: nps }],
      ...over,
    },
  ],
});

describe("a day's portfolio sheet", () => {
  it("has every account as it is, with what is known of it and nothing else", async () => {
    const place = { programId: "post-onboarding", attribute: ALL, value: ALL, day: "2026-01-15" };
    const none = { nps: Array<number>(11).fill(0), csat: [0, 0, 0, 0, 0], closings: [] };
    const Item = toItem(bucketItem({ ...place, ...none, funnel: { ...emptyFunnel(), invited: 1, sent: 1 } }));
    await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    await store({ invitationId: "in-winter", accountId: "many-0", ...sentOn("2026-01-15"), cycle: "c" });
    await saveAccount(table, anAccount({ lastRenewedOn: "2026-10-01" }));
    await saveAccount(table, { accountId: "unknown", products: [] });
    for (let i = 0; i < 110; i++)
      await saveAccount(table, anAccount({ accountId: `many-${i}`, name: `Many ${i % 7}` }));
    await writeSheetOf("2026-11-30");
    const rows = await rowsOf("2026-11-30");
    expect(rows.size).toBe(112);
    expect(rows.get("acc-1")).toEqual({
      accountId: "acc-1",
      status: "active",
      plan: "premium",
      customerSince: "2026-10-01",
      renewalOn: "2027-10-01",
      lastRenewedOn: "2026-10-01",
      segment: "scale",
      products: ["ci", "scm"],
      arrUsd: 120_000,
      csm: "ana@vendor.example",
      csmManager: "manager1@vendor.example",
    });
    expect(rows.get("many-0")?.programs).toEqual({ "post-onboarding": { askedOn: "2026-01-15" } });
    expect(rows.get("unknown")).toEqual({ accountId: "unknown" });
  });

  it("once written stays as it is, whatever becomes of the accounts", async () => {
    await saveAccount(table, anAccount({ status: "churned" }));
    await writeSheetOf("2026-11-30", "2026-12-01T07:00:00Z");
    expect((await rowsOf("2026-11-30")).get("acc-1")?.status).toBe("active");
  });

  it("says who was asked and who answered up to that day, over a year back at first", async () => {
    await store({ invitationId: "long-ago", accountId: "many-1", ...sentOn("2025-12-01"), cycle: "a" });
    await store({
      invitationId: "lately",
      accountId: "many-2",
      ...sentOn("2026-11-20"),
      ...answeredOn("2026-12-01", 9),
    });
    // What was imported is dated back: all is read again.
    const counts = { accepted: 1, rejected: 0, errors: [], errorsLeftOut: 0 };
    const times = { startedAt: "2026-12-01T12:00:00Z", finishedAt: "2026-12-01T12:01:00Z" };
    await saveImport(table, { importId: "i", kind: "responses", status: "done", ...counts, ...times });
    await writeSheetOf("2026-12-01");
    expect(await factsOf("2026-12-01", "many-1")).toEqual({ "post-onboarding": { askedOn: "2025-12-01" } });
    expect(await factsOf("2026-12-01", "many-2")).toEqual({
      "post-onboarding": { askedOn: "2026-11-20", answeredOn: "2026-12-01", nps: 9, npsOn: "2026-12-01" },
    });
  });

  it("keeps what the sheets before say, and takes in what was settled late", async () => {
    await store({ invitationId: "unknown-then", accountId: "many-3", ...sentOn("2026-12-01"), cycle: "b" });
    // Confirmed only now: read again on Monday, the 7th.
    await store({
      invitationId: "confirmed",
      accountId: "many-4",
      ...sentOn("2026-11-24"),
      ...answeredOn("2026-11-25", 2),
    });
    await writeSheetOf("2026-12-03");
    expect(await factsOf("2026-12-03", "many-3")).toEqual({ "post-onboarding": { askedOn: "2026-12-01" } });
    expect(await factsOf("2026-12-03", "many-1")).toEqual({ "post-onboarding": { askedOn: "2025-12-01" } });
    expect(await factsOf("2026-12-03", "many-4")).toBeUndefined();
    for (const day of ["2026-12-07", "2026-12-08", "2026-12-15"]) {
      await writeSheetOf(day);
      const facts = (await factsOf(day, "many-4"))?.["post-onboarding"];
      expect([day, facts?.nps, facts?.npsOn]).toEqual([day, 2, "2026-11-25"]);
    }
  });

  it("takes back an answer that was found suspect since", async () => {
    const sent = { invitationId: "scanned", accountId: "many-5", ...sentOn("2026-12-16") };
    await store({ ...sent, ...answeredOn("2026-12-16", 0) });
    await writeSheetOf("2026-12-16");
    expect((await factsOf("2026-12-16", "many-5"))?.["post-onboarding"]?.nps).toBe(0);
    await store({ ...sent, ...answeredOn("2026-12-16", 0, { scannerNetwork: "a scanner" }) });
    await writeSheetOf("2026-12-17");
    expect(await factsOf("2026-12-17", "many-5")).toEqual({ "post-onboarding": { askedOn: "2026-12-16" } });
  });

  it("is not written days later, when nobody knows any more what the accounts were", async () => {
    await writeSheetOf("2026-12-20", "2026-12-22T00:00:00Z");
    expect(await sheetsIn(sheets.bucket, { from: "2026-12-20", to: "2026-12-20" })).toEqual([]);
  });

  it("that another run has written meanwhile is left alone", async () => {
    await keepSheet(sheets.bucket, "2026-12-23", []);
    await writeSheetOf("2026-12-23");
    expect((await rowsOf("2026-12-23")).size).toBe(0);
  });

  it("is refused without the time that the run stands for", async () => {
    await expect(handler({}, {} as Context)).rejects.toThrow("at");
  });
});
