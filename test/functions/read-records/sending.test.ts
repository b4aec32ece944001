import { afterAll, beforeAll, expect, it } from "vitest";
import type { SendingState } from "#shared/domain/sending/sending-state.ts";
import { keepSendingState, sendingState } from "#shared/dynamodb/pacing.ts";
import { type Reader, startReader } from "./reader.ts";

let reader: Reader;
beforeAll(async () => {
  reader = await startReader();
});
afterAll(() => reader.stop());

const AT = "2026-12-01T09:00:00.000Z";
const given = async (over: Partial<SendingState>) => {
  const state: SendingState = {
    ...{ type: "sending", version: 1, state: "ok", since: AT, perSecond: 14, max24Hours: 50_000 },
    ...{ sentLast24Hours: 120, waitingSince: null, at: AT, nextSlotAt: 1_000 },
    ...over,
  };
  await keepSendingState(reader.table, state, await sendingState(reader.table));
};

it("says that nothing is known before the first dispatch", async () => {
  const { status, body } = await reader.list("sending", {}, "viewer");
  expect([status, body.state, body.asOf]).toEqual([200, "unknown", null]);
});

it("says whether mail goes out, and as of when", async () => {
  await given({});
  expect((await reader.list("sending", {}, "viewer")).body).toEqual({
    ...{ state: "ok", says: "Mail goes out as it falls due, up to 14 a second.", perSecond: 14 },
    ...{ max24Hours: 50_000, sentLast24Hours: 120, since: AT, waitingSince: null, asOf: AT },
  });
});

it.each<[SendingState["state"], Partial<SendingState>, RegExp]>([
  ["ok", { waitingSince: AT }, /more is due than that/],
  ["sandbox", { perSecond: 1, max24Hours: 200 }, /looks like one in the sandbox.*production access/],
  ["paused", { waitingSince: AT }, /paused.*SES console/],
  ["quota-used-up", { waitingSince: AT }, /takes 50000 mails in 24 hours.*higher quota/],
])("says plainly what %s means, and what to do", async (state, over, words) => {
  await given({ state, ...over });
  const { body } = await reader.list("sending", {}, "viewer");
  expect(body).toMatchObject({ state, waitingSince: over.waitingSince ?? null });
  expect(body.says).toMatch(words);
});
