import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalStack, startLocalStack } from "../../infra/local/stack.ts";
import { theApp } from "../infra/local/the-app.ts";
import { freePort } from "../table.ts";
import { type Api, apiOf } from "./api.ts";

/** As the laptop's tokens name a CSM. */
const ANA = "csm@lifecycle-surveys.example";

/** One account and its contacts put over HTTP, on the real local stack: its CSM finds it and holds a contact. */
describe("an account that is put, found and partly held", { timeout: 400_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), "lifecycle-"));
  let stack: LocalStack;
  let api: Api;
  let csm: string;

  const send = async (method: string, path: string, body: unknown, token?: string): Promise<number> => {
    const authorization = `Bearer ${token ?? (await stack.token("ops"))}`;
    const headers = { authorization, "content-type": "application/json" };
    return (await fetch(stack.origin + path, { method, headers, body: JSON.stringify(body) })).status;
  };

  beforeAll(async () => {
    const at = new Date("2026-11-29T12:00:00Z");
    stack = await startLocalStack({
      dir,
      port: await freePort(),
      fresh: true,
      synthesized: await theApp(),
      at,
    });
    api = apiOf(stack.origin, await stack.token("ops"));
    csm = await stack.token("csm");
  }, 60_000);

  afterAll(async () => {
    await stack?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it("has its survey sent to whom no hold is over", async () => {
    const account = { name: "Müller Werke", plan: "premium", status: "active", customerSince: "2026-10-01" };
    const works = "/v1/accounts/works%202";
    expect(await send("PUT", works, { ...account, csm: { name: "Ana", email: ANA } })).toBe(200);
    for (const name of ["mei", "ann"]) {
      const contact = { email: `${name}@customer.example`, roles: ["guest"], timeZone: "Europe/Berlin" };
      expect(await send("PUT", `${works}/contacts/${name}`, contact)).toBe(200);
      expect(await send("PUT", `${works}/contacts/${name}`, { roles: ["admin"] }, csm)).toBe(200);
    }
    expect(await api.get("/v1/accounts?q=muller")).toMatchObject({
      items: [{ accountId: "works 2", nextSurvey: { programId: "post-onboarding", dueOn: "2026-11-30" } }],
    });
    const until = "2027-01-31";
    for (const contactId of ["mei", "ann"]) {
      expect(await send("POST", "/v1/holds", { contactId, until, reason: "On leave" }, csm)).toBe(200);
    }
    expect(await send("DELETE", "/v1/holds", { contactId: "ann" }, csm)).toBe(204);
    await api.moveClock("2026-12-02T12:00:00Z");
    expect((await api.inbox()).map(({ to }) => to)).toEqual(["ann@customer.example"]);
  });
});
