import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { anAttempt, answered, aSent, startReactions } from "./follow-up.ts";

// A Tuesday.
const AT = "2026-12-01T10:00:00.000Z";

let it: Awaited<ReturnType<typeof startReactions>>;
beforeAll(async () => {
  it = await startReactions();
});
afterAll(() => it.stop());
beforeEach(() => {
  it.events();
});

describe("a further answer of an account", () => {
  test("joins the CTA that is open: its contact and itself once, the earliest due date stays", async () => {
    const sent = aSent();
    const colleague = aSent({ accountId: sent.accountId, contactId: "con-2" });
    const again = aSent({ accountId: sent.accountId, cycle: "another" });
    await it.deliver(answered(sent, anAttempt("2026-12-03T10:00:00.000Z", { nps: 3 })));
    expect(it.events().map(({ type }) => type)).toEqual(["Response Received", "CTA Opened"]);
    for (const one of [colleague, again, colleague]) {
      await it.deliver(answered(one, anAttempt(AT, { nps: 0, csat: 1 })));
      expect(it.events().map(({ type }) => type)).toEqual(["Response Received"]);
    }
    expect(await it.ctasOf(sent.accountId)).toMatchObject([
      {
        responses: [sent.invitationId, colleague.invitationId, again.invitationId],
        contacts: ["con-1", "con-2"],
        scores: { nps: 3, csat: null },
        dueAt: "2026-12-02T22:59:59.000Z",
        notes: [colleague, again].map(({ invitationId }) => ({
          kind: "further",
          responseId: invitationId,
          scores: { nps: 0, csat: 1 },
        })),
      },
    ]);
  });

  test("that is worse is shown in place of the first, which is told as it was opened", async () => {
    const sent = aSent();
    const first = answered(sent, anAttempt(AT, { csat: 3, comment: "so so" }));
    await it.deliver(first);
    const [, told] = it.events();
    const worse = anAttempt(AT, { nps: 1, comment: "we leave" });
    await it.deliver(answered(aSent({ accountId: sent.accountId }), worse));
    expect(await it.ctasOf(sent.accountId)).toMatchObject([
      {
        ...{ band: "detractor", scores: { nps: 1, csat: null }, comment: "we leave" },
        notes: [{ inPlaceOf: { scores: { nps: null, csat: 3 }, comment: "so so" } }],
      },
    ]);
    it.events();
    await it.deliver(first);
    expect(it.events()[1]).toEqual(told);
  });

  test("of the other kind or another program opens its own", async () => {
    const sent = aSent();
    const { accountId } = sent;
    await it.deliver(
      answered(sent, anAttempt(AT, { nps: 3 })),
      answered(aSent({ accountId }), anAttempt(AT, { nps: 9 })),
      answered(aSent({ accountId, programId: "pre-renewal" }), anAttempt(AT, { nps: 3 })),
    );
    const ctas = await it.ctasOf(accountId);
    expect(ctas.map(({ kind, program }) => `${kind} ${program}`).sort()).toEqual([
      "negative post-onboarding",
      "negative pre-renewal",
      "positive post-onboarding",
    ]);
  });
});
