import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalStack, startLocalStack } from "../../infra/local/stack.ts";
import { theApp } from "../infra/local/the-app.ts";
import { freePort } from "../table.ts";
import { type Api, apiOf } from "./api.ts";

/** A CSM works what three contacts of one account answered, on the real local stack, over HTTP. */
describe("calls to action that people work", { timeout: 400_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), "lifecycle-"));
  let stack: LocalStack;
  let api: Api;

  const send = async (method: string, path: string, body: unknown, role: "csm" | "ops" = "csm") => {
    const headers = {
      authorization: `Bearer ${await stack.token(role)}`,
      "content-type": "application/json",
    };
    return await fetch(stack.origin + path, { method, headers, body: JSON.stringify(body) });
  };
  const answer = async (name: string, scores: Readonly<Record<string, number>>) => {
    const mail = (await api.inbox()).find(({ to }) => to.includes(`${name}@`));
    await api.answerForm(mail?.links.find((one) => one.includes("/s/"))?.split("?")[0] ?? "", scores);
    await api.idle();
  };
  const negatives = (query: string) => api.list(`/v1/ctas?kind=negative&${query}`);

  beforeAll(async () => {
    const at = new Date("2026-11-29T12:00:00Z");
    stack = await startLocalStack({
      dir,
      port: await freePort(),
      fresh: true,
      at,
      synthesized: await theApp(),
    });
    api = apiOf(stack.origin, await stack.token("ops"));
    const account = { name: "Works", plan: "premium", status: "active", customerSince: "2026-10-01" };
    await send("PUT", "/v1/accounts/works", account, "ops");
    for (const name of ["mei", "kim", "lea"]) {
      const contact = { email: `${name}@customer.example`, roles: ["admin"], timeZone: "Europe/Berlin" };
      await send("PUT", `/v1/accounts/works/contacts/${name}`, contact, "ops");
    }
    await api.moveClock("2026-12-02T12:00:00Z");
  }, 120_000);

  afterAll(async () => {
    await stack?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it("are opened, joined, closed and told, and opened anew by the next answer", async () => {
    await answer("mei", { nps: 9, csat: 1 });
    await answer("kim", { nps: 2, csat: 1 });
    const [cta, ...more] = await negatives("status=open");
    expect(more).toEqual([]);
    expect([cta.mixed, cta.responses.length, cta.contacts]).toEqual([true, 2, ["mei", "kim"]]);
    const [positive] = await api.list("/v1/ctas?kind=positive");
    expect([cta.linked, positive.linked]).toEqual([[positive.ctaId], [cta.ctaId]]);

    const path = `/v1/ctas/${cta.ctaId}`;
    expect((await send("PATCH", path, { status: "acknowledged", note: "on it" })).status).toBe(200);
    const closing = { status: "closed", outcome: "the import is mended", driver: "product quality" };
    expect((await send("PATCH", path, closing)).status).toBe(200);
    await api.idle();
    const told = await api.events("CTA Closed");
    expect(told.map(({ detail }) => detail)).toMatchObject([
      { ctaId: cta.ctaId, outcome: closing.outcome, driver: "product-quality", closing: 1 },
    ]);
    expect([await negatives("status=open"), await negatives("overdue=true")]).toEqual([[], []]);

    await answer("lea", { nps: 0, csat: 2 });
    const [next] = await negatives("status=open");
    expect([next.ctaId === cta.ctaId, next.contacts]).toEqual([false, ["lea"]]);
    expect((await send("PATCH", path, { status: "open" })).status).toBe(409);
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
    await api.moveClock("2026-12-04T12:00:00Z");
    expect(await negatives("overdue=true")).toMatchObject([{ ctaId: next.ctaId }]);
  });
});
