import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callBacksIn } from "#shared/dynamodb/call-backs.ts";
import { HIDDEN_FIELD } from "#shared/survey/posted.ts";
import { withCallBack } from "../../../functions/submit-response/ask-call-back.ts";
import { callsOf } from "../not-open.ts";
import { givenSurvey, type SurveySite, startSurveySite, storedInvitation } from "../survey-site.ts";
import { callBacksOf } from "./call-backs.ts";

const SCANNER = "203.0.113.9";
const MOMENT = expect.stringMatching(/^\d{4}-.*Z$/);

let site: SurveySite;
let ask: ReturnType<typeof callBacksOf>["ask"];
let givenAnswered: ReturnType<typeof callBacksOf>["givenAnswered"];
let callBackOf: ReturnType<typeof callBacksOf>["callBackOf"];
beforeAll(async () => {
  site = await startSurveySite({ scannerNetworks: { gateway: ["203.0.113.0/24"] } });
  ({ ask, givenAnswered, callBackOf } = callBacksOf(site));
});
afterAll(() => site.stop());

describe("who has answered", () => {
  it("is asked whether to be called back, in a form that has no question of the survey's", async () => {
    const { token } = await givenSurvey(site.table);
    const { body = "" } = await site.postForm(token, { nps: "6" });
    expect(body).toContain("Would you like us to call or write to you?");
    expect(body.match(/name="[^"]+"/g)).toEqual([
      'name="viewport"',
      'name="color-scheme"',
      'name="callBack"',
      'name="reach"',
      `name="${HIDDEN_FIELD}"`,
    ]);
    expect(body).toContain('maxlength="200"');
  });

  it("asks, and is told by when and what they said, and can still change the answer", async () => {
    const { token, invitationId } = await givenAnswered();
    const { statusCode, body = "" } = await ask(token, { reach: " +49 170 <b>1</b>,\tafter 15:00 " });
    expect(statusCode).toBe(200);
    const { at = "", words } = (await callBackOf(invitationId)) ?? {};
    expect(words).toBe("+49 170 <b>1</b>, after 15:00");
    expect(body).toContain("<h1>We will be in touch</h1>");
    expect(body).toMatch(
      /Somebody at Northwind Cloud will call or write to you by the end of \d+ \w+ \d{4}\./,
    );
    expect(body).toContain("+49 170 &lt;b&gt;1&lt;/b&gt;, after 15:00");
    expect(body).toContain(`<a href="${token}">Change my answer</a>`);
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
  });

  it("need not say how to be reached", async () => {
    const { token, invitationId } = await givenAnswered();
    expect((await ask(token)).body).not.toContain("You said");
    expect(await callBackOf(invitationId)).toEqual({ at: expect.any(String) });
  });

  it("is asked with one write, and one more where it is asked again", async () => {
    const { token } = await givenAnswered();
    const calls = callsOf(site.table.client);
    const submit = () => Promise.reject(new Error("nothing was answered"));
    const take = withCallBack({ submit, ...callBacksIn(site.table) });
    const post = {
      token,
      posted: { format: "form", values: new Map(), callBack: { reach: "one" } },
    } as const;
    await take(post, new Date());
    expect(calls).toEqual(["UpdateItemCommand"]);
    const again = { ...post, posted: { ...post.posted, callBack: { reach: "two" } } };
    await take(again, new Date());
    expect(calls.splice(1)).toEqual(["UpdateItemCommand", "UpdateItemCommand"]);
  });

  it("finds the promise again after changing the answer", async () => {
    const { token } = await givenAnswered();
    await ask(token, { reach: "by e-mail" });
    const { body = "" } = await site.postForm(token, { nps: "2" });
    expect(body).toContain("<h1>Thank you</h1>");
    expect(body).toContain("<h2>We will be in touch</h2>");
    expect(body).toContain('value="by e-mail"');
    expect(body).not.toContain("Would you like us to call");
  });

  it("is called back though a browser's extension put a field of its own beside it", async () => {
    const { token, invitationId } = await givenAnswered();
    expect((await ask(token, { "extension-id": "7" })).statusCode).toBe(200);
    expect(await callBackOf(invitationId)).toBeDefined();
  });
});

describe("asking again", () => {
  it("says how to reach them anew, and when it was first asked stays", async () => {
    const { token, invitationId } = await givenAnswered();
    await ask(token, { reach: "+49 170 1" });
    const first = await callBackOf(invitationId);
    const { body } = await ask(token, { reach: "+49 170 2" });
    expect(body).toContain("+49 170 2");
    expect(await callBackOf(invitationId)).toEqual({ ...first, words: "+49 170 2", againAt: MOMENT });
  });

  it("with the same or nothing to say changes nothing", async () => {
    const { token, invitationId } = await givenAnswered();
    await ask(token, { reach: "+49 170 1" });
    const first = await storedInvitation(site.table, invitationId);
    for (const reach of ["+49 170 1", ""]) {
      expect((await ask(token, { reach })).body).toContain("+49 170 1");
      expect(await storedInvitation(site.table, invitationId)).toEqual(first);
    }
  });

  it("of several at once counts one as the first", async () => {
    const { token, invitationId } = await givenAnswered();
    const numbers = ["1", "2", "3", "4"];
    const replies = await Promise.all(numbers.map((reach) => ask(token, { reach })));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    expect(numbers).toContain((await callBackOf(invitationId))?.words);
  });
});

describe("what speaks against a person", () => {
  it.each([
    ["hidden-field", { [HIDDEN_FIELD]: "x" }, {}],
    ["scanner-network", {}, { sourceIp: SCANNER }],
  ])("is thanked for all the same, kept and marked: %s", async (reason, fields, over) => {
    const { token, invitationId } = await givenAnswered();
    const { statusCode, body } = await ask(token, { reach: "test", ...fields }, over);
    expect([statusCode, body]).toEqual([200, expect.stringContaining("We will be in touch")]);
    expect(await callBackOf(invitationId)).toMatchObject({ words: "test", suspect: [reason] });
  });

  it("does not replace what a person said", async () => {
    const { token, invitationId } = await givenAnswered();
    await ask(token, { reach: "+49 170 1" });
    const first = await callBackOf(invitationId);
    await ask(token, { reach: "test", [HIDDEN_FIELD]: "x" });
    expect(await callBackOf(invitationId)).toEqual(first);
  });

  it("is cleared by a person's asking, whatever they say", async () => {
    for (const [reach, words] of [
      ["+49 170 1", "+49 170 1"],
      ["", "test"],
    ] as const) {
      const { token, invitationId } = await givenAnswered();
      await ask(token, { reach: "test" }, { sourceIp: SCANNER });
      await ask(token, { reach });
      expect(await callBackOf(invitationId)).toEqual({ at: MOMENT, againAt: MOMENT, words });
    }
  });
});
