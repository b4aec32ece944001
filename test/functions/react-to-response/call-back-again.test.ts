import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CallBack } from "#shared/domain/answers/call-back.ts";
import { work } from "#shared/domain/ctas/cta-work.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { workCta } from "#shared/dynamodb/cta-work.ts";
import { anAttempt, aSent, type Change, startReactions } from "./follow-up.ts";

/** A Tuesday, in Berlin an hour later. */
const AT = "2026-12-01T10:00:00.000Z";
const ASKED = "2026-12-01T10:05:00.000Z";
const ASKED_AGAIN = { at: ASKED, againAt: "2026-12-03T09:00:00.000Z" };

let it: Awaited<ReturnType<typeof startReactions>>;
beforeAll(async () => {
  it = await startReactions();
});
afterAll(() => it.stop());
beforeEach(() => {
  it.events();
});

const asking = (before: Invitation, callBack: Partial<CallBack> = {}): Required<Change> => ({
  before,
  after: { ...before, callBack: { at: ASKED, ...callBack } },
});
/** Somebody who has answered, in a way that opens nothing. */
const anAnswered = (over: Partial<Invitation> = {}) =>
  aSent({ attempts: [anAttempt(AT, { nps: 3 })], ...over });
const callBacksOf = async ({ accountId }: Invitation) =>
  (await it.ctasOf(accountId)).filter(({ kind }) => kind === "call-back");
const notesOf = async (sent: Invitation) =>
  (await callBacksOf(sent)).flatMap(({ notes }) => notes.map(({ text }) => text)).sort();
const saying = (before: Invitation, words: string, againAt: string): Required<Change> => ({
  before,
  after: { ...before, callBack: { at: ASKED, words, againAt } },
});
const CLOSE = { kind: "close", outcome: "called", driver: null } as const;
async function closeAllOf(sent: Invitation): Promise<void> {
  for (const { ctaId } of await callBacksOf(sent))
    await workCta(it.table, ctaId, (cta) => work(cta, [CLOSE], { at: ASKED, by: "ana@vendor.example" }));
}

describe("asking again to be called back", () => {
  test("with other words is noted on what was opened, and opens and tells nothing", async () => {
    const sent = anAnswered();
    const first = asking(sent, { words: "+49 170 1", suspect: ["scanner-network"] });
    const second = { ...ASKED_AGAIN, words: "+49 170 2" };
    const again = { before: first.after, after: { ...first.after, callBack: second } };
    await it.deliver(first);
    expect(it.events()).toHaveLength(1);
    await it.deliver(again, again);
    expect(it.events()).toEqual([]);
    const [cta, ...more] = await callBacksOf(sent);
    expect(more).toEqual([]);
    expect(cta?.notes).toEqual([
      { at: ASKED_AGAIN.againAt, by: "lifecycle-surveys", text: "Said again. How to reach them: +49 170 2" },
    ]);
  });

  test("by a person where something spoke against it at first is noted", async () => {
    const sent = anAnswered();
    const first = asking(sent, { suspect: ["scanner-network"] });
    await it.deliver(first, { before: first.after, after: { ...first.after, callBack: ASKED_AGAIN } });
    expect(await notesOf(sent)).toEqual(["Asked again, by a person as far as is known."]);
  });

  test("after somebody was done with it opens another, due from then, however often it is delivered", async () => {
    const sent = anAnswered();
    const first = asking(sent, { words: "1" });
    const again = saying(first.after, "2", "2026-12-03T09:00:00.000Z");
    const more = saying(again.after, "3", "2026-12-03T11:00:00.000Z");
    await it.deliver(first);
    await closeAllOf(sent);
    it.events();
    await it.deliver(again, again);
    const [told, repeated] = it.events();
    expect(told).toMatchObject({
      type: "CTA Opened",
      detail: {
        comment: "2",
        occurredAt: "2026-12-03T09:00:00.000Z",
        // Friday's end in Berlin.
        dueAt: "2026-12-04T22:59:59.000Z",
      },
    });
    expect(repeated).toEqual(told);
    await it.deliver(more, more);
    expect(it.events()).toEqual([]);
    expect(await notesOf(sent)).toEqual(["Closed.", "Said again. How to reach them: 3"]);
  });

  test("before somebody was done with it opens no other, delivered again after that", async () => {
    const sent = anAnswered();
    const first = asking(sent, { words: "1" });
    const again = saying(first.after, "2", "2026-12-03T09:00:00.000Z");
    await it.deliver(first, again);
    await closeAllOf(sent);
    it.events();
    await it.deliver(again);
    expect([it.events(), await callBacksOf(sent)]).toMatchObject([[], [{ status: "closed" }]]);
  });
});
