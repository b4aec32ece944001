import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { anAnswered, anAttempt } from "../../shared/domain/scorecard/scored.ts";
import { type Scorecards, startScorecards } from "./scorecards.ts";

let it: Scorecards;
beforeAll(async () => {
  it = await startScorecards();
});
afterAll(() => it.stop());

let accounts = 0;
let accountId: string;
beforeEach(() => {
  accountId = `scored-${++accounts}`;
});

const on = (day: number): string => `2026-12-${String(day).padStart(2, "0")}T10:00:00.000Z`;
const of = (contactId: string, over: Partial<Invitation>, ...posts: Parameters<typeof anAnswered>[1][]) =>
  anAnswered({ accountId, contactId, ...over }, ...posts);
const latest = async () => {
  const card = await it.cardOf(accountId);
  return [card?.nps?.latest?.value ?? null, card?.csat?.latest?.value ?? null];
};

test("an answer is on its account's scorecard, and is told once for each measure", async () => {
  await it.put(of("con-1", {}), of("con-1", {}, { nps: 9, csat: 4, at: on(2) }));
  await it.settle();
  const standing = { n: 1, date: on(2), program: "post-onboarding", source: "automatic", trend: null };
  expect(it.events()).toMatchObject([
    { id: `scorecard-updated-${accountId}-nps-1`, accountId, measure: "nps", value: 100, ...standing },
    { id: `scorecard-updated-${accountId}-csat-1`, accountId, measure: "csat", value: 4, ...standing },
  ]);
});

test("those who answered in one cycle are one reading, another cycle is the next", async () => {
  await it.put(of("con-1", {}, { nps: 9 }), of("con-2", {}, { nps: 9 }), of("con-3", {}, { nps: 0 }));
  await it.put(of("con-1", { programId: "pre-renewal", cycle: "term-1" }, { nps: 8, at: on(20) }));
  await it.settle();
  const card = await it.cardOf(accountId);
  expect(card?.nps?.latest).toMatchObject({ value: 0, n: 1, program: "pre-renewal", trend: null });
  expect(card?.nps?.programs).toMatchObject([
    { value: 100 / 3, n: 3 },
    { value: 0, n: 1 },
  ]);
});

test("a changed answer counts as it is now", async () => {
  const first = of("con-1", {}, { nps: 2, at: on(2) });
  await it.put(first);
  await it.settle();
  await it.put({ ...first, attempts: [...(first.attempts ?? []), anAttempt({ nps: 9, at: on(5) })] });
  await it.settle();
  expect((await it.cardOf(accountId))?.nps?.latest).toMatchObject({ value: 100, n: 1, date: on(2) });
});

test("what proves suspect later leaves it, and comes back once somebody vouches for it", async () => {
  const answered = of("con-1", {}, { nps: 2, csat: 1, at: on(2) });
  await it.put(of("con-2", {}, { csat: 5, at: on(1) }), answered);
  await it.settle();
  expect(await latest()).toEqual([-100, 3]);
  const tooFast = { ...answered, deliveredAt: "2026-12-02T09:59:59.000Z" };
  await it.put(tooFast);
  await it.settle();
  expect(await latest()).toEqual([null, 5]);
  it.events();

  const confirmed = { at: on(9), by: "ana@vendor.example", note: "He told me" };
  const attempts = tooFast.attempts?.map((attempt) => ({ ...attempt, confirmed })) ?? [];
  await it.put({ ...tooFast, attempts });
  await it.settle();
  expect(await latest()).toEqual([-100, 3]);
  expect(it.events()).toMatchObject([
    { measure: "nps", value: -100, revision: 4 },
    { measure: "csat", value: 3, revision: 4 },
  ]);
});

test("an anonymous answer never is on it, nor is one without a score", async () => {
  await it.put(of("con-1", { anonymous: true }, { nps: 9 }), of("con-2", {}, { comment: "Fine" }));
  await it.settle();
  expect(await it.cardOf(accountId)).toBeUndefined();
  expect(it.events()).toEqual([]);
});

test("what an invitation's sending and delivery change is not told again", async () => {
  const answered = of("con-1", {}, { nps: 9 });
  await it.put(answered, { ...answered, openedAt: on(3) });
  await it.settle();
  expect((await it.cardOf(accountId))?.revision).toBe(1);
  expect(it.events()).toHaveLength(1);
});

/** Three contacts of one cycle, one of whom changes their mind, and one proves suspect. */
function aStory(): Invitation[] {
  const one = of("con-1", {}, { nps: 2, csat: 1, at: on(2) });
  const two = of("con-2", {}, { nps: 9, csat: 5, at: on(3) });
  const three = of("con-3", {}, { nps: 10, at: on(4) });
  return [
    one,
    two,
    { ...one, attempts: [...(one.attempts ?? []), anAttempt({ nps: 7, csat: 3, at: on(5) })] },
    three,
    { ...three, deliveredAt: "2026-12-04T09:59:59.000Z" },
  ];
}

describe("however the stream is cut up and repeated", () => {
  test("the card ends as the answers are, and all repeats are told under the ids of what they repeat", async () => {
    const cuts = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.boolean(), async (pairs, isReversed) => {
        accountId = `scored-${++accounts}`;
        await it.put(...aStory());
        const records = await it.newRecords();
        const inOrder = isReversed ? records.toReversed() : records;
        for (const [from, to] of [...pairs, [0, 9] as const]) await it.deliver(inOrder.slice(from, to + 1));
        await it.settle();
        expect(await latest()).toEqual([50, 4]);
        const card = await it.cardOf(accountId);
        const told = it.events();

        await it.deliver(records);
        await it.settle();
        expect(await it.cardOf(accountId)).toEqual(card);
        expect(it.events()).toEqual([]);
        expect(new Map(told.map((event) => [event.id, JSON.stringify(event)])).size).toBe(
          new Set(told.map((event) => JSON.stringify(event))).size,
        );
      }),
      { seed: 21, numRuns: 6 },
    );
  });

  test("two answers at the same moment are both in it", async () => {
    await it.put(of("con-1", {}, { nps: 9 }), of("con-2", {}, { nps: 9 }), of("con-3", {}, { nps: 0 }));
    const records = await it.newRecords();
    const failed = await Promise.all(records.map((record) => it.deliver([record])));
    expect(failed.flat()).toEqual([]);
    expect((await it.cardOf(accountId))?.nps?.latest).toMatchObject({ n: 3, value: 100 / 3 });
  });

  test("what the bus refused is told when the stream comes back, once it was written", async () => {
    await it.put(of("con-1", {}, { nps: 9 }));
    await it.deliver(await it.newRecords());
    const written = await it.newRecords();
    it.events();
    it.failNext(1);
    const left = await it.deliver(written);
    expect(left).toEqual(written);
    expect(await it.deliver(left)).toEqual([]);
    const [refused, taken] = it.events();
    expect(taken).toMatchObject({ id: `scorecard-updated-${accountId}-nps-1`, value: 100 });
    expect(taken).toEqual(refused);
  });
});
