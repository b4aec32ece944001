import { beforeAll, describe, expect, it } from "vitest";
import { aStack, MORNING_ZONE } from "./a-stack.ts";
import { surveyOf } from "./api.ts";

const RESULTS = "/v1/results?program=post-onboarding&from=2026-12-01&to=2026-12-31";

/** A scanner fills in the form of a survey before its contact does, on the real local stack, over HTTP. */
describe("an answer that may not be a person's", { timeout: 400_000 }, () => {
  const api = aStack("2026-12-01T23:30:00Z");

  const figures = async (query = "") => {
    const { nps, funnel } = (await api.get(RESULTS + query)).groups[0];
    return [nps?.value ?? null, funnel.answered];
  };

  beforeAll(async () => {
    const account = { name: "Works", plan: "premium", status: "active", customerSince: "2026-10-03" };
    await api.put("/v1/accounts/works", account);
    const contact = { email: "mei@customer.example", roles: ["admin"], timeZone: MORNING_ZONE };
    await api.put("/v1/accounts/works/contacts/mei", contact);
    await api.moveClock("2026-12-02T01:30:00Z");
  }, 120_000);

  it("is out of figures, scorecard and calls to action until a CSM vouches for it", async () => {
    const [mail] = await api.inbox();
    const link = surveyOf(mail);
    await api.answerForm(link, { nps: 2, csat: 1, Subject: 1 });
    await api.idle();
    expect([await figures(), await figures("&includeSuspect=true")]).toEqual([
      [null, 0],
      [-100, 1],
    ]);
    const [response] = await api.list("/v1/responses?account=works");
    expect(response).toMatchObject({ suspect: ["hidden-field"], nps: 2 });
    expect([await api.list("/v1/ctas"), await api.slack()]).toEqual([[], []]);
    expect((await api.get("/v1/accounts/works/scorecard")).measures).toEqual({ nps: null, csat: null });

    const word = { suspect: false, note: "Her screen reader fills in everything" };
    const reply = await api.send("PATCH", `/v1/responses/${response.responseId}`, word, "csm");
    expect([reply.status, await reply.json()]).toMatchObject([200, { suspect: [], nps: 2 }]);
    await api.idle();
    expect([await figures(), await figures("&includeSuspect=true")]).toEqual([
      [-100, 1],
      [-100, 1],
    ]);
    expect(await api.list("/v1/ctas")).toMatchObject([{ kind: "negative", scores: { nps: 2, csat: 1 } }]);
    expect(await api.slack()).toHaveLength(1);
    const stands = { n: 1, program: "post-onboarding", source: "automatic", trend: null };
    const { measures } = await api.get("/v1/accounts/works/scorecard");
    expect(measures).toMatchObject({ nps: { value: -100, ...stands }, csat: { value: 1, ...stands } });
    const told = await api.events("Scorecard Updated");
    expect(told.map(({ detail }) => detail)).toMatchObject([
      { measure: "nps", value: -100, ...stands },
      { measure: "csat", value: 1, ...stands },
    ]);
  });

  it("keeps nobody waiting who asks to be called back: the CSM's queue and Slack know", async () => {
    const [mail] = await api.inbox();
    const link = surveyOf(mail);
    const before = (await api.slack()).length;
    const body = new URLSearchParams({ callBack: "yes", reach: "after 15:00" });
    expect(await (await fetch(link, { method: "POST", body })).text()).toContain("You said: “after 15:00”");
    await api.idle();
    const [cta, ...more] = await api.list("/v1/ctas?kind=call-back");
    expect([cta, more]).toMatchObject([{ comment: "after 15:00", band: null, owner: { role: "queue" } }, []]);
    const posted = (await api.slack()).slice(before);
    expect([posted.length, JSON.stringify(posted)]).toEqual([1, expect.stringContaining("after 15:00")]);
  });

  it("withdraws what a burst opened, and opens it again and posts it when the person answers", async () => {
    const account = { name: "Mills", plan: "premium", status: "active", customerSince: "2026-10-04" };
    await api.put("/v1/accounts/mills", account);
    const contact = { email: "kai@customer.example", roles: ["admin"], timeZone: MORNING_ZONE };
    await api.put("/v1/accounts/mills/contacts/kai", contact);
    await api.moveClock("2026-12-03T01:30:00Z");
    const mail = (await api.inbox()).find(({ to }) => to.includes("kai@customer.example"));
    const link = surveyOf(mail);
    const posted = (await api.slack()).length;
    const ctas = async () =>
      (await api.list("/v1/ctas?account=mills")).map(({ status, scores, outcome }) => [
        status,
        scores.nps,
        outcome,
      ]);

    await api.answerForm(link, { nps: 0 });
    // Followed up at once, and not only after the seconds in which more may come.
    await expect.poll(ctas, { timeout: 9000 }).toEqual([["open", 0, null]]);
    await api.answerForm(link, { nps: 10 });
    await api.idle();
    expect([await ctas(), (await api.slack()).length]).toEqual([
      [["closed", 0, "not a person's answer"]],
      posted + 1,
    ]);

    await api.moveClock("2026-12-03T02:30:00Z");
    await api.answerForm(link, { nps: 2 });
    await api.idle();
    expect(await ctas()).toEqual([["open", 2, null]]);
    expect(JSON.stringify((await api.slack()).slice(posted + 1))).toContain("NPS 2");
    const told = [...(await api.events("CTA Opened")), ...(await api.events("CTA Closed"))];
    expect(
      told.filter(({ detail }) => detail.accountId === "mills").map(({ detail }) => detail),
    ).toMatchObject([{ scores: { nps: 0 } }, { scores: { nps: 2 } }, { closedBy: "lifecycle-surveys" }]);
  });
});
