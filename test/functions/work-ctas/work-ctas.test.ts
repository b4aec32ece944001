import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { endOfBusinessDay } from "#shared/domain/business-days.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { ctaById, openOrJoinCta } from "#shared/dynamodb/ctas.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aCta, someSettings } from "../../builders.ts";
import { type Answer, askRoute, startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let handler: typeof import("../../../functions/work-ctas/handler.ts").handler;
let accounts = 0;
let accountId: string;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  ({ handler } = await import("../../../functions/work-ctas/handler.ts"));
});
afterAll(() => stop());
beforeEach(() => {
  accountId = `acc-${++accounts}`;
});

const asked = (n: number, over: Partial<Cta> = {}): Cta =>
  aCta({ accountId, ctaId: `${accountId}-${n}`, responses: [`inv-${n}`], ...over });
const given = async (over: Partial<Cta> = {}): Promise<string> =>
  (await openOrJoinCta(table, asked(1, over))).cta.ctaId;
const patch = (ctaId: string, body: unknown, { role = "csm", email = "ana@vendor.example" } = {}) =>
  askRoute(handler, "PATCH /v1/ctas/{ctaId}", { path: { ctaId }, body: JSON.stringify(body), role, email });
const pathsOf = ({ body }: { body: Answer }) => body.errors.map((error: { path: string }) => error.path);

const inDays = (days: number): string => addDays(utcDay(new Date()), days);
const CLOSED = { status: "closed", outcome: "called, all is well", driver: "product-quality" };
const ben = { name: "Ben Bauer", email: "ben@vendor.example" };

describe("PATCH /v1/ctas/{ctaId}", () => {
  it("acknowledges: the first time is kept, who and when stand in its history", async () => {
    const ctaId = await given();
    const { status, body } = await patch(ctaId, { status: "acknowledged" });
    expect([status, body.status]).toEqual([200, "acknowledged"]);
    const { acknowledgedAt } = body;
    expect(body.notes).toEqual([
      { at: acknowledgedAt, by: "ana@vendor.example", text: "Acknowledged.", kind: "acknowledged" },
    ]);
    await patch(ctaId, { status: "open" });
    await patch(ctaId, { status: "acknowledged" });
    expect(await ctaById(table, ctaId)).toMatchObject({ status: "acknowledged", acknowledgedAt });
  });

  it("snoozes until a day", async () => {
    const until = inDays(3);
    const { body } = await patch(await given(), { status: "snoozed", until, note: "on holiday" });
    expect(body).toMatchObject({ status: "snoozed", snoozedUntil: until });
    expect(body.notes).toMatchObject([{ kind: "snoozed", until, text: "on holiday" }]);
  });

  it("closes with outcome and driver, and opens again with its history", async () => {
    const ctaId = await given();
    const { body: closed } = await patch(ctaId, CLOSED);
    expect(closed).toMatchObject({ ...CLOSED, closedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    const { body } = await patch(ctaId, { status: "open" }, { email: "ben@vendor.example" });
    expect(body).toMatchObject({ status: "open", closedAt: null, outcome: null, driver: null });
    expect(body.notes).toMatchObject([
      { kind: "closed", by: "ana@vendor.example", outcome: CLOSED.outcome, driver: CLOSED.driver },
      { kind: "reopened", by: "ben@vendor.example" },
    ]);
  });

  it("opened again is due anew, in the settings' zone, and its history says when it was due", async () => {
    const ctaId = await given({ dueAt: "2020-12-02T23:59:59.000Z" });
    await patch(ctaId, CLOSED);
    const { body } = await patch(ctaId, { status: "open" });
    const [, reopening] = body.notes;
    expect(reopening.dueBefore).toBe("2020-12-02T23:59:59.000Z");
    const { timeZone, holidays } = someSettings();
    const due = endOfBusinessDay(new Date(reopening.at), 1, timeZone, holidays).toISOString();
    expect([body.dueAt, (await ctaById(table, ctaId))?.dueAt]).toEqual([due, due]);
  });

  it("takes a driver as people write it", async () => {
    const { body } = await patch(await given(), { ...CLOSED, driver: "Support Accessibility" });
    expect(body.driver).toBe("support-accessibility");
  });

  it("reassigns with a note, to a CSM unless a role is said", async () => {
    const ctaId = await given();
    const { body } = await patch(ctaId, { owner: ben, note: "yours, Ben" });
    const [from, to] = [asked(1).owner, { role: "csm", ...ben }];
    expect(body.owner).toEqual(to);
    expect(body.notes).toMatchObject([{ kind: "reassigned", from, to, text: "yours, Ben" }]);
    const again = await patch(ctaId, { owner: { ...ben, role: "queue" }, note: "nobody here" });
    expect(again.body.owner.role).toBe("queue");
  });

  it("does several things at once: opens again, reassigns", async () => {
    const ctaId = await given();
    await patch(ctaId, CLOSED);
    const { body } = await patch(ctaId, { status: "open", owner: ben, note: "not done yet" });
    expect([body.status, body.owner.name]).toEqual(["open", "Ben Bauer"]);
    expect(body.notes.map((note: { kind: string }) => note.kind)).toEqual([
      "closed",
      "reopened",
      "reassigned",
    ]);
  });

  it("sent twice does it once", async () => {
    const ctaId = await given();
    for (const body of [{ note: "left a message" }, { status: "acknowledged", note: "on it" }, CLOSED]) {
      const once = await patch(ctaId, body);
      expect([once.status, (await patch(ctaId, body)).body]).toEqual([200, once.body]);
    }
  });

  it("is anybody's who is a CSM, and no viewer's", async () => {
    const ctaId = await given();
    expect((await patch(ctaId, { note: "x" }, { email: "else@vendor.example" })).status).toBe(200);
    expect((await patch(ctaId, { note: "x" }, { role: "viewer" })).status).toBe(403);
  });

  it("knows none of an id that is none", async () => {
    for (const id of ["nobody", "x".repeat(3000), " "])
      expect((await patch(id, { note: "x" })).status).toBe(404);
  });

  it("names those of the same answer by the ids under which they are found", async () => {
    await openOrJoinCta(table, asked(8, { kind: "positive", responses: ["inv-8"] }));
    await openOrJoinCta(table, asked(2, { kind: "positive", linked: [asked(1).ctaId] }));
    const ctaId = await given({ linked: [asked(2).ctaId] });
    expect((await patch(ctaId, { note: "x" })).body.linked).toEqual([asked(8).ctaId]);
  });
});

describe("a conflict", () => {
  it.each([
    [{ status: "acknowledged" }, "status"],
    [{ status: "snoozed", until: inDays(1) }, "status"],
    [{ ...CLOSED, outcome: "otherwise" }, "status"],
    [{ owner: ben, note: "yours" }, "owner"],
  ])("is to do %j with one that is closed", async (body, path) => {
    const ctaId = await given();
    const { body: closed } = await patch(ctaId, CLOSED);
    const reply = await patch(ctaId, body);
    expect([reply.status, pathsOf(reply)]).toEqual([409, [path]]);
    expect(reply.body.detail).toContain(closed.closedAt);
  });

  it("is to say more where the history is full", async () => {
    const said = { at: "2026-12-01T12:00:00.000Z", by: "ana@vendor.example", text: "x".repeat(2000) };
    const ctaId = await given({ notes: Array.from({ length: 101 }, () => said) });
    const reply = await patch(ctaId, { note: "more" });
    expect([reply.status, pathsOf(reply)]).toEqual([409, ["note"]]);
    expect((await patch(ctaId, CLOSED)).status).toBe(200);
  });

  it("is to open one again where another is open, which is named", async () => {
    const ctaId = await given();
    await patch(ctaId, CLOSED);
    const { cta } = await openOrJoinCta(table, asked(2));
    const reply = await patch(ctaId, { status: "open" });
    expect([reply.status, pathsOf(reply)]).toEqual([409, ["status"]]);
    expect(reply.body.errors[0].message).toContain(cta.ctaId);
  });
});

describe("what is not understood is refused, and the field is named", () => {
  it.each([
    [{}, "status"],
    ["no object", ""],
    [{ status: "done" }, "status"],
    [{ status: "snoozed" }, "until"],
    [{ status: "snoozed", until: inDays(0) }, "until"],
    [{ status: "snoozed", until: inDays(91) }, "until"],
    [{ status: "snoozed", until: "2027-02-29" }, "until"],
    [{ status: "open", until: inDays(2) }, "until"],
    [{ status: "closed", driver: "other" }, "outcome"],
    [{ status: "closed", outcome: " ", driver: "other" }, "outcome"],
    [{ status: "closed", outcome: "x".repeat(201), driver: "other" }, "outcome"],
    [{ status: "closed", outcome: "done" }, "driver"],
    [{ status: "closed", outcome: "done", driver: "price" }, "driver"],
    [{ status: "acknowledged", outcome: "done" }, "outcome"],
    [{ status: "acknowledged", driver: "other" }, "driver"],
    [{ ...CLOSED, owner: ben, note: "yours" }, "owner"],
    [{ owner: ben }, "note"],
    [{ owner: { name: "Ben" }, note: "yours" }, "owner.email"],
    [{ owner: { ...ben, role: "boss" }, note: "yours" }, "owner.role"],
    [{ note: "\ud800" }, "note"],
    [{ note: "x", colour: "red" }, "colour"],
  ])("%j", async (body, path) => {
    const ctaId = await given();
    const reply = await patch(ctaId, body);
    expect([reply.status, pathsOf(reply)]).toEqual([400, [path]]);
    expect(await ctaById(table, ctaId)).toMatchObject({ revision: 1, notes: [] });
  });

  it("a driver of what is not negative", async () => {
    const reply = await patch(await given({ kind: "positive" }), CLOSED);
    expect([reply.status, pathsOf(reply)]).toEqual([400, ["driver"]]);
  });
});
