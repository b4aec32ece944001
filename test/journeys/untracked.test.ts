import { beforeAll, describe, expect, it } from "vitest";
import { aStack } from "./a-stack.ts";

const ACCOUNTS =
  "account_id,name,plan,status,customer_since,renewal_on\nacc-1,Example Works,premium,active,2024-03-01,2027-09-01\n";
const CONTACTS =
  "contact_id,account_id,email,name,locale,time_zone,roles\n" +
  ["mei", "kim", "ola"]
    .map((id) => `${id},acc-1,${id}@works.example,${id},en,Europe/Berlin,admin\n`)
    .join("");

/** SES says of two mails that they were opened, and can know it of one. */
describe("opening a mail", { timeout: 120_000 }, () => {
  const api = aStack("2026-11-28T01:00:00Z");

  beforeAll(async () => {
    await api.importText("accounts", ACCOUNTS);
    await api.importText("contacts", CONTACTS);
  }, 120_000);

  async function change(over: object): Promise<void> {
    const { programId: _, ...program } = await api.get("/v1/programs/case-closure");
    const reply = await api.send("PUT", "/v1/programs/case-closure", { ...program, ...over });
    expect([reply.status, await reply.text()]).toEqual([200, expect.any(String)]);
  }

  /** Asks a contact about a case; answers what becomes of an opening of the mail, and what is kept of it. */
  async function openedBy(contactId: string, minute: number) {
    const occurredAt = `2026-11-28T01:${minute}:00Z`;
    await api.moveClock(occurredAt);
    await api.post("/v1/touchpoints", {
      ...{ type: "case-closure", accountId: "acc-1", contactId, reference: contactId, occurredAt },
    });
    await api.idle();
    await api.moveClock(`2026-11-28T01:${minute + 5}:00Z`);
    const mail = (await api.inbox()).find(({ to }) => to === `${contactId}@works.example`);
    const told = await api.send("POST", "/_local/ses-events", { messageId: mail?.id, type: "open" });
    await api.idle();
    const invitations = await api.list("/v1/invitations?account=acc-1");
    const { history } = invitations.find((one) => one.contactId === contactId) ?? {};
    const types = history.map(({ type }: { type: string }) => type);
    return { status: told.status, said: await told.text(), isKept: types.includes("opened"), types };
  }

  it("is noted, unless the program says otherwise or is anonymous: then SES does not look", async () => {
    expect(await openedBy("mei", 10)).toMatchObject({ status: 202, isKept: true });

    await change({ tracksOpens: false });
    const untracked = await openedBy("kim", 20);
    expect(untracked).toMatchObject({ status: 409, isKept: false });
    expect(untracked.said).toMatch(/UntrackedConfigurationSet.*tracksOpens/);
    expect(untracked.types).toEqual(expect.arrayContaining(["sent", "delivered"]));

    await change({ tracksOpens: undefined, anonymous: true });
    expect(await openedBy("ola", 30)).toMatchObject({ status: 409, isKept: false });
  });
});
