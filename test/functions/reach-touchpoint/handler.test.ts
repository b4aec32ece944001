import type { Context, EventBridgeEvent } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { decisionsOfAccount, runIdOf } from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { handler } from "../../../functions/reach-touchpoint/handler.ts";
import { aContact, anAccount, hashOf } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let ssm: Awaited<ReturnType<typeof startEndpoint>>;
let reachTouchpoint: typeof handler;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  const Value = Buffer.alloc(32, 5).toString("base64");
  ssm = await startEndpoint(() => ({ status: 200, body: JSON.stringify({ Parameter: { Value } }) }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_SSM: ssm.url });
  ({ handler: reachTouchpoint } = await import("../../../functions/reach-touchpoint/handler.ts"));
  await saveAccount(table, anAccount());
  await saveContact(table, aContact(), hashOf);
});
afterAll(() => {
  ssm.stop();
  stop();
});

const occurredAt = new Date(Date.now() - 60_000).toISOString();
const deliver = (over: object) => {
  const detail = {
    version: 1,
    id: "crm-77",
    occurredAt,
    type: "case-closure",
    accountId: "acc-1",
    contactId: "con-1",
    reference: "case-1",
    ...over,
  };
  // Of the event, only what the function looks at.
  const event = { id: "event-1", "detail-type": "Touchpoint Reached", source: "crm.example", detail };
  const touchpoint = event as unknown as EventBridgeEvent<"Touchpoint Reached", unknown>;
  return (reachTouchpoint as (of: typeof touchpoint, context: Context) => Promise<void>)(
    touchpoint,
    {} as Context,
  );
};
const recorded = () => decisionsOfAccount(table, runIdOf("case-closure", occurredAt.slice(0, 10)), "acc-1");

test.each([
  ["no reference", { reference: undefined }],
  ["a reference that keys cannot hold", { reference: "case#1" }],
  ["a time without its zone", { occurredAt: "2026-11-20T09:30:00" }],
  ["another version", { version: 2 }],
  ["a time to come", { occurredAt: "2100-01-01T00:00:00Z" }],
])(
  "an event with %s fails, to end with the dead letters, and says nothing of its content",
  async (_, over) => {
    await expect(deliver(over)).rejects.toThrow(/^the event event-1 (?!.*(case#1|acc-1|con-1))/);
    expect(await recorded()).toBeUndefined();
  },
);

test("another system's event about nobody we know, or nothing we ask about, is let go", async () => {
  await deliver({ accountId: "none" });
  await deliver({ contactId: "none" });
  await deliver({ type: "wedding" });
  expect(await recorded()).toBeUndefined();
});

test("another system's event is decided like our own", async () => {
  await deliver({ campaign: "a field we do not know" });
  await deliver({});
  expect(await recorded()).toMatchObject([{ contactId: "con-1", verdict: "selected" }]);
});
