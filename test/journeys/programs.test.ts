import { beforeAll, describe, expect, it } from "vitest";
import { aStack, MORNING_ZONE } from "./a-stack.ts";

const ACCOUNTS =
  "account_id,name,plan,status,customer_since,last_renewed_on\n" +
  "young,Young Works,premium,active,2026-10-15,\n" +
  "renewed,Renewed Works,premium,active,2024-11-12,2026-11-12\n";
const CONTACTS =
  "contact_id,account_id,email,name,locale,time_zone,roles\n" +
  `mei,young,mei@young.example,Mei,en,${MORNING_ZONE},admin\n` +
  `kim,renewed,kim@renewed.example,Kim,en,${MORNING_ZONE},admin\n`;

/** Ops change a shipped program and add one of their own, for accounts that are there already. */
describe("programs that ops change", { timeout: 120_000 }, () => {
  const api = aStack("2026-11-25T23:30:00Z");

  beforeAll(async () => {
    await api.importText("accounts", ACCOUNTS);
    await api.importText("contacts", CONTACTS);
  }, 60_000);

  const put = async (programId: string, program: object) => {
    const reply = await api.send("PUT", `/v1/programs/${programId}`, program);
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
    await api.moveClock("2026-11-26T00:30:00Z");
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
