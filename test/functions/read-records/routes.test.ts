import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { aContact, anAccount, aProgram, hashOf } from "../../builders.ts";
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
beforeEach(() => {
  accountId = `acc-${++accounts}`;
});

describe("every list", () => {
  it.each(["accounts", "invitations", "responses", "ctas"])(
    "%s refuses a cursor that it did not give out",
    async (what) => {
      const foreign = Buffer.from(JSON.stringify({ pk: "ACCOUNT#acc-1" })).toString("base64url");
      for (const cursor of ["garbage", foreign]) {
        const { status, body } = await reader.list(what, { cursor });
        expect([status, body.errors[0].path]).toEqual([400, "cursor"]);
      }
    },
  );

  it("refuses another list's cursor, and its own with other filters", async () => {
    const listed = anAccount({ accountId });
    await saveAccount(reader.table, listed);
    for (const id of ["con-1", "con-2"])
      await saveContact(reader.table, aContact({ accountId, contactId: id }), hashOf);
    const contacts = (query: Record<string, string>, of = accountId) =>
      reader.ask("GET /v1/accounts/{accountId}/contacts", { path: { accountId: of }, query });
    const cursor: string = (await contacts({ limit: "1" })).body.next;
    expect((await contacts({ limit: "7", cursor })).status).toBe(200);

    const other = `${accountId}-other`;
    await saveAccount(reader.table, { ...listed, accountId: other });
    const elsewhere = [
      await contacts({ cursor }, other),
      await reader.list("ctas", { cursor }),
      await reader.list("accounts", { cursor }),
    ];
    for (const { status, body } of elsewhere)
      expect([status, body.errors]).toEqual([400, [{ path: "cursor", message: expect.any(String) }]]);

    const page = await reader.list("accounts", { limit: "1", segment: listed.segment ?? "unknown" });
    const next: string = page.body.next;
    const same = { cursor: next, segment: listed.segment ?? "unknown" };
    expect((await reader.list("accounts", same)).status).toBe(200);
    expect((await reader.list("accounts", { cursor: next })).body.errors[0].path).toBe("cursor");
  });

  it.each([
    ["a limit over 500", { limit: "501" }, "limit"],
    ["a limit that is no number", { limit: "many" }, "limit"],
    ["a day that does not exist", { from: "2026-02-30" }, "from"],
    ["a filter that it does not have", { shoeSize: "44" }, "shoeSize"],
  ])("refuses %s and says where", async (_, query, path) => {
    const { status, body } = await reader.list("responses", query as Record<string, string>);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });

  it.each(["accounts", "invitations", "responses", "ctas"])("%s is for CSMs and above", async (what) => {
    const statuses = [];
    for (const role of ["viewer", "csm", "ops"]) statuses.push((await reader.list(what, {}, role)).status);
    expect(statuses).toEqual([403, 200, 200]);
  });
});

describe("programs", () => {
  it("are listed for viewers", async () => {
    const { status, body } = await reader.list("programs", {}, "viewer");
    expect([status, body.next]).toEqual([200, null]);
    expect(body.items.map((program: Answer) => program.programId)).toEqual(
      expect.arrayContaining(["post-onboarding", "pre-renewal"]),
    );
  });

  it("are read one at a time", async () => {
    const one = (programId: string) =>
      reader.ask("GET /v1/programs/{programId}", { path: { programId }, role: "viewer" });
    expect((await one("pre-renewal")).body).toMatchObject({ programId: "pre-renewal", version: 1, rank: 1 });
    expect((await one("no-such")).status).toBe(404);
  });

  it("are read as ops have made them, and each version as it was", async () => {
    const changed = aProgram("post-onboarding", { version: 2, name: "Changed" });
    const added = aProgram("post-onboarding", { programId: "added", name: "Added" });
    for (const program of [changed, added])
      await saveProgram(reader.table, program, { isReplanDue: false, at: new Date() });
    const one = async (query: Record<string, string>) =>
      await reader.ask("GET /v1/programs/{programId}", { path: { programId: "post-onboarding" }, query });
    expect((await one({})).body).toEqual(changed);
    expect((await one({ version: "1" })).body).toEqual(aProgram("post-onboarding"));
    expect((await one({ version: "2" })).body).toEqual(changed);
    expect((await one({ version: "3" })).status).toBe(404);
    expect((await one({ version: "two" })).body.errors[0].path).toBe("version");
    const { body } = await reader.list("programs");
    expect(body.items.map(({ name }: Answer) => name)).toEqual(expect.arrayContaining(["Changed", "Added"]));
  });

  it("that ops have added have their invitations on the list", async () => {
    const program = aProgram("post-onboarding", { programId: "listed" });
    await saveProgram(reader.table, program, { isReplanDue: false, at: new Date() });
    const { invitationId } = await reader.givenInvitation({ accountId, programId: "listed" });
    const { items } = await reader.listAll("invitations", {});
    expect(items.map((item) => item.invitationId)).toContain(invitationId);
  });
});

describe("accounts and contacts", () => {
  const account = () => anAccount({ accountId });
  const contact = (contactId: string) => aContact({ accountId, contactId });
  const read = (route: string, path: Record<string, string> = {}, query: Record<string, string> = {}) =>
    reader.ask(`GET /v1/accounts/{accountId}${route}`, { path: { accountId, ...path }, query });

  it("are read as they were stored", async () => {
    await saveAccount(reader.table, account());
    await saveContact(reader.table, contact("con-1"), hashOf);
    expect((await read("")).body).toEqual({ ...account(), holds: [] });
    expect((await read("/contacts/{contactId}", { contactId: "con-1" })).body).toEqual(contact("con-1"));
  });

  it("list an account's contacts, page by page", async () => {
    await saveAccount(reader.table, account());
    for (const id of ["con-3", "con-1", "con-2"]) await saveContact(reader.table, contact(id), hashOf);
    const first = (await read("/contacts", {}, { limit: "2" })).body;
    const second = (await read("/contacts", {}, { limit: "2", cursor: first.next })).body;
    expect([first.items, second.items]).toEqual([[contact("con-1"), contact("con-2")], [contact("con-3")]]);
    expect(second.next).toBeNull();
  });

  it("are not there where they are not", async () => {
    const routes = ["", "/contacts", "/contacts/{contactId}"];
    for (const route of routes) expect((await read(route, { contactId: "con-9" })).status).toBe(404);
  });

  it("are for ops alone", async () => {
    const path = { accountId };
    expect((await reader.ask("GET /v1/accounts/{accountId}", { path, role: "csm" })).status).toBe(403);
  });
});
