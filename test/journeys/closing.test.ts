import { beforeAll, describe, expect, it } from "vitest";
import { aStack, MORNING_ZONE } from "./a-stack.ts";
import { surveyOf } from "./api.ts";

/** A CSM works what three contacts of one account answered, on the real local stack, over HTTP. */
describe("calls to action that people work", { timeout: 400_000 }, () => {
  const api = aStack("2026-12-01T23:30:00Z");

  const work = (path: string, body: unknown) => api.send("PATCH", path, body, "csm");
  const answer = async (name: string, scores: Readonly<Record<string, number>>) => {
    const mail = (await api.inbox()).find(({ to }) => to.includes(`${name}@`));
    await api.answerForm(surveyOf(mail), scores);
    await api.idle();
  };
  const negatives = (query: string) => api.list(`/v1/ctas?kind=negative&${query}`);

  beforeAll(async () => {
    const account = { name: "Works", plan: "premium", status: "active", customerSince: "2026-10-03" };
    await api.put("/v1/accounts/works", account);
    for (const name of ["mei", "kim", "lea"]) {
      const contact = { email: `${name}@customer.example`, roles: ["admin"], timeZone: MORNING_ZONE };
      await api.put(`/v1/accounts/works/contacts/${name}`, contact);
    }
    await api.moveClock("2026-12-02T01:30:00Z");
  }, 120_000);

  it("are opened, joined, closed and told, and opened anew by the next answer", async () => {
    await answer("mei", { nps: 9, csat: 1 });
    await answer("kim", { nps: 2, csat: 1 });
    const [cta, ...more] = await negatives("status=open");
    expect(more).toEqual([]);
    expect([cta.mixed, cta.responses.length, cta.contacts]).toEqual([true, 2, ["mei", "kim"]]);
    const [positive] = await api.list("/v1/ctas?kind=positive");
    expect([cta.linked, positive.linked]).toEqual([[positive.ctaId], [cta.ctaId]]);

    const path = `/v1/ctas/${cta.ctaId}`;
    expect((await work(path, { status: "acknowledged", note: "on it" })).status).toBe(200);
    const closing = { status: "closed", outcome: "the import is mended", driver: "product quality" };
    expect((await work(path, closing)).status).toBe(200);
    await api.idle();
    const told = await api.events("CTA Closed");
    expect(told.map(({ detail }) => detail)).toMatchObject([
      { ctaId: cta.ctaId, outcome: closing.outcome, driver: "product-quality", closing: 1 },
    ]);
    expect([await negatives("status=open"), await negatives("overdue=true")]).toEqual([[], []]);

    await answer("lea", { nps: 0, csat: 2 });
    const [next] = await negatives("status=open");
    expect([next.ctaId === cta.ctaId, next.contacts]).toEqual([false, ["lea"]]);
    expect((await work(path, { status: "open" })).status).toBe(409);
    expect(await negatives("account=works")).toMatchObject([
      { ctaId: next.ctaId, status: "open" },
      {
        ctaId: cta.ctaId,
        status: "closed",
        notes: [
          { kind: "further", scores: { nps: 2, csat: 1 } },
          { kind: "acknowledged" },
          { kind: "closed" },
        ],
      },
    ]);
    await api.moveClock("2026-12-03T06:00:00Z");
    expect(await negatives("overdue=true")).toMatchObject([{ ctaId: next.ctaId }]);
  });
});
