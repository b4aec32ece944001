import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalStack, startLocalStack } from "../../infra/local/stack.ts";
import { theApp } from "../infra/local/the-app.ts";
import { freePort } from "../table.ts";
import { type Api, apiOf } from "./api.ts";

const ACCOUNTS =
  "account_id,name,plan,status,customer_since,last_renewed_on\n" +
  "young,Young Works,premium,active,2026-10-15,\n" +
  "renewed,Renewed Works,premium,active,2024-11-12,2026-11-12\n";
const CONTACTS =
  "contact_id,account_id,email,name,locale,time_zone,roles\n" +
  "mei,young,mei@young.example,Mei,en,Europe/Berlin,admin\n" +
  "kim,renewed,kim@renewed.example,Kim,en,Europe/Berlin,admin\n";

/** Ops change a shipped program and add one of their own, for accounts that are there already. */
describe("programs that ops change", { timeout: 120_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), "lifecycle-"));
  let stack: LocalStack;
  let api: Api;
  let token: string;

  beforeAll(async () => {
    const at = new Date("2026-11-24T12:00:00Z");
    stack = await startLocalStack({
      dir,
      port: await freePort(),
      fresh: true,
      synthesized: await theApp(),
      at,
    });
    token = await stack.token("ops");
    api = apiOf(stack.origin, token);
    await api.importText("accounts", ACCOUNTS);
    await api.importText("contacts", CONTACTS);
  }, 60_000);

  afterAll(async () => {
    await stack?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const put = async (programId: string, program: object) => {
    const reply = await fetch(`${stack.origin}/v1/programs/${programId}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(program),
    });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };

  it("ask on their new day, by the version that was selected by", async () => {
    const shipped = await api.get("/v1/programs/post-onboarding");
    const sooner = { ...shipped, trigger: { ...shipped.trigger, offsetDays: 42 } };
    expect(await put("post-onboarding", sooner)).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await put("post-onboarding", { ...sooner, name: "Stale" })).status).toBe(409);
    const { programId: _, version: __, ...rest } = shipped;
    const trigger = { ...shipped.trigger, anchor: "lastRenewedOn", cycle: "term", offsetDays: 14 };
    expect(await put("fresh-start", { ...rest, name: "Fresh start", trigger })).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
    await api.moveClock("2026-11-26T12:00:00Z");
    const invitations = await api.list("/v1/invitations");
    expect(
      invitations
        .map(({ programId, programVersion, contactId, status }) => [
          programId,
          programVersion,
          contactId,
          status,
        ])
        .toSorted(),
    ).toEqual([
      ["fresh-start", 1, "kim", "sent"],
      ["post-onboarding", 2, "mei", "sent"],
    ]);
  });
});
