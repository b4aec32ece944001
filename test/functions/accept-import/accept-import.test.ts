import { describe, expect, test } from "vitest";
import { Mapping } from "#shared/domain/imports/mapping.ts";
import { claimImport, importById, saveImport } from "#shared/dynamodb/imports.ts";
import { mappingById, saveMapping } from "#shared/dynamodb/mappings.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import type { Reply } from "#shared/lambda/reply.ts";
import { acceptImport } from "../../../functions/accept-import/accept-import.ts";
import { described } from "../../described.ts";
import { aTable } from "../../table.ts";

const NOW = new Date("2026-12-01T10:00:00Z");
const CSV = "email,sent_at\nmei@customer.example,2026-10-01T09:00:00Z\n";

const aPost = (over: Partial<ApiRequest> = {}): ApiRequest => ({
  method: "POST",
  route: "POST /v1/imports",
  path: {},
  query: { kind: "sends" },
  headers: { "content-type": "text/csv; charset=utf-8" },
  body: CSV,
  caller: { email: "ops@northwind.example", role: "ops" },
  ...over,
});
const aGet = (importId: string): ApiRequest =>
  aPost({ method: "GET", route: "GET /v1/imports/{importId}", path: { importId }, query: {}, body: "" });
const bodyOf = ({ body }: Reply) => JSON.parse(body ?? "{}");

/** The real table; the bucket and the function that runs imports remember what they are given. */
async function anImportDesk(runImport = async (): Promise<void> => {}) {
  const table = await aTable();
  const files = new Map<string, string>();
  const runs: unknown[] = [];
  const answer = described(
    acceptImport({
      keepFile: async (importId, csv) => {
        files.set(importId, csv);
      },
      uploadUrl: async (importId, seconds) => `https://files.example/${importId}?for=${seconds}`,
      isUploaded: async (importId) => files.has(importId),
      saveImport: (record) => saveImport(table, record),
      claimImport: (record, now) => claimImport(table, record, now),
      importById: (importId) => importById(table, importId),
      mappingById: (mappingId) => mappingById(table, mappingId),
      runImport: async (of) => {
        runs.push(of);
        await runImport();
      },
    }),
  );
  return { table, files, runs, ask: (request: ApiRequest, now = NOW) => answer(request, now) };
}

describe("a file that is sent", () => {
  test("is kept and run, and its import can be asked for at once", async () => {
    const desk = await anImportDesk();
    const reply = await desk.ask(aPost());
    const { importId } = bodyOf(reply);
    expect(reply.statusCode).toBe(202);
    expect([...desk.files]).toEqual([[importId, CSV]]);
    expect(desk.runs).toEqual([{ importId, kind: "sends" }]);
    expect(bodyOf(await desk.ask(aGet(importId)))).toMatchObject({
      importId,
      kind: "sends",
      status: "running",
      accepted: 0,
      rejected: 0,
      errors: [],
      startedAt: NOW.toISOString(),
    });
  });

  test("twice is one import, run twice; as another kind it is another", async () => {
    const desk = await anImportDesk();
    const [first, again, other] = [aPost(), aPost(), aPost({ query: { kind: "contacts" } })];
    const ids = [];
    for (const request of [first, again, other]) ids.push(bodyOf(await desk.ask(request)).importId);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(desk.runs.length).toBe(3);
  });

  test("is failed, not running for ever, when it cannot be started", async () => {
    const desk = await anImportDesk(async () => {
      throw new Error("throttled");
    });
    await expect(desk.ask(aPost())).rejects.toThrow("throttled");
    const [importId = ""] = desk.files.keys();
    expect(bodyOf(await desk.ask(aGet(importId)))).toMatchObject({ status: "failed" });
  });

  test.each([undefined, "text/plain", "TEXT/CSV", 'text/csv; charset="UTF-8"'])(
    "may be of the type %s",
    async (type) => {
      const desk = await anImportDesk();
      const headers = type === undefined ? {} : { "content-type": type };
      expect((await desk.ask(aPost({ headers }))).statusCode).toBe(202);
    },
  );

  test("may have 5 MB, and not a byte more", async () => {
    const desk = await anImportDesk();
    const body = "x".repeat(5 * 1024 * 1024);
    expect((await desk.ask(aPost({ body }))).statusCode).toBe(202);
    expect((await desk.ask(aPost({ body: `${body}x` }))).statusCode).toBe(413);
    expect((await desk.ask(aPost({ body: `${body.slice(1)}ü` }))).statusCode).toBe(413);
  });
});

describe("refused, with nothing kept, is", () => {
  test.each([
    [undefined, "must be given: one of accounts, contacts, sends, responses"],
    ["", "must be one of accounts, contacts, sends, responses"],
    ["Accounts", "must be one of accounts, contacts, sends, responses"],
  ])("the kind %j", async (kind, message) => {
    const desk = await anImportDesk();
    const reply = await desk.ask(aPost({ query: { kind } }));
    expect(reply.statusCode).toBe(400);
    expect(bodyOf(reply).errors).toEqual([{ path: "kind", message }]);
    expect(desk.files.size).toBe(0);
  });

  test.each([
    ["mapping", { kind: "responses", mapping: "no-such-one" }],
    ["mapping", { kind: "responses", mapping: "No such one" }],
    ["mapping", { kind: "contacts", mapping: "delighted" }],
    ["upload", { kind: "sends", upload: "yes" }],
    ["tool", { kind: "sends", tool: "delighted" }],
  ])("what is wrong with the parameter %s of %j", async (path, query) => {
    const desk = await anImportDesk();
    const reply = await desk.ask(aPost({ query }));
    expect(reply.statusCode).toBe(400);
    expect(bodyOf(reply).errors).toMatchObject([{ path }]);
    expect(desk.files.size).toBe(0);
  });

  test.each([
    [400, { body: "" }],
    [400, { body: " \r\n" }],
    [415, { headers: { "content-type": "application/json" } }],
    [415, { headers: { "content-type": "application/x-www-form-urlencoded" } }],
    [415, { headers: { "content-type": "text/csv; charset=iso-8859-1" } }],
  ])("with %i what is sent as %j", async (status, over) => {
    const desk = await anImportDesk();
    expect((await desk.ask(aPost(over))).statusCode).toBe(status);
    expect(desk.files.size).toBe(0);
  });
});

test.each(["0".repeat(32), "no-such-import", "x".repeat(4000)])(
  "an unknown import %# is not found",
  async (importId) => {
    const desk = await anImportDesk();
    expect((await desk.ask(aGet(importId))).statusCode).toBe(404);
  },
);

describe("a file of another tool", () => {
  const query = { kind: "responses", mapping: "shop" };
  const SHOP = {
    name: "Shop",
    columns: { survey_id: "Id", answered_at: "At", csat: "Stars" },
    constants: { program: "shop" },
  };

  test("is run with its mapping as it is now; with another mapping, or a changed one, it is another import", async () => {
    const desk = await anImportDesk();
    const first = Mapping.parse(SHOP);
    const changed = Mapping.parse({ ...SHOP, constants: { program: "shop-2026" } });
    const ids = [];
    for (const mapping of [first, first, changed]) {
      await saveMapping(desk.table, "shop", mapping, NOW);
      ids.push(bodyOf(await desk.ask(aPost({ query }))).importId);
    }
    ids.push(bodyOf(await desk.ask(aPost({ query: { kind: "responses", mapping: "delighted" } }))).importId);
    ids.push(bodyOf(await desk.ask(aPost({ query: { kind: "responses" } }))).importId);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
    expect(desk.runs).toMatchObject([
      { importId: ids[0], kind: "responses", mapping: first },
      { mapping: first },
      { mapping: changed },
      { mapping: { name: "Delighted" } },
      { mapping: undefined },
    ]);
    expect(bodyOf(await desk.ask(aGet(ids[0])))).toMatchObject({ mapping: "shop", status: "running" });
  });
});

describe("a file that is uploaded", () => {
  const offer = (over: Partial<ApiRequest> = {}) =>
    aPost({ query: { kind: "responses", mapping: "delighted", upload: "true" }, body: "", ...over });
  const start = (importId: string) =>
    aPost({ route: "POST /v1/imports/{importId}/start", path: { importId }, query: {}, body: "" });
  const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

  test("has an address for an hour, and is awaited", async () => {
    const desk = await anImportDesk();
    const reply = await desk.ask(offer());
    const { importId } = bodyOf(reply);
    expect(reply.statusCode).toBe(201);
    expect(bodyOf(reply)).toEqual({
      importId: expect.stringMatching(/^[0-9a-f]{32}$/),
      uploadUrl: `https://files.example/${importId}?for=3600`,
      uploadUntil: "2026-12-01T11:00:00.000Z",
    });
    expect(bodyOf(await desk.ask(aGet(importId)))).toMatchObject({
      ...{ status: "awaiting-upload", kind: "responses", mapping: "delighted" },
      uploadUntil: "2026-12-01T11:00:00.000Z",
    });
    expect(bodyOf(await desk.ask(offer())).importId).not.toBe(importId);
    expect(desk.runs).toEqual([]);
  });

  test("is run once it is started, and not before it is there", async () => {
    const desk = await anImportDesk();
    const { importId } = bodyOf(await desk.ask(offer()));
    expect((await desk.ask(start(importId))).statusCode).toBe(409);
    desk.files.set(importId, CSV);
    expect((await desk.ask(start(importId), later(5))).statusCode).toBe(202);
    expect(desk.runs).toMatchObject([{ importId, kind: "responses", mapping: { name: "Delighted" } }]);
    expect(bodyOf(await desk.ask(aGet(importId)))).toMatchObject({
      ...{ status: "running", mapping: "delighted", startedAt: later(5).toISOString() },
      uploadUntil: "2026-12-01T11:00:00.000Z",
    });
  });

  test("that runs or is done is not run again, also where it is started twice at once", async () => {
    const desk = await anImportDesk();
    const { importId } = bodyOf(await desk.ask(offer()));
    desk.files.set(importId, CSV);
    const replies = await Promise.all([desk.ask(start(importId)), desk.ask(start(importId))]);
    replies.push(await desk.ask(start(importId), later(14)));
    const record = await importById(desk.table, importId);
    if (record === undefined) throw new Error("the import is gone");
    await saveImport(desk.table, { ...record, status: "done", finishedAt: NOW.toISOString() });
    replies.push(await desk.ask(start(importId), later(60)));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202]);
    expect(desk.runs.length).toBe(1);
  });

  test("that failed, or fell silent, is run again", async () => {
    let fails = true;
    const desk = await anImportDesk(async () => {
      if (fails) throw new Error("throttled");
    });
    const { importId } = bodyOf(await desk.ask(offer()));
    desk.files.set(importId, CSV);
    await expect(desk.ask(start(importId))).rejects.toThrow("throttled");
    const { status, message } = bodyOf(await desk.ask(aGet(importId)));
    expect([status, message]).toEqual(["failed", "It could not be started. Start it again."]);
    fails = false;
    await desk.ask(start(importId), later(1));
    await desk.ask(start(importId), later(30));
    expect(desk.runs.length).toBe(3);
    expect(bodyOf(await desk.ask(aGet(importId)))).not.toHaveProperty("message");
  });

  test("is not sent along with the question where to", async () => {
    const desk = await anImportDesk();
    expect((await desk.ask(offer({ body: CSV }))).statusCode).toBe(400);
  });

  test("is none where the file was sent: that is sent again, not started", async () => {
    const desk = await anImportDesk(async () => {
      throw new Error("throttled");
    });
    await desk.ask(aPost()).catch(() => {});
    const [importId = ""] = desk.files.keys();
    expect((await desk.ask(start(importId))).statusCode).toBe(409);
    expect((await desk.ask(start("0".repeat(32)))).statusCode).toBe(404);
  });
});
