import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CallBack } from "#shared/domain/answers/call-back.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { anAccount } from "../../builders.ts";
import { anAttempt, answered, aSent, type Change, startReactions } from "./follow-up.ts";

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

describe("who asks to be called back", () => {
  test("opens a call to action for the CSM, due with the next business day, and it is told", async () => {
    const sent = anAnswered({ programId: "post-onboarding" });
    const { accountId, contactId, invitationId } = sent;
    await saveAccount(it.table, anAccount({ accountId, name: "Example Works" }));
    await it.deliver(asking(sent, { words: "+49 170 1, after 15:00" }));
    const [event, ...more] = it.events();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: "CTA Opened",
      detail: {
        kind: "call-back",
        mixed: false,
        band: null,
        accountId,
        accountName: "Example Works",
        program: "post-onboarding",
        invitationId,
        owner: { role: "csm", name: "Ana Almeida" },
        contacts: [contactId],
        reason: "asked to be called back after answering post-onboarding",
        scores: { nps: 3, csat: null },
        comment: "+49 170 1, after 15:00",
        occurredAt: ASKED,
        // Wednesday's end in Berlin.
        dueAt: "2026-12-02T22:59:59.000Z",
      },
    });
    expect(await callBacksOf(sent)).toMatchObject([
      { status: "open", openedAt: ASKED, responses: [invitationId] },
    ]);
  });

  test("without a CSM is called back from the queue, and need not say how", async () => {
    const sent = anAnswered();
    await it.deliver(asking(sent));
    expect(it.events()).toMatchObject([{ detail: { owner: { role: "queue" }, comment: null } }]);
  });

  test("opens it beside those of the answer, when both come at once", async () => {
    const sent = aSent();
    const { after } = answered(sent, anAttempt(AT, { nps: 9, csat: 2 }));
    await it.deliver({ before: sent, after: asking(after).after });
    expect(it.events().map(({ type }) => type)).toEqual([
      "Response Received",
      "CTA Opened",
      "CTA Opened",
      "CTA Opened",
    ]);
    const kinds = (await it.ctasOf(sent.accountId)).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["call-back", "negative", "positive"]);
  });

  test("opens their own beside a colleague's, and it is told", async () => {
    const one = anAnswered();
    const other = anAnswered({ accountId: one.accountId, contactId: "con-2" });
    await it.deliver(asking(one, { words: "by e-mail" }), asking(other, { words: "+49 170 2" }));
    expect(it.events()).toMatchObject([
      { type: "CTA Opened", detail: { contacts: ["con-1"], comment: "by e-mail" } },
      { type: "CTA Opened", detail: { contacts: ["con-2"], comment: "+49 170 2" } },
    ]);
    expect((await callBacksOf(one)).map(({ notes }) => notes)).toEqual([[], []]);
  });

  test("joins their own that is open, and how to reach them is there to read", async () => {
    const one = anAnswered();
    const other = anAnswered({ accountId: one.accountId, cycle: "another" });
    await it.deliver(asking(one, { words: "by e-mail" }));
    expect(it.events()).toHaveLength(1);
    const joined = asking(other, { at: "2026-12-02T10:00:00.000Z", words: "+49 170 2" });
    await it.deliver(joined, joined);
    expect(it.events()).toEqual([]);
    expect(await callBacksOf(one)).toMatchObject([
      {
        comment: "by e-mail",
        contacts: ["con-1"],
        responses: [one.invitationId, other.invitationId],
        dueAt: "2026-12-02T22:59:59.000Z",
        notes: [
          {
            kind: "further",
            text: "con-1 asked again to be called back.",
            responseId: other.invitationId,
            comment: "+49 170 2",
          },
        ],
      },
    ]);
  });

  test("is called back whoever may have answered, and whoever may have asked: the reason says so", async () => {
    const scanned = { ...anAttempt(AT, { nps: 10 }), scannerNetwork: "gateway" };
    const sent = aSent({ attempts: [scanned], programId: "pre-renewal" });
    await it.deliver(asking(sent, { suspect: ["hidden-field"] }));
    expect(it.events()).toMatchObject([
      {
        detail: {
          reason:
            "asked to be called back after answering pre-renewal; may not have been a person who asked (hidden-field); the answer may not be a person's (scanner-network)",
          scores: { nps: 10 },
        },
      },
    ]);
  });
});

describe("however the stream delivers", () => {
  test("another change of the invitation asks for nothing", async () => {
    const { after } = asking(anAnswered());
    await it.deliver({ before: after, after: { ...after, openedAt: AT } });
    expect([it.events(), await callBacksOf(after)]).toEqual([[], []]);
  });

  test("what could not be told is told by the next try, as one", async () => {
    const change = asking(anAnswered(), { words: "by e-mail" });
    it.failNext(1);
    expect(await it.deliver(change)).toEqual(["0"]);
    expect(await callBacksOf(change.after)).toHaveLength(1);
    it.events();
    expect(await it.deliver(change, change)).toEqual([]);
    const [told, again] = it.events();
    expect(again).toEqual(told);
    expect(await callBacksOf(change.after)).toHaveLength(1);
  });

  test("split and repeated anywhere, each asking opens or joins once", async () => {
    const batches = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(batches, async (splits) => {
        const one = anAnswered();
        const other = anAnswered({ accountId: one.accountId, contactId: "con-2" });
        const anew = anAnswered({ accountId: one.accountId, cycle: "another" });
        const first = asking(one, { words: "1" });
        const changes = [
          first,
          asking(other, { words: "2" }),
          asking(anew, { words: "4" }),
          { before: first.after, after: { ...first.after, callBack: { ...ASKED_AGAIN, words: "3" } } },
        ];
        let delivered = 0;
        for (const [back, forth] of [...splits, [4, 4] as const]) {
          const from = Math.max(0, delivered - back);
          const to = Math.min(changes.length, delivered + forth);
          expect(await it.deliver(...changes.slice(from, to))).toEqual([]);
          delivered = Math.max(delivered, to);
        }
        expect(new Set(it.events().map(({ detail }) => detail.id)).size).toBe(2);
        const opened = await callBacksOf(one);
        expect(opened.map(({ contacts }) => contacts.join()).sort()).toEqual(["con-1", "con-2"]);
        expect(await notesOf(one)).toHaveLength(2);
      }),
      { seed: 20261207, numRuns: 6 },
    );
  });
});
