import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { runIdOf, saveDecisions } from "#shared/dynamodb/runs.ts";
import { recordTouchpoint } from "#shared/dynamodb/touchpoints.ts";
import { anAccount } from "../../builders.ts";
import type { Answer } from "../ops-routes.ts";
import { type Reader, startReader } from "./reader.ts";

let reader: Reader;
let accounts = 0;
let accountId: string;
beforeAll(async () => {
  reader = await startReader();
});
afterAll(() => reader.stop());
/** Each test has an account of its own. */
beforeEach(async () => {
  accountId = `acc-${++accounts}`;
  await saveAccount(reader.table, anAccount({ accountId }));
});

const ROUTE = "GET /v1/accounts/{accountId}/decisions";
const list = (query: Record<string, string> = {}, { role = "csm", of = accountId } = {}) =>
  reader.ask(ROUTE, { path: { accountId: of }, query, role });

const decided = (contactId: string | null, reason?: string): Decision => ({
  accountId,
  contactId,
  verdict: reason === undefined ? "selected" : "excluded",
  rules: reason === undefined ? [] : [{ rule: "hold", verdict: "fail", reason }],
});
const ran = (programId: string, on: string, decisions: readonly Decision[], dryRun = false) =>
  saveDecisions(
    reader.table,
    { runId: `${runIdOf(programId, on)}${dryRun ? "-dry-1" : ""}`, programId, on, dryRun },
    accountId,
    decisions,
    new Date(`${on}T00:05:00Z`),
  );
const nameOf = ({ programId, on, contactId }: Answer) => `${on} ${programId} ${contactId}`;

/** All pages, and the size of each. */
async function listAll(query: Record<string, string>) {
  const names: string[] = [];
  const sizes: number[] = [];
  for (let cursor = ""; sizes.length < 100; ) {
    const { body } = await list({ ...query, cursor });
    names.push(...body.items.map(nameOf));
    sizes.push(body.items.length);
    if (body.next === null) return { names, sizes };
    cursor = body.next;
  }
  throw new Error("the list does not end");
}

describe("an account's decisions", () => {
  it("are listed with their run, the newest day first, each day's contacts in the order of their ids", async () => {
    await ran("pre-renewal", "2026-12-01", [decided("mei")]);
    await ran("post-renewal", "2027-01-15", [decided("mei", "contacted-recently"), decided("kim")]);
    const { status, body } = await list();
    expect([status, body.next]).toEqual([200, null]);
    expect(body.items.map(nameOf)).toEqual([
      "2027-01-15 post-renewal kim",
      "2027-01-15 post-renewal mei",
      "2026-12-01 pre-renewal mei",
    ]);
    expect(body.items[1]).toEqual({
      runId: "post-renewal-2027-01-15",
      programId: "post-renewal",
      on: "2027-01-15",
      at: "2027-01-15T00:05:00.000Z",
      ...decided("mei", "contacted-recently"),
    });
  });

  it("are listed of touchpoints too, and of an account in which there is nobody", async () => {
    const entry = { programId: "case-closure", on: "2026-12-02", accountId, contactId: "mei" };
    for (const reference of ["case-1", "case-2"])
      await recordTouchpoint(reader.table, { ...entry, reference }, decided("mei"), new Date());
    await ran("pre-renewal", "2026-12-01", [decided(null, "no-contacts")]);
    expect((await list()).body.items.map(nameOf)).toEqual([
      "2026-12-02 case-closure mei",
      "2026-12-02 case-closure mei",
      "2026-12-01 pre-renewal null",
    ]);
  });

  it("are not those of a dry run, nor of an account whose id begins alike", async () => {
    await ran("pre-renewal", "2026-12-01", [decided("mei")], true);
    expect((await list()).body).toEqual({ items: [], next: null });
    const other = `${accountId}-b`;
    await saveAccount(reader.table, anAccount({ accountId: other }));
    await ran("pre-renewal", "2026-12-01", [decided("mei")]);
    expect((await list({}, { of: other })).body.items).toEqual([]);
  });

  it("are found by contact, by program, and by both", async () => {
    await ran("pre-renewal", "2026-12-01", [decided("mei"), decided("kim")]);
    await ran("pre-renewal-emea", "2026-12-02", [decided("mei")]);
    const found = async (query: Record<string, string>) => (await list(query)).body.items.map(nameOf);
    expect(await found({ contact: "mei" })).toEqual([
      "2026-12-02 pre-renewal-emea mei",
      "2026-12-01 pre-renewal mei",
    ]);
    expect(await found({ program: "pre-renewal" })).toEqual([
      "2026-12-01 pre-renewal kim",
      "2026-12-01 pre-renewal mei",
    ]);
    expect(await found({ program: "pre-renewal", contact: "kim" })).toEqual(["2026-12-01 pre-renewal kim"]);
    expect(await found({ program: "none" })).toEqual([]);
  });

  it("are paged through without loss or repetition, in the middle of a day's contacts too", async () => {
    const days = Array.from({ length: 30 }, (_, i) => `2026-12-${String(i + 1).padStart(2, "0")}`);
    const contacts = ["a", "b", "c", "d", "e", "f", "g"].map((id) => decided(id));
    for (const on of days) await ran("pre-renewal", on, contacts);
    const wanted = days
      .toReversed()
      .flatMap((on) => contacts.map(({ contactId }) => `${on} pre-renewal ${contactId}`));
    for (const limit of ["3", "7", "100", "210"]) {
      const { names, sizes } = await listAll({ limit });
      expect(names, `limit ${limit}`).toEqual(wanted);
      expect(sizes.slice(0, -1).every((size) => size === Number(limit))).toBe(true);
    }
  });

  it("are found however many others stand before them", async () => {
    const days = Array.from({ length: 260 }, (_, i) =>
      new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
    );
    await ran("pre-renewal", "2025-12-31", [decided("mei")]);
    for (const on of days) await ran("all-customer-csat", on, [decided("mei", "contacted-recently")]);
    expect((await listAll({ program: "pre-renewal" })).names).toEqual(["2025-12-31 pre-renewal mei"]);
    const { names } = await listAll({ limit: "90" });
    expect(names).toHaveLength(261);
    expect(new Set(names).size).toBe(261);
  });
});

describe("is refused", () => {
  it.each([
    ["a cursor that it did not give out", { cursor: "garbage" }, "cursor"],
    ["a limit over 500", { limit: "501" }, "limit"],
    ["a filter that it does not have", { shoeSize: "44" }, "shoeSize"],
  ])("%s", async (_, query, path) => {
    const { status, body } = await list(query as Record<string, string>);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });

  it("an account that there is not, and whoever is below csm", async () => {
    expect((await list({}, { of: "nowhere" })).status).toBe(404);
    expect((await list({}, { role: "viewer" })).status).toBe(403);
  });
});
