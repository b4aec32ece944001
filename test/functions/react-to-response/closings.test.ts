import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { reopened as reopenedBy } from "#shared/domain/ctas/cta-withdrawal.ts";
import { type CtaCommand, work } from "#shared/domain/ctas/cta-work.ts";
import { aCta } from "../../builders.ts";
import { startReactions } from "./follow-up.ts";

let it: Awaited<ReturnType<typeof startReactions>>;
beforeAll(async () => {
  it = await startReactions();
});
afterAll(() => it.stop());
beforeEach(() => {
  it.events();
});

const CLOSE: CtaCommand = { kind: "close", outcome: "called, all is well", driver: "support-quality" };

function done(before: Cta, command: CtaCommand, at: string): { before: Cta; after: Cta } {
  const worked = work(before, [command], { at, by: "ana@vendor.example" });
  if (worked.kind !== "changed") throw new Error(worked.kind);
  return { before, after: worked.cta };
}
const closed = done(aCta(), CLOSE, "2026-12-02T09:00:00.000Z");
const reopened = done(closed.after, { kind: "open" }, "2026-12-03T09:00:00.000Z");
const closedAgain = done(reopened.after, { ...CLOSE, driver: "other" }, "2026-12-04T09:00:00.000Z");

describe("a call to action that is closed", () => {
  test("is told with what a CRM needs to close its own", async () => {
    expect(await it.deliver(closed)).toEqual([]);
    expect(it.events()).toEqual([
      {
        type: "CTA Closed",
        detail: {
          version: 1,
          id: "cta-closed-cta-1-1",
          occurredAt: "2026-12-02T09:00:00.000Z",
          ctaId: "cta-1",
          kind: "negative",
          mixed: false,
          accountId: "acc-1",
          accountName: "Example Works",
          program: "post-onboarding",
          invitationId: "inv-1",
          band: "detractor",
          owner: aCta().owner,
          outcome: "called, all is well",
          driver: "support-quality",
          openedAt: "2026-12-01T10:00:00.000Z",
          acknowledgedAt: null,
          dueAt: "2026-12-02T23:59:59.000Z",
          closedAt: "2026-12-02T09:00:00.000Z",
          closedBy: "ana@vendor.example",
          closing: 1,
        },
      },
    ]);
  });

  test("again, after it was opened again, is told as another closing", async () => {
    await it.deliver(closed, reopened, closedAgain);
    expect(it.events().map(({ detail }) => detail)).toMatchObject([
      { id: "cta-closed-cta-1-1", driver: "support-quality", closing: 1 },
      { id: "cta-opened-cta-1-2" },
      { id: "cta-closed-cta-1-2", driver: "other", closing: 2, closedAt: "2026-12-04T09:00:00.000Z" },
    ]);
  });

  test("and delivered again is told as the same", async () => {
    await it.deliver(closed);
    const once = it.events();
    await it.deliver(closed);
    expect(it.events()).toEqual(once);
  });

  test("and not taken by the bus comes back until it is", async () => {
    it.failNext(1);
    expect(await it.deliver(closed, closedAgain)).toEqual(["0"]);
    expect(await it.deliver(closed)).toEqual([]);
  });
});

describe("a call to action that somebody opens again", () => {
  test("is told as another opening, as the same when delivered again", async () => {
    await it.deliver(reopened, reopened);
    const events = it.events();
    expect(events[0]).toEqual(events[1]);
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      type: "CTA Opened",
      detail: { id: "cta-opened-cta-1-2", occurredAt: "2026-12-03T09:00:00.000Z", ctaId: "cta-1" },
    });
  });

  test("is told with all its contacts", async () => {
    const contacts = ["con-1", "con-2"];
    await it.deliver({ before: closed.after, after: { ...reopened.after, contacts } });
    expect(it.events()).toMatchObject([{ detail: { contacts } }]);
  });

  test("is counted with those that an answer opened again, in order", async () => {
    const said = { at: "2026-12-05T09:00:00.000Z", text: "answered" };
    const byAnswer = { before: closedAgain.after, after: reopenedBy(closedAgain.after, aCta(), said) };
    const thirdClosing = done(byAnswer.after, CLOSE, "2026-12-06T09:00:00.000Z");
    const byPerson = done(thirdClosing.after, { kind: "open" }, "2026-12-07T09:00:00.000Z");
    await it.deliver(reopened, byAnswer, byPerson);
    expect(it.events().map(({ detail }) => detail.id)).toEqual([
      "cta-opened-cta-1-2",
      "cta-opened-cta-1-3",
      "cta-opened-cta-1-4",
    ]);
  });
});

test("nothing else that is done with one is told", async () => {
  const acknowledged = done(aCta(), { kind: "acknowledge" }, "2026-12-02T09:00:00.000Z");
  const noted = { before: closed.after, after: { ...closed.after, notes: [...closed.after.notes] } };
  const putBack = done(acknowledged.after, { kind: "open" }, "2026-12-02T10:00:00.000Z");
  await it.deliver({ after: aCta() }, acknowledged, putBack, noted);
  expect(it.events()).toEqual([]);
});
