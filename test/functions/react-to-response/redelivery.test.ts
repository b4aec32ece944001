import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anAttempt, answered, aSent, type Change, startReactions } from "./follow-up.ts";

const AT = "2026-12-01T10:00:00.000Z";

let it: Awaited<ReturnType<typeof startReactions>>;
beforeAll(async () => {
  it = await startReactions();
});
afterAll(() => it.stop());

/** Two contacts of one account: sent, answered, one of them changed. */
function aStory() {
  const one = aSent();
  const other = aSent({ accountId: one.accountId, contactId: "con-2" });
  const unsent = { ...one, status: "sending" as const, sentAt: undefined };
  const first = answered(one, anAttempt(AT, { nps: 2, csat: 5 }));
  const changes: Change[] = [
    { before: unsent, after: one },
    first,
    answered(other, anAttempt("2026-12-01T11:00:00.000Z", { nps: 4 })),
    answered(first.after, anAttempt("2026-12-02T10:00:00.000Z", { nps: 8, csat: 5 })),
  ];
  return { accountId: one.accountId, ids: [one.invitationId, other.invitationId], changes };
}

async function expectToldAndOpenedOnce({ accountId, ids }: ReturnType<typeof aStory>): Promise<void> {
  const told = new Map(it.events().map(({ type, detail }) => [detail.id, type]));
  expect([...told.values()].sort()).toEqual([
    "CTA Opened",
    "CTA Opened",
    "Invitation Sent",
    "Response Received",
    "Response Received",
    "Response Received",
  ]);
  const ctas = await it.ctasOf(accountId);
  expect(ctas.map(({ kind, responses, contacts }) => ({ kind, responses, contacts }))).toEqual(
    expect.arrayContaining([
      { kind: "negative", responses: ids, contacts: ["con-1", "con-2"] },
      { kind: "positive", responses: ids.slice(0, 1), contacts: ["con-1"] },
    ]),
  );
  expect(ctas).toHaveLength(2);
}

test("the same changes twice are the same events and the same calls to action", async () => {
  const story = aStory();
  await it.deliver(...story.changes);
  const once = it.events();
  const ctas = await it.ctasOf(story.accountId);
  await it.deliver(...story.changes);
  expect(it.events()).toEqual(once);
  expect(await it.ctasOf(story.accountId)).toEqual(ctas);
});

test("however the stream is split and repeated, each is told and opened once", async () => {
  // A batch begins anywhere at or before the first that was not yet delivered, and ends anywhere.
  const batches = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(batches, async (splits) => {
      const story = aStory();
      let delivered = 0;
      for (const [back, forth] of [...splits, [3, 4] as const]) {
        const from = Math.max(0, delivered - back);
        const to = Math.min(story.changes.length, delivered + forth);
        expect(await it.deliver(...story.changes.slice(from, to))).toEqual([]);
        delivered = Math.max(delivered, to);
      }
      await expectToldAndOpenedOnce(story);
    }),
    { seed: 11, numRuns: 8 },
  );
});

test("a batch stops at the change whose events were refused, and comes back to it", async () => {
  const story = aStory();
  it.failNext(1);
  expect(await it.deliver(...story.changes)).toEqual(["0"]);
  expect(await it.deliver(...story.changes.slice(0, 1))).toEqual([]);
  it.failNext(1);
  expect(await it.deliver(...story.changes.slice(1))).toEqual(["0"]);
  // The CTA stands although it could not be told; the next try tells of it.
  expect(await it.ctasOf(story.accountId)).toHaveLength(2);
  expect(await it.deliver(...story.changes.slice(1))).toEqual([]);
  await expectToldAndOpenedOnce(story);
});

test("the days of what was done before a failure are marked, those of the rest by the next try", async () => {
  const good = aSent({ programId: "half-done", claimedAt: "2026-12-01T08:00:00.000Z" });
  const late = aSent({ programId: "half-done", claimedAt: "2026-12-02T08:00:00.000Z" });
  const changes = [
    { before: { ...good, claimedAt: undefined }, after: good },
    { before: { ...late, claimedAt: undefined, sentAt: undefined }, after: late },
  ];
  it.failNext(1);
  expect(await it.deliver(...changes)).toEqual(["1"]);
  expect(await it.markedDays("half-done")).toEqual(["2026-12-01"]);
  expect(await it.deliver(...changes.slice(1))).toEqual([]);
  expect(await it.markedDays("half-done")).toEqual(["2026-12-01", "2026-12-02"]);
});

test("an invitation that expired is no change to react to", async () => {
  expect(await it.deliver({ before: aSent() })).toEqual([]);
});
