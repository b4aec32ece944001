import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BusEvent } from "#shared/events.ts";
import { publish } from "#shared/lambda/publish.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";

let refused = 0;
let endpoint: Awaited<ReturnType<typeof startEndpoint>>;
let client: EventBridgeClient;
beforeAll(async () => {
  endpoint = await startEndpoint(({ body }) => {
    const entries = entriesOf(body).map((_, i) => (i < refused ? { ErrorCode: "InternalFailure" } : {}));
    return { status: 200, body: JSON.stringify({ FailedEntryCount: refused, Entries: entries }) };
  });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  client = new EventBridgeClient({
    endpoint: endpoint.url,
    region: "eu-central-1",
    credentials,
    maxAttempts: 1,
  });
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  refused = 0;
  endpoint.requests.length = 0;
});

type Entry = { readonly DetailType: string; readonly Source: string; readonly Detail: string };
const entriesOf = (body: string): Entry[] => (JSON.parse(body) as { Entries: Entry[] }).Entries;

const anEvent = (n: number): BusEvent => ({
  type: "Invitation Sent",
  detail: {
    version: 1,
    id: `event-${n}`,
    occurredAt: "2026-12-01T10:00:00.000Z",
    invitationId: "i",
    programId: "pre-renewal",
    accountId: "a",
    contactId: "c",
    sentAt: "2026-12-01T10:00:00.000Z",
  },
});

test("puts every event once, ten at a time, in order", async () => {
  await publish(
    client,
    "bus",
    Array.from({ length: 23 }, (_, n) => anEvent(n)),
  );
  const batches = endpoint.requests.map(({ body }) => entriesOf(body));
  expect(batches.map(({ length }) => length)).toEqual([10, 10, 3]);
  expect(batches.flat().map(({ Detail }) => (JSON.parse(Detail) as { id: string }).id)).toEqual(
    Array.from({ length: 23 }, (_, n) => `event-${n}`),
  );
  expect(batches[0]?.[0]).toMatchObject({ Source: "lifecycle-surveys", DetailType: "Invitation Sent" });
});

test("fails where the bus did not take every one, and says why", async () => {
  refused = 1;
  await expect(publish(client, "bus", [anEvent(1), anEvent(2)])).rejects.toThrow("InternalFailure");
});

test("puts nothing that breaks its contract", async () => {
  const broken = { ...anEvent(1), detail: { ...anEvent(1).detail, occurredAt: "yesterday" } } as BusEvent;
  await expect(publish(client, "bus", [broken])).rejects.toThrow();
  expect(endpoint.requests).toEqual([]);
});
