import { beforeAll, describe, expect, it } from "vitest";
import { aStack, MORNING_ZONE } from "./a-stack.ts";
import { surveyOf } from "./api.ts";

/** What becomes by time alone of an answer, and of an account that gives none. The stage's clock is New York's. */
describe("calls to action that nobody works", { timeout: 400_000 }, () => {
  const api = aStack("2026-12-01T23:30:00Z");

  const csm = { name: "Ana Almeida", email: "ana@vendor.example" };
  const csmManager = { name: "Max Maier", email: "max@vendor.example" };
  const account = { plan: "premium", status: "active", segment: "scale", csm, csmManager };

  beforeAll(async () => {
    const { programId, version: _, ...definition } = await api.get("/v1/programs/post-onboarding");
    await api.put(`/v1/programs/${programId}`, { ...definition, actions: { satisfied: "digest" } });
    await api.put("/v1/accounts/works", { ...account, customerSince: "2026-10-03" });
    const contact = { email: "mei@customer.example", roles: ["admin"], timeZone: MORNING_ZONE };
    await api.put("/v1/accounts/works/contacts/mei", contact);
    // 30 days before this renewal it is 3 December.
    await api.put("/v1/accounts/quiet", {
      ...account,
      customerSince: "2025-01-02",
      renewalOn: "2027-01-02",
    });
    await api.moveClock("2026-12-02T01:30:00Z");
    const [mail] = await api.inbox();
    await api.answerForm(surveyOf(mail), { nps: 2, csat: 4 });
    await api.idle();
  }, 200_000);

  it("are told in the morning, escalate once, and are opened for silence", async () => {
    const [cta, ...more] = await api.list("/v1/ctas?account=works");
    expect(more).toEqual([]);
    expect(cta).toMatchObject({ kind: "negative", owner: csmManager, linked: [] });
    await api.patch(`/v1/ctas/${cta.ctaId}`, { status: "snoozed", until: "2026-12-20" });

    await api.moveClock("2026-12-03T13:00:00Z");
    const digests = (await api.events("CTA Digest")).map(({ detail }) => detail);
    const answers = digests.flatMap((digest) => digest.answers as { band: string }[]);
    expect(answers.map(({ band }) => band)).toEqual(["satisfied"]);
    // Of the day on which it is overdue, it is the queue's.
    expect(digests.filter(({ owner }) => (owner as { role: string }).role === "queue")).toMatchObject([
      { day: "2026-12-03", counts: { open: 1, overdue: 1 }, ctas: [{ ctaId: cta.ctaId, status: "open" }] },
    ]);
    expect((await api.events("CTA Escalated")).map(({ detail }) => detail)).toMatchObject([
      {
        ctaId: cta.ctaId,
        from: csmManager,
        owner: { role: "queue" },
        escalatedAt: expect.stringMatching(/^2026-12-03T05:/),
      },
    ]);
    const [silent] = await api.list("/v1/ctas?kind=silent-renewal");
    expect(silent).toMatchObject({
      accountId: "quiet",
      owner: csm,
      reason: "nobody could be asked: there is no contact",
    });
    const opened = (await api.events("CTA Opened")).filter(({ detail }) => detail.ctaId === silent.ctaId);
    expect(opened).toHaveLength(1);
  });
});
