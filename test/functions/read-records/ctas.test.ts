import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../ops-routes.ts";
import { type Reader, startReader } from "./reader.ts";

let reader: Reader;
let accounts = 0;
let accountId: string;
beforeAll(async () => {
  reader = await startReader();
});
afterAll(() => reader.stop());
/** Each test has an account of its own. */
beforeEach(() => {
  accountId = `acc-${++accounts}`;
});

describe("calls to action", () => {
  const aCta = (over: Record<string, unknown>) => ({
    pk: "CTA",
    sk: over.ctaId,
    type: "cta",
    version: 1,
    kind: "negative",
    mixed: false,
    accountId,
    accountName: "Example Works",
    program: "post-onboarding",
    invitationId: "inv-1",
    band: "detractor",
    owner: { role: "csm-manager", name: "Manager 1", email: "manager1@vendor.example" },
    contacts: ["con-1"],
    reason: "NPS 3",
    scores: { nps: 3, csat: null },
    comment: null,
    arrUsd: 120_000,
    renewalOn: null,
    dueAt: "2026-12-02T23:59:59.999Z",
    status: "open",
    openedAt: "2026-12-01T10:00:00.000Z",
    acknowledgedAt: null,
    closedAt: null,
    outcome: null,
    driver: null,
    escalatedAt: null,
    notes: [],
    responses: ["inv-1"],
    ...over,
  });

  it("are found by account, status and kind, as recorded", async () => {
    await reader.put(aCta({ ctaId: `${accountId}-a` }));
    await reader.put(aCta({ ctaId: `${accountId}-b`, status: "closed" }));
    await reader.put(aCta({ ctaId: `${accountId}-c`, kind: "positive" }));
    const { body } = await reader.list("ctas", { account: accountId, status: "open", kind: "negative" });
    const { pk: _, sk: __, type: ___, ...record } = aCta({ ctaId: `${accountId}-a` });
    expect(body).toEqual({ items: [record], next: null });
  });

  it.each([
    ["their role", { owner: "csm" }],
    ["their name in any case", { owner: "ana ALMEIDA" }],
    ["me, who asks", { owner: "me" }],
  ])("are found by their owner: %s", async (_, query) => {
    const owner = { role: "csm", name: "Ana Almeida", email: "ana@vendor.example" };
    await reader.put(aCta({ ctaId: `${accountId}-a`, owner }));
    await reader.put(aCta({ ctaId: `${accountId}-b` }));
    const { body } = await reader.ask("GET /v1/ctas", {
      query: { ...query, account: accountId },
      role: "csm",
      email: "Ana@vendor.example",
    });
    expect(body.items.map((cta: Answer) => cta.ctaId)).toEqual([`${accountId}-a`]);
  });

  it("refuse an e-mail address in the URL", async () => {
    const { status, body } = await reader.list("ctas", { owner: "ana@vendor.example" });
    expect([status, body.errors[0].path]).toEqual([400, "owner"]);
    expect(JSON.stringify(body)).not.toContain("ana@vendor.example");
  });

  it("are paged through without loss or repetition", async () => {
    const wanted = Array.from({ length: 7 }, (_, i) => `${accountId}-${i}`);
    for (const ctaId of wanted) await reader.put(aCta({ ctaId }));
    const { items, pages } = await reader.listAll("ctas", { account: accountId, limit: "3" });
    expect([items.map(({ ctaId }) => ctaId), pages]).toEqual([wanted, 3]);
  });
});
