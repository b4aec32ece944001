import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { SheetRow } from "#shared/domain/results/portfolio-sheet.ts";
import { saveImportedTouchpoint } from "#shared/dynamodb/imported-touchpoints.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aProgram } from "../../builders.ts";
import { aRow, keepSheet, startSheetBucket } from "../../sheet-bucket.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

let table: Table;
let sheets: Awaited<ReturnType<typeof startSheetBucket>>;
let stop: () => Promise<void>;
let handler: typeof import("../../../functions/query-renewals/handler.ts").handler;

beforeAll(async () => {
  const started = await startOpsTable();
  ({ table } = started);
  sheets = await startSheetBucket();
  ({ handler } = await import("../../../functions/query-renewals/handler.ts"));
  stop = async () => {
    started.stop();
    await sheets.stop();
  };
  const first: SheetRow[] = [
    aRow({ accountId: "stays", renewalOn: "2026-10-01", ...said(9) }),
    aRow({ accountId: "leaves", renewalOn: "2026-12-31", arrUsd: 3000, ...said(2) }),
    aRow({ accountId: "waits", renewalOn: "2026-11-11", segment: "tech-touch" }),
    aRow({ accountId: "later", renewalOn: "2027-01-01" }),
    aRow({ accountId: "earlier", renewalOn: "2026-09-30" }),
    aRow({ accountId: "left", renewalOn: "2026-11-11", status: "churned" }),
    aRow({ accountId: "free", renewalOn: "2026-11-11", plan: "free" }),
    aRow({ accountId: "undated" }),
  ];
  await keepSheet(sheets.bucket, "2026-09-30", first);
  // On the first day one has renewed already, as its file says: it was to renew all the same.
  await keepSheet(sheets.bucket, "2026-10-01", [aRow({ accountId: "stays", ...renewed })]);
  await keepSheet(sheets.bucket, "2026-12-31", [
    // What it says now is not what it said before.
    aRow({ accountId: "stays", ...renewed, ...said(0) }),
    aRow({ accountId: "leaves", renewalOn: "2026-12-31", status: "churned", segment: "gone" }),
    aRow({ accountId: "waits", renewalOn: "2026-11-11" }),
  ]);
});
afterAll(() => stop());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-02-01T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

const said = (nps: number) => ({ programs: { "pre-renewal": { answeredOn: "2026-09-01", nps } } });
const renewed = { renewalOn: "2027-10-01", lastRenewedOn: "2026-10-01" };
const QUARTER = { program: "pre-renewal", from: "2026-10-01", to: "2026-12-31" };
const ask = (query: Record<string, string>, role = "viewer") =>
  askRoute(handler, "GET /v1/results/renewals", { query, role });

describe("GET /v1/results/renewals", () => {
  it("tells how those renewed who were to, by what they had said before", async () => {
    const { status, body } = await ask(QUARTER);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      programId: "pre-renewal",
      from: "2026-10-01",
      to: "2026-12-31",
      groupBy: null,
      asOf: { bandsFrom: "2026-09-30", bandsTo: "2026-12-31", outcomes: "2026-12-31" },
    });
    expect(body.definitions.caution).toContain("does not say that the score is why");
    expect(body.groups).toHaveLength(1);
    const [{ key, all, nps, csat }] = body.groups;
    expect(key).toEqual({});
    expect(all).toMatchObject({
      cohort: 3,
      renewed: 1,
      churned: 1,
      undecided: 1,
      n: 2,
      rate: 0.5,
      small: true,
    });
    expect(all.arr).toMatchObject({ cohort: 5000, renewed: 1000, churned: 3000, rate: 0.25 });
    expect(nps.promoter).toMatchObject({ cohort: 1, renewed: 1, rate: 1 });
    expect(nps.detractor).toMatchObject({ cohort: 1, churned: 1, rate: 0 });
    expect(nps["not-asked"]).toMatchObject({ cohort: 1, undecided: 1, rate: null, low: null, n: 0 });
    expect(csat.unscored).toMatchObject({ cohort: 2, n: 2 });
  });

  it("is by an attribute as it was before the decision", async () => {
    const { body } = await ask({ ...QUARTER, groupBy: "segment" });
    expect(
      body.groups.map(({ key, all }: { key: object; all: { cohort: number } }) => [key, all.cohort]),
    ).toEqual([
      [{ segment: "scale" }, 2],
      [{ segment: "tech-touch" }, 1],
    ]);
  });

  it("is of a period that is yet to begin, too, by the newest day so far", async () => {
    await keepSheet(sheets.bucket, "2027-01-30", [aRow({ accountId: "soon", renewalOn: "2027-05-29" })]);
    const { body } = await ask({ ...QUARTER, from: "2027-05-28", to: "2027-06-30" });
    expect(body.asOf).toEqual({ bandsFrom: "2027-01-30", bandsTo: "2027-01-30", outcomes: "2027-01-30" });
    expect(body.groups[0].all).toMatchObject({ cohort: 1, undecided: 1, rate: null });
  });

  it("says that it does not know where no sheet is near, rather than that nobody renewed", async () => {
    const { status, body } = await ask({ ...QUARTER, from: "2026-09-20" });
    expect([status, body.asOf, body.groups]).toEqual([
      200,
      { bandsFrom: "2026-09-30", bandsTo: "2026-12-31", outcomes: "2026-12-31" },
      null,
    ]);
    const soon = await ask({ ...QUARTER, from: "2026-09-28" });
    expect(soon.body.groups[0].all.cohort).toBe(4);
    const unended = await ask({ ...QUARTER, to: "2026-11-20" });
    expect(unended.body).toMatchObject({ asOf: { outcomes: null }, groups: null });
    const yetToCome = await ask({ ...QUARTER, from: "2027-08-01", to: "2027-09-30" });
    expect(yetToCome.body).toMatchObject({ asOf: { bandsFrom: null, outcomes: null }, groups: null });
  });

  it("is of a touchpoint that was imported, too, and of no other", async () => {
    await saveImportedTouchpoint(table, { programId: "olist", name: "Olist", firstImportedAt: "2026-11-01" });
    expect((await ask({ ...QUARTER, program: "olist" })).status).toBe(200);
    expect((await ask({ ...QUARTER, program: "no-such" })).status).toBe(404);
  });

  it("is refused of an anonymous program, whose answers are no account's", async () => {
    const program = { ...aProgram("post-renewal"), anonymous: true, version: 2 };
    await saveProgram(table, program, { isReplanDue: false, at: new Date() });
    const { status, body } = await ask({ ...QUARTER, program: "post-renewal" });
    expect([status, body.errors[0].path]).toEqual([400, "program"]);
  });

  it.each([
    [{ program: "" }, "program"],
    [{ from: "2026-13-01" }, "from"],
    [{ to: "2026-09-30" }, "to"],
    [{ to: "2029-10-01" }, "to"],
    [{ groupBy: "shoe-size" }, "groupBy"],
  ])("refuses %j by its name", async (over, path) => {
    const { status, body } = await ask({ ...QUARTER, ...over });
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });

  it("is for whoever carries a role", async () => {
    expect((await ask(QUARTER, "stranger")).status).toBe(403);
  });
});
