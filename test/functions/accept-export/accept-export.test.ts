import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  beginExport,
  exportById,
  giveUpExport,
  keepProgress,
  type Progress,
} from "#shared/dynamodb/exports.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import { acceptExport, type Ports } from "../../../functions/accept-export/accept-export.ts";
import { described } from "../../described.ts";
import { startTable } from "../../table.ts";

const NOW = new Date("2026-12-01T10:00:00Z");
const later = (ms: number): Date => new Date(NOW.getTime() + ms);
const [MINUTE, DAY] = [60_000, 86_400_000];
const BODY = { what: "responses", from: "2026-01-01", to: "2026-11-30", format: "csv" } as const;

let table: Table;
let stop: () => void;
let started: string[] = [];
let ids = 0;
beforeAll(async () => {
  ({ table, stop } = await startTable({ hasStream: false }));
});
afterAll(() => stop());
beforeEach(() => {
  started = [];
});

const newest = () => `00000000-0000-4000-8000-${String(ids).padStart(12, "0")}`;
const portsWith = (over: Partial<Ports> = {}): Ports => ({
  newId: () => {
    ids++;
    return newest();
  },
  programIds: async () => ["pre-renewal"],
  begin: (of) => beginExport(table, of),
  exportById: (exportId) => exportById(table, exportId),
  start: async (exportId) => void started.push(exportId),
  giveUp: (exportId, message, now) => giveUpExport(table, exportId, message, now),
  address: async (key, filename, seconds) => `https://files.example/${key}?as=${filename}&for=${seconds}`,
  ...over,
});
const request = (over: Partial<ApiRequest>): ApiRequest => ({
  method: "POST",
  route: "POST /v1/exports",
  path: {},
  query: {},
  headers: {},
  body: "",
  caller: { email: "ana@vendor.example", role: "csm" },
  ...over,
});
const post = (body: object, over: Partial<Ports> = {}) =>
  described(acceptExport(portsWith(over)))(request({ body: JSON.stringify(body) }), NOW);
async function show(exportId: string, now: Date) {
  const asked = request({ method: "GET", route: "GET /v1/exports/{exportId}", path: { exportId } });
  const reply = await described(acceptExport(portsWith()))(asked, now);
  return { status: reply.statusCode, body: JSON.parse(reply.body ?? "") };
}

describe("an export", () => {
  it("is taken on and runs; its file has an address that is made anew each time it is looked at", async () => {
    expect((await post(BODY)).statusCode).toBe(202);
    const exportId = newest();
    expect(started).toEqual([exportId]);
    expect((await show(exportId, NOW)).body).toMatchObject({
      ...BODY,
      ...{ exportId, status: "running", rows: 0, bytes: 0, url: null, urlUntil: null },
    });
    const file: Progress = { status: "done", rows: 3, bytes: 99, isRead: true, key: "a/1.csv", parts: [] };
    await keepProgress(table, { exportId, leg: 0 }, { ...file, finishedAt: NOW.toISOString() }, NOW);
    for (const at of [later(MINUTE), later(DAY)])
      expect((await show(exportId, at)).body).toMatchObject({
        ...{ status: "done", rows: 3, bytes: 99 },
        url: "https://files.example/a/1.csv?as=responses-2026-01-01-2026-11-30.csv&for=900",
        urlUntil: new Date(at.getTime() + 15 * MINUTE).toISOString(),
      });
    const gone = (await show(exportId, later(7 * DAY + MINUTE))).body;
    expect([gone.status, gone.url, gone.message]).toEqual(["gone", null, expect.stringContaining("7 days")]);
  });

  it("of which nothing is heard any more has failed", async () => {
    await post(BODY);
    expect((await show(newest(), later(29 * MINUTE))).body.status).toBe("running");
    const { status, message } = (await show(newest(), later(31 * MINUTE))).body;
    expect([status, message]).toEqual(["failed", expect.stringContaining("ask for it again")]);
  });

  it("that cannot be started says so", async () => {
    const start = () => Promise.reject(new Error("throttled"));
    await expect(post(BODY, { start })).rejects.toThrow("throttled");
    expect((await show(newest(), NOW)).body).toMatchObject({ status: "failed", url: null });
  });

  it.each([
    [{ ...BODY, to: "2025-12-31" }, "to"],
    [{ ...BODY, what: "contacts" }, "what"],
    [{ ...BODY, format: "xlsx" }, "format"],
    [{ ...BODY, from: "2026-02-30" }, "from"],
    [{ ...BODY, program: "nope" }, "program"],
    [{ ...BODY, groupBy: "plan" }, "groupBy"],
    [{ ...BODY, interval: "day" }, "interval"],
    [{ ...BODY, what: "ctas", includeSuspect: true }, "includeSuspect"],
    [{ ...BODY, what: "results", from: "2023-01-01" }, "to"],
    [{ ...BODY, account: "acc-1" }, "account"],
  ])("is refused with the field that is wrong: %j", async (body, path) => {
    const reply = await post(body);
    expect(reply.statusCode).toBe(400);
    expect(JSON.parse(reply.body ?? "").errors).toMatchObject([{ path }]);
    expect(started).toEqual([]);
  });

  it("of an id that nobody was given is not there", async () => {
    for (const exportId of ["00000000-0000-4000-8000-999999999999", "x", "../a"])
      expect((await show(exportId, NOW)).status).toBe(404);
  });
});
