import { beforeAll, describe, expect, it } from "vitest";
import { aStack } from "./a-stack.ts";

const ACCOUNTS =
  "account_id,name,plan,status,customer_since,renewal_on\n" +
  "acc-1,Example Works,premium,active,2024-03-01,2027-09-01\n" +
  "acc-2,Example Sons,premium,active,2024-03-01,2027-09-01\n";
const CONTACTS =
  "contact_id,account_id,email,name,locale,time_zone,roles\n" +
  "mei,acc-1,mei@works.example,Mei,de,Europe/Berlin,admin\n" +
  "mei-too,acc-2,Mei@Works.example,Mei,en,Europe/Berlin,admin\n";

const at = (time: string) => `2026-11-28T${time}Z`;

/** A contact is asked about a case, has had enough, and comes back. */
describe("an unsubscribe", { timeout: 120_000 }, () => {
  const api = aStack(at("01:00:00"));
  let link = "";

  beforeAll(async () => {
    await api.importText("accounts", ACCOUNTS);
    await api.importText("contacts", CONTACTS);
    await api.post("/v1/touchpoints", {
      type: "case-closure",
      accountId: "acc-1",
      contactId: "mei",
      reference: "case-1",
      occurredAt: at("01:00:00"),
    });
    await api.idle();
    await api.moveClock(at("01:05:00"));
  }, 60_000);

  /** Why the person is not asked at their other account. */
  const why = async (): Promise<string[]> => {
    const { contacts } = await api.get("/v1/accounts/acc-2/eligibility?program=case-closure&on=2026-11-29");
    return (contacts as { rules: { rule: string; reason?: string }[] }[])
      .flatMap(({ rules }) => rules)
      .flatMap(({ rule, reason }) => (rule === "suppression" && reason ? [reason] : []));
  };
  const search = () => api.post("/v1/suppressions/search", { email: "mei@works.example" });

  it("is offered by the mail's own header, and by a page that changes nothing", async () => {
    const [mail] = await api.inbox();
    const raw = await (await fetch(`${api.origin}/_local/inbox/${mail?.id}`)).text();
    link = /^List-Unsubscribe: <(\S+)>\r?$/m.exec(raw)?.[1] ?? "";
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
    const page = await fetch(link);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html lang="de"')]);
    expect((await fetch(link, { method: "HEAD" })).status).toBe(200);
    for (const method of ["PUT", "DELETE"]) expect((await fetch(link, { method })).status).toBe(404);
    expect((await search()).items).toEqual([]);
  });

  it("by one click holds for the person at every account, and is counted", async () => {
    const body = new FormData();
    body.set("List-Unsubscribe", "One-Click");
    const reply = await fetch(link, { method: "POST", body, redirect: "error" });
    expect([reply.status, reply.headers.get("set-cookie")]).toEqual([200, null]);
    await api.moveClock(at("01:10:00"));
    expect(await why()).toEqual(["unsubscribe"]);
    const [invitation] = await api.list("/v1/invitations?account=acc-1");
    expect(invitation.history.map(({ type }: { type: string }) => type)).toContain("unsubscribed");
    const { groups } = await api.get("/v1/results?program=case-closure&from=2026-11-28&to=2026-11-28");
    expect(groups[0].funnel).toMatchObject({ sent: 1, unsubscribed: 1 });
  });

  it("is found by ops with the mail that it came of, and lifted with a note", async () => {
    const { items, contacts } = await search();
    expect(items).toMatchObject([{ reason: "unsubscribe", programId: "case-closure" }]);
    expect(contacts.map(({ accountId }: { accountId: string }) => accountId)).toEqual(["acc-1", "acc-2"]);
    const path = `/v1/suppressions/${items[0].suppressionId}`;
    const reply = await api.send("DELETE", path, { note: "Asked to be back" });
    expect(reply.status).toBe(204);
    expect(await search()).toMatchObject({
      items: [],
      lifted: [{ reason: "unsubscribe", note: "Asked to be back" }],
    });
    expect(await why()).toEqual([]);
  });
});
