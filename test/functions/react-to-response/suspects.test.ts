import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { anAttempt, answered, aSent, startReactions } from "./follow-up.ts";

let it: Awaited<ReturnType<typeof startReactions>>;
beforeAll(async () => {
  it = await startReactions();
});
afterAll(() => it.stop());
beforeEach(() => {
  it.events();
});

const at = (second: number, day = 1): string =>
  new Date(Date.UTC(2026, 11, day, 10, 0, second)).toISOString();
const byScanner = (attempt: Attempt): Attempt => ({ ...attempt, scannerNetwork: "gateway" });
const confirm = (before: Invitation, index: number, confirmedAt: string) => ({
  before,
  after: {
    ...before,
    attempts: (before.attempts ?? []).map((attempt, i) =>
      i === index
        ? { ...attempt, confirmed: { at: confirmedAt, by: "ana@vendor.example", note: "Told me" } }
        : attempt,
    ),
  },
});
const types = () => it.events().map(({ type }) => type);
const notesOf = async (sent: Invitation) =>
  (await it.ctasOf(sent.accountId)).flatMap(({ kind, notes }) => notes.map(({ text }) => `${kind}: ${text}`));

describe("a suspect answer", () => {
  test("is not told and opens nothing; a person's after it does both, as the first", async () => {
    const sent = aSent();
    const first = answered(sent, byScanner(anAttempt(at(0), { nps: 10 })));
    await it.deliver(first);
    expect(types()).toEqual([]);
    await it.deliver(answered(first.after, anAttempt(at(0, 2), { nps: 2 })));
    expect(it.events()).toMatchObject([
      { type: "Response Received", detail: { responseVersion: 2, nps: 2, answeredAt: at(0, 2) } },
      { type: "CTA Opened", detail: { kind: "negative", scores: { nps: 2 } } },
    ]);
  });

  test("that somebody vouches for is told then, and due from then on", async () => {
    const sent = aSent();
    const first = answered(sent, byScanner(anAttempt(at(0), { nps: 2 })));
    const vouched = confirm(first.after, 0, at(0, 8));
    await it.deliver(first, vouched, vouched);
    const [received, opened, ...more] = it.events();
    expect(received).toMatchObject({
      detail: { answeredAt: at(0), occurredAt: at(0, 8), responseVersion: 1 },
    });
    // Wednesday's end in Berlin.
    expect(opened).toMatchObject({ detail: { occurredAt: at(0, 8), dueAt: "2026-12-09T22:59:59.000Z" } });
    // Delivered again, it is the same again.
    expect(more).toEqual([received, opened]);
  });

  test("is listed and counted on its own day, and on the person's when there is one", async () => {
    const sent = aSent({ programId: "suspect-days" });
    const first = answered(sent, byScanner(anAttempt(at(0, 3), { nps: 10 })));
    await it.deliver(first, answered(first.after, anAttempt(at(0, 5), { nps: 2 })));
    expect(await it.markedDays("suspect-days")).toEqual(["2026-12-01", "2026-12-03", "2026-12-05"]);
    for (const day of ["2026-12-03", "2026-12-05"])
      expect(await it.listedOn("suspect-days", day)).toEqual([`ANSWERED#${sent.invitationId}`]);
  });
});

describe("an answer that was told", () => {
  test("and turns out one of a burst withdraws its call to action, which says why once", async () => {
    const sent = aSent();
    const changes = [];
    let now = sent;
    for (let score = 0; score <= 10; score++) {
      const change = answered(now, anAttempt(at(score), { nps: score }));
      changes.push(change);
      now = change.after;
    }
    await it.deliver(...changes);
    await it.deliver(...changes);
    expect(new Set(types())).toEqual(new Set(["Response Received", "CTA Opened"]));
    expect(await notesOf(sent)).toEqual([
      "negative: Answer 1 may not be a person's (burst): it is left out of figures until somebody confirms it or answers again.",
    ]);

    const closing = { status: "closed", outcome: "not a person's answer", driver: null };
    expect(await it.ctasOf(sent.accountId)).toMatchObject([closing]);

    // The person, later: of the same kind, so it is open again, and says what they answered.
    await it.deliver(answered(now, anAttempt(at(0, 2), { nps: 3 })));
    expect(it.events()).toMatchObject([
      {
        type: "Response Received",
        detail: { nps: 3, responseVersion: 12, isFirst: true, answeredAt: at(0, 2) },
      },
    ]);
    expect(await it.ctasOf(sent.accountId)).toMatchObject([{ status: "open", scores: { nps: 3 } }]);
    expect((await notesOf(sent)).slice(1)).toEqual([
      "negative: Answered by a person: NPS 3 (detractor). What opened this was suspect.",
    ]);
  });

  test("is judged again by a delivery that is reported after it, and its days with it", async () => {
    const sent = aSent({ programId: "late-delivery" });
    const first = answered(sent, anAttempt(at(1, 4), { nps: 9 }));
    await it.deliver(first);
    expect(types()).toEqual(["Response Received", "CTA Opened"]);
    await it.deliver({ before: first.after, after: { ...first.after, deliveredAt: at(0, 4) } });
    expect(types()).toEqual([]);
    expect(await it.markedDays("late-delivery")).toEqual(["2026-12-01", "2026-12-04"]);
    expect(await notesOf(sent)).toMatchObject([expect.stringContaining("too-fast")]);
  });

  test("and changes its band says so where it was opened, and opens no second", async () => {
    const sent = aSent();
    const first = answered(sent, anAttempt(at(0), { nps: 9 }));
    const second = answered(first.after, anAttempt(at(0, 2), { nps: 10 }));
    const third = answered(second.after, anAttempt(at(0, 3), { nps: 2 }));
    await it.deliver(first, second, third);
    expect(types()).toEqual(["Response Received", "CTA Opened", "Response Received", "Response Received"]);
    expect(await notesOf(sent)).toEqual([
      "positive: The answer changed: NPS 2 (detractor); before, NPS 10 (promoter).",
    ]);
  });

  test("notes it on the call to action that it joined", async () => {
    const one = aSent();
    const other = aSent({ accountId: one.accountId });
    await it.deliver(answered(one, anAttempt(at(0), { nps: 9 })));
    const joined = answered(other, anAttempt(at(5), { nps: 10 }));
    await it.deliver(joined, answered(joined.after, anAttempt(at(0, 2), { nps: 0 })));
    expect(await notesOf(one)).toEqual([
      "positive: con-1 answered, too: NPS 10.",
      "positive: The answer changed: NPS 0 (detractor); before, NPS 10 (promoter).",
    ]);
  });

  test("without a score leaves it to the next to open a call to action", async () => {
    const sent = aSent();
    const first = answered(sent, anAttempt(at(0), { comment: "More later" }));
    await it.deliver(first, answered(first.after, anAttempt(at(30), { nps: 1, comment: "More later" })));
    expect(types()).toEqual(["Response Received", "Response Received", "CTA Opened"]);
  });
});
