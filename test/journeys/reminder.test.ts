import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalStack, startLocalStack } from "../../infra/local/stack.ts";
import { freePort } from "../table.ts";
import { type Api, apiOf, type Mail } from "./api.ts";

const ACCOUNTS =
  "account_id,name,plan,status,customer_since,renewal_on\n" +
  "acc-1,Example Works,premium,active,2026-10-02,2027-10-02\n";
const CONTACTS =
  "contact_id,account_id,email,name,locale,time_zone,roles\n" +
  "ann,acc-1,ann@works.example,Ann,en,Europe/Berlin,admin\n" +
  "mei,acc-1,mei@works.example,Mei,de,Europe/Berlin,admin\n";

/** Two contacts are asked; one answers, and the other is reminded once, in the thread of the first mail. */
describe("a reminder", { timeout: 120_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), "lifecycle-"));
  let stack: LocalStack;
  let api: Api;
  let surveys: Mail[];

  beforeAll(async () => {
    const at = new Date("2026-11-30T22:00:00Z");
    stack = await startLocalStack({ dir, port: await freePort(), fresh: true, at });
    const token = await stack.token("ops");
    api = apiOf(stack.origin, token);
    await api.importText("accounts", ACCOUNTS);
    await api.importText("contacts", CONTACTS);
    const shipped = await api.get("/v1/programs/post-onboarding");
    const { status } = await fetch(`${stack.origin}/v1/programs/post-onboarding`, {
      method: "PUT",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ ...shipped, remindsAfterDays: 1 }),
    });
    expect(status).toBe(200);
    await api.moveClock("2026-12-01T08:30:00Z");
    surveys = await api.inbox();
  }, 120_000);

  afterAll(async () => {
    await stack?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const rawOf = async ({ id }: Mail) => await (await fetch(`${stack.origin}/_local/inbox/${id}`)).text();
  const surveyOf = (mail: Mail | undefined): string =>
    new URL(mail?.links.find((link) => link.includes("/s/")) ?? "").pathname;
  const mailTo = (mails: readonly Mail[], to: string) => mails.find((mail) => mail.to === to);

  it("comes after the program's silence, once, and to nobody who has answered", async () => {
    expect(surveys.map(({ to }) => to).sort()).toEqual(["ann@works.example", "mei@works.example"]);
    await api.answerForm(stack.origin + surveyOf(mailTo(surveys, "ann@works.example")), { nps: 9 });
    await api.moveClock("2026-12-02T12:00:00Z");

    const reminders = (await api.inbox()).filter(({ id }) => !surveys.some((mail) => mail.id === id));
    expect(reminders.map(({ to }) => to)).toEqual(["mei@works.example"]);
    const [reminder] = reminders;
    const first = mailTo(surveys, "mei@works.example");
    if (reminder === undefined || first === undefined) throw new Error("a mail is missing");
    expect(surveyOf(reminder)).toBe(surveyOf(first));
    expect(await rawOf(reminder)).toMatch(
      new RegExp(`^In-Reply-To:\\s+<${first.id}@[a-z0-9-]+\\.amazonses\\.com>\\r?$`, "m"),
    );
    expect(Date.parse(reminder.at) - Date.parse(first.at)).toBeGreaterThanOrEqual(86_400_000);
  });

  it("stands in its invitation's history", async () => {
    const invitations = await api.list("/v1/invitations?account=acc-1");
    const historyOf = (contactId: string) =>
      invitations
        .find((one) => one.contactId === contactId)
        .history.map(({ type }: { type: string }) => type);
    expect(historyOf("mei")).toEqual(["selected", "sent", "delivered", "reminded"]);
    expect(historyOf("ann")).not.toContain("reminded");
  });
});
