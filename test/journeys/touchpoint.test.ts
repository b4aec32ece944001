import { beforeAll, describe, expect, it } from "vitest";
import { ResponseReceived } from "../../shared/events/answers.ts";
import { aStack } from "./a-stack.ts";
import { surveyOf } from "./api.ts";

const ACCOUNTS =
  "account_id,name,plan,status,customer_since,renewal_on\nacc-1,Example Works,premium,active,2024-03-01,2027-09-01\n";
const CONTACTS =
  "contact_id,account_id,email,name,locale,time_zone,roles\n" +
  "mei,acc-1,mei@works.example,Mei,en,Europe/Berlin,admin\n" +
  "dev,acc-1,dev@works.example,Dev,en,Europe/Berlin,developer\n";

const at = (time: string) => `2026-11-28T${time}Z`;
const closed = (reference: string, contactId = "mei") => ({
  type: "case-closure",
  accountId: "acc-1",
  contactId,
  reference,
  occurredAt: at("01:00:00"),
});

/** A case is closed on a Saturday, in the middle of its contact's night. */
describe("a touchpoint", { timeout: 120_000 }, () => {
  const api = aStack(at("01:00:00"));

  beforeAll(async () => {
    await api.importText("accounts", ACCOUNTS);
    await api.importText("contacts", CONTACTS);
  }, 60_000);

  it("is asked about at once, and answered", async () => {
    expect(await api.post("/v1/touchpoints", closed("case-1"))).toMatchObject({ programId: "case-closure" });
    await api.idle();
    await api.moveClock(at("01:05:00"));
    const [mail, ...others] = await api.inbox();
    expect([mail?.to, others]).toEqual(["mei@works.example", []]);

    await api.answerForm(surveyOf(mail), { csat: 5 });
    await api.idle();
    const received = await api.events("Response Received");
    expect(received.map(({ detail }) => ResponseReceived.parse(detail))).toMatchObject([
      { programId: "case-closure", contactId: "mei", nps: null, csat: 5 },
    ]);
    expect(await api.list("/v1/invitations?account=acc-1")).toMatchObject([
      { cycle: "event-case-1", status: "sent" },
    ]);
  });

  it("told again asks nobody again", async () => {
    const before = await api.state();
    await api.post("/v1/touchpoints", closed("case-1"));
    await api.idle();
    await api.moveClock(at("01:10:00"));
    const after = await api.state();
    expect({ ...(after as object), events: [] }).toEqual({ ...(before as object), events: [] });
    const { counts } = await api.wholeRun("case-closure", "case-closure-2026-11-28");
    expect(counts).toEqual({ due: 1, selected: 1, excluded: 0, excludedBy: {}, missed: 0 });
  });

  it("of somebody who was just asked, or is never asked, says why not", async () => {
    await api.post("/v1/touchpoints", closed("case-2"));
    await api.post("/v1/touchpoints", closed("case-3", "dev"));
    await api.idle();
    await api.moveClock(at("01:15:00"));
    expect(await api.inbox()).toHaveLength(1);

    const { from, contacts } = await api.get(
      "/v1/accounts/acc-1/eligibility?program=case-closure&on=2026-11-28",
    );
    const why = (
      contacts as { contactId: string; verdict: string; rules: { verdict: string; reason?: string }[] }[]
    ).map(({ contactId, verdict, rules }) =>
      [
        contactId,
        verdict,
        ...rules.flatMap((rule) => (rule.verdict === "fail" ? (rule.reason ?? []) : [])),
      ].join(" "),
    );
    expect(from).toBe("ledger");
    expect(why.toSorted()).toEqual([
      "dev excluded no-wanted-role",
      "mei excluded contacted-recently",
      "mei selected",
    ]);
    const { counts, decisions } = await api.wholeRun("case-closure", "case-closure-2026-11-28");
    expect(decisions.length).toBe(3);
    expect(counts).toEqual({
      due: 3,
      selected: 1,
      excluded: 2,
      excludedBy: { "no-wanted-role": 1, "contacted-recently": 1 },
      missed: 0,
    });
  });
});
