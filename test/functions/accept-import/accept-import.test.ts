import { describe, expect, test } from "vitest";
import { importById, saveImport } from "#shared/dynamodb/imports.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import type { Reply } from "#shared/lambda/reply.ts";
import { acceptImport } from "../../../functions/accept-import/accept-import.ts";
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
  aPost({ method: "GET", path: { importId }, query: {}, body: "" });
const bodyOf = ({ body }: Reply) => JSON.parse(body ?? "{}");

/** The real table; the bucket and the function that runs imports remember what they are given. */
async function anImportDesk(runImport = async (): Promise<void> => {}) {
  const table = await aTable();
  const files = new Map<string, string>();
  const runs: { importId: string; kind: string }[] = [];
  const answer = acceptImport({
    keepFile: async (importId, csv) => {
      files.set(importId, csv);
    },
    saveImport: (record) => saveImport(table, record),
    importById: (importId) => importById(table, importId),
    runImport: async (of) => {
      runs.push(of);
      await runImport();
    },
  });
  return { files, runs, ask: (request: ApiRequest) => answer(request, NOW) };
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
  test.each([undefined, "", "responses", "Accounts"])("the kind %j", async (kind) => {
    const desk = await anImportDesk();
    const reply = await desk.ask(aPost({ query: { kind } }));
    expect(reply.statusCode).toBe(400);
    expect(bodyOf(reply).errors).toEqual([
      { path: "kind", message: "must be one of accounts, contacts, sends" },
    ]);
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
