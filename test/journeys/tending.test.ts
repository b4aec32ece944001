import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalStack, startLocalStack } from "../../infra/local/stack.ts";
import { theApp } from "../infra/local/the-app.ts";
import { freePort } from "../table.ts";
import { type Api, apiOf } from "./api.ts";

/** What becomes by time alone of an answer, and of an account that gives none. The stage's clock is New York's. */
describe("calls to action that nobody works", { timeout: 400_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), "lifecycle-"));
  let stack: LocalStack;
  let api: Api;

  const send = async (method: string, path: string, body: unknown) => {
    const headers = {
      authorization: `Bearer ${await stack.token("ops")}`,
      "content-type": "application/json",
    };
    const reply = await fetch(stack.origin + path, { method, headers, body: JSON.stringify(body) });
    expect(reply.status, `${method} ${path}`).toBeLessThan(300);
  };
  const csm = { name: "Ana Almeida", email: "ana@vendor.example" };
  const csmManager = { name: "Max Maier", email: "max@vendor.example" };
  const account = { plan: "premium", status: "active", segment: "scale", csm, csmManager };

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
    const { programId, version: _, ...definition } = await api.get("/v1/programs/post-onboarding");
    await send("PUT", `/v1/programs/${programId}`, { ...definition, actions: { satisfied: "digest" } });
    await send("PUT", "/v1/accounts/works", { ...account, customerSince: "2026-10-01" });
    const contact = { email: "mei@customer.example", roles: ["admin"], timeZone: "Europe/Berlin" };
    await send("PUT", "/v1/accounts/works/contacts/mei", contact);
    // 30 days before this renewal it is 3 December.
    await send("PUT", "/v1/accounts/quiet", {
      ...account,
      customerSince: "2025-01-02",
      renewalOn: "2027-01-02",
    });
    await api.moveClock("2026-12-02T12:00:00Z");
    const [mail] = await api.inbox();
    await api.answerForm(mail?.links.find((one) => one.includes("/s/"))?.split("?")[0] ?? "", {
      nps: 2,
      csat: 4,
    });
    await api.idle();
  }, 200_000);

  afterAll(async () => {
    await stack?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it("are told in the morning, escalate once, and are opened for silence", async () => {
    const [cta, ...more] = await api.list("/v1/ctas?account=works");
    expect(more).toEqual([]);
    expect(cta).toMatchObject({ kind: "negative", owner: csmManager, linked: [] });
    await send("PATCH", `/v1/ctas/${cta.ctaId}`, { status: "snoozed", until: "2026-12-20" });

    await api.moveClock("2026-12-04T13:00:00Z");
    const digests = (await api.events("CTA Digest")).map(({ detail }) => detail);
    const answers = digests.flatMap((digest) => digest.answers as { band: string }[]);
    expect(answers.map(({ band }) => band)).toEqual(["satisfied"]);
    // Of the day on which it is overdue, it is the queue's.
    expect(digests.filter(({ owner }) => (owner as { role: string }).role === "queue")).toMatchObject([
      { day: "2026-12-04", counts: { open: 1, overdue: 1 }, ctas: [{ ctaId: cta.ctaId, status: "open" }] },
    ]);
    expect((await api.events("CTA Escalated")).map(({ detail }) => detail)).toMatchObject([
      {
        ctaId: cta.ctaId,
        from: csmManager,
        owner: { role: "queue" },
        escalatedAt: expect.stringMatching(/^2026-12-04T05:/),
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
