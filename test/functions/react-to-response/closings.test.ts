import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Cta } from "#shared/domain/ctas/cta.ts";
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
      { id: "cta-closed-cta-1-2", driver: "other", closing: 2, closedAt: "2026-12-04T09:00:00.000Z" },
    ]);
  });

  test("and delivered again is told as the same", async () => {
    await it.deliver(closed);
    const once = it.events();
    await it.deliver(closed, reopened);
    expect(it.events()).toEqual(once);
  });

  test("and not taken by the bus comes back until it is", async () => {
    it.failNext(1);
    expect(await it.deliver(closed, closedAgain)).toEqual(["0"]);
    expect(await it.deliver(closed)).toEqual([]);
  });
});

test("nothing else that is done with one is told", async () => {
  const acknowledged = done(aCta(), { kind: "acknowledge" }, "2026-12-02T09:00:00.000Z");
  const noted = { before: closed.after, after: { ...closed.after, notes: [...closed.after.notes] } };
  await it.deliver({ after: aCta() }, acknowledged, noted, reopened);
  expect(it.events()).toEqual([]);
});
