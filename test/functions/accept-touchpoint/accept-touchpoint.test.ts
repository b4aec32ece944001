import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedProgram } from "#shared/domain/programs/shipped-programs.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { TouchpointReached } from "#shared/events/touchpoints.ts";
import type { handler } from "../../../functions/accept-touchpoint/handler.ts";
import { aContact, anAccount, hashOf } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let bus: Awaited<ReturnType<typeof startEndpoint>>;
let acceptTouchpoint: typeof handler;
beforeAll(async () => {
  const started = await startOpsTable();
  ({ table, stop } = started);
  bus = await startEndpoint(() => ({ status: 200, body: '{"FailedEntryCount":0,"Entries":[{}]}' }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url, BUS_NAME: "bus" });
  ({ handler: acceptTouchpoint } = await import("../../../functions/accept-touchpoint/handler.ts"));
  await saveAccount(table, anAccount());
  await saveContact(table, aContact(), hashOf);
});
afterAll(() => {
  bus.stop();
  stop();
});
beforeEach(() => {
  bus.requests.length = 0;
});

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const aBody = (over: object = {}) => ({
  type: "case-closure",
  accountId: "acc-1",
  contactId: "con-1",
  reference: "case-1042",
  occurredAt: inMinutes(-10),
  ...over,
});
const tell = (body: unknown, role = "ops") =>
  askRoute(acceptTouchpoint, "POST /v1/touchpoints", {
    body: typeof body === "string" ? body : JSON.stringify(body),
    role,
  });
const put = () =>
  bus.requests.flatMap(
    ({ body }) =>
      (JSON.parse(body) as { Entries: { DetailType: string; Source: string; Detail: string }[] }).Entries,
  );

describe("what happened to a contact", () => {
  test("goes on the bus, and is named with the program that asks about it", async () => {
    const { status, body } = await tell(aBody({ occurredAt: "2026-11-20T11:30:00+02:00" }));
    expect([status, body]).toEqual([
      202,
      { touchpointId: expect.stringMatching(/^[0-9a-f]{32}$/), programId: "case-closure" },
    ]);
    expect(put()).toMatchObject([{ DetailType: "Touchpoint Reached", Source: "lifecycle-surveys" }]);
    expect(TouchpointReached.parse(JSON.parse(put()[0]?.Detail ?? ""))).toEqual({
      ...aBody({ occurredAt: "2026-11-20T09:30:00.000Z" }),
      version: 1,
      id: body.touchpointId,
    });
  });

  test("goes on the bus for a paused program, too, whose ledger says why nobody is asked, and for no retired one", async () => {
    const at = new Date();
    for (const [programId, status] of [
      ["scale-engagement", "paused"],
      ["product-csat", "retired"],
    ] as const) {
      const program = shippedProgram(programId);
      if (program === undefined) throw new Error(`${programId} is not shipped`);
      await saveProgram(table, { ...program, version: 2, status }, { isReplanDue: false, at });
    }
    expect((await tell(aBody({ type: "scale-engagement" }))).status).toBe(202);
    const { status, body } = await tell(aBody({ type: "product-csat" }));
    expect([status, body.errors?.[0]?.path]).toEqual([400, "type"]);
    expect(put()).toHaveLength(1);
  });

  test("has one id however often it is told, and another for anything else", async () => {
    const id = async (over: object) => (await tell(aBody(over))).body.touchpointId;
    const first = await id({});
    expect(await id({ occurredAt: inMinutes(-1) })).toBe(first);
    expect(await id({ reference: "case-1043" })).not.toBe(first);
    expect(await id({ type: "scale-engagement" })).not.toBe(first);
  });

  test.each([
    ["type", aBody({ type: "wedding" }), /case-closure, product-csat|scale-engagement, case-closure/],
    ["type", aBody({ type: "onboarding" }), /scale-engagement/],
    ["reference", aBody({ reference: "" }), /./],
    ["reference", aBody({ reference: "case#1" }), /#/],
    ["reference", aBody({ reference: "case\n1" }), /control/],
    ["reference", aBody({ reference: "x".repeat(129) }), /128/],
    ["occurredAt", aBody({ occurredAt: "2026-11-20T09:30:00" }), /zone/],
    ["occurredAt", aBody({ occurredAt: "yesterday" }), /zone/],
    ["occurredAt", aBody({ occurredAt: inMinutes(6) }), /5 minutes/],
    ["contactId", aBody({ contactId: undefined }), /./],
    ["force", aBody({ force: true }), /not known here/],
    ["", "type=case-closure", /./],
  ])("is refused where %s is wrong, with the reason: %j", async (path, body, message) => {
    const reply = await tell(body);
    expect(reply.status).toBe(400);
    expect(reply.body.errors).toEqual([{ path, message: expect.stringMatching(message) }]);
    expect(put()).toEqual([]);
  });

  test("may be ahead of our clock by what clocks differ", async () => {
    expect((await tell(aBody({ occurredAt: inMinutes(4) }))).status).toBe(202);
  });

  test("is not found at an unknown account or contact", async () => {
    expect(await tell(aBody({ accountId: "none" }))).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining("account") },
    });
    expect(await tell(aBody({ contactId: "none" }))).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining("contact") },
    });
    expect(put()).toEqual([]);
  });

  test("is taken from ops alone", async () => {
    expect((await tell(aBody(), "csm")).status).toBe(403);
    expect(put()).toEqual([]);
  });
});
