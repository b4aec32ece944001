import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { anAccount } from "../../builders.ts";
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

describe("a first answer", () => {
  test("that is negative is told, and opens a CTA for the CSM's manager with all there is to know", async () => {
    const sent = aSent();
    await saveAccount(it.table, anAccount({ accountId: sent.accountId }));
    const comment = "<b>Slow</b> & late";
    expect(await it.deliver(answered(sent, anAttempt(AT, { nps: 3, csat: 2, comment })))).toEqual([]);

    const [received, opened, ...more] = it.events();
    expect(more).toEqual([]);
    expect(received).toMatchObject({
      type: "Response Received",
      detail: {
        id: `response-received-${sent.invitationId}-1`,
        responseId: sent.invitationId,
        accountName: "Example Works",
        segment: "scale",
        answeredAt: AT,
        responseVersion: 1,
        nps: 3,
        csat: 2,
      },
    });
    expect(opened).toMatchObject({
      type: "CTA Opened",
      detail: {
        kind: "negative",
        mixed: false,
        band: "detractor",
        owner: { role: "csm-manager", email: "manager1@vendor.example" },
        contacts: ["con-1"],
        scores: { nps: 3, csat: 2 },
        comment,
        arrUsd: 120_000,
        renewalOn: "2027-10-01",
        // Wednesday's end in Berlin.
        dueAt: "2026-12-02T22:59:59.000Z",
      },
    });
    expect(await it.ctasOf(sent.accountId)).toMatchObject([
      { status: "open", openedAt: AT, responses: [sent.invitationId], notes: [], closedAt: null },
    ]);
  });

  test("that is positive opens a CTA for the CSM, due after five business days", async () => {
    const sent = aSent();
    await saveAccount(it.table, anAccount({ accountId: sent.accountId }));
    await it.deliver(answered(sent, anAttempt(AT, { nps: 9 })));
    expect(it.events()[1]).toMatchObject({
      detail: {
        kind: "positive",
        band: "promoter",
        owner: { role: "csm", email: "ana@vendor.example" },
        scores: { nps: 9, csat: null },
        comment: null,
        dueAt: "2026-12-08T22:59:59.000Z",
      },
    });
  });

  test("that is both opens one of each, each mixed and with the whole answer", async () => {
    const sent = aSent();
    await it.deliver(answered(sent, anAttempt(AT, { nps: 10, csat: 1, comment: "both" })));
    const ctas = await it.ctasOf(sent.accountId);
    expect(ctas.map(({ kind }) => kind).sort()).toEqual(["negative", "positive"]);
    for (const cta of ctas) {
      expect(cta).toMatchObject({ mixed: true, scores: { nps: 10, csat: 1 }, comment: "both" });
    }
    expect(it.events().map(({ type }) => type)).toEqual(["Response Received", "CTA Opened", "CTA Opened"]);
  });

  test("of words alone is told and opens none", async () => {
    const sent = aSent();
    await it.deliver(answered(sent, anAttempt(AT, { comment: "hello" })));
    expect(it.events()).toMatchObject([{ type: "Response Received", detail: { nps: null, csat: null } }]);
    expect(await it.ctasOf(sent.accountId)).toEqual([]);
  });

  test.each([
    ["its segment's queue where no manager is known", { csmManager: undefined }, "scale@northwind.example"],
    [
      "the queue for the rest where the segment is not known either",
      { csmManager: undefined, segment: undefined },
      "cs-queue@northwind.example",
    ],
  ])("goes to %s", async (_, account, email) => {
    const sent = aSent();
    await saveAccount(it.table, anAccount({ accountId: sent.accountId, ...account }));
    await it.deliver(answered(sent, anAttempt(AT, { nps: 0 })));
    expect(await it.ctasOf(sent.accountId)).toMatchObject([{ owner: { role: "queue", email } }]);
  });

  test("of an account that is gone is followed up all the same", async () => {
    const sent = aSent();
    await it.deliver(answered(sent, anAttempt(AT, { nps: 0 })));
    expect(await it.ctasOf(sent.accountId)).toMatchObject([
      { accountName: null, arrUsd: null, owner: { role: "queue" } },
    ]);
  });
});

describe("a changed answer", () => {
  test("is told as a higher version, dated by the first, and opens nothing", async () => {
    const first = answered(aSent(), anAttempt(AT, { nps: 9 }));
    const second = answered(first.after, anAttempt("2026-12-03T10:00:00.000Z", { nps: 2, csat: 1 }));
    await it.deliver(first);
    it.events();
    await it.deliver(second);
    expect(it.events()).toMatchObject([
      {
        type: "Response Received",
        detail: { responseVersion: 2, answeredAt: AT, occurredAt: "2026-12-03T10:00:00.000Z", nps: 2 },
      },
    ]);
    expect(await it.ctasOf(first.after.accountId)).toMatchObject([{ kind: "positive" }]);
  });

  test("that is the same answer again is not told", async () => {
    const first = answered(aSent(), anAttempt(AT, { nps: 9 }));
    await it.deliver(first);
    it.events();
    await it.deliver(answered(first.after, anAttempt("2026-12-01T10:00:05.000Z", { nps: 9 })));
    expect(it.events()).toEqual([]);
  });

  test("that came together with the first is told after it, and the first opens the CTA", async () => {
    const sent = aSent();
    const [one, two] = [anAttempt(AT, { nps: 9 }), anAttempt("2026-12-01T11:00:00.000Z", { nps: 2 })];
    await it.deliver(answered(sent, one, two));
    expect(it.events()).toMatchObject([
      { type: "Response Received", detail: { responseVersion: 1 } },
      { type: "CTA Opened", detail: { kind: "positive" } },
      { type: "Response Received", detail: { responseVersion: 2 } },
    ]);
  });
});
