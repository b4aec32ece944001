import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callBacksIn } from "#shared/dynamodb/call-backs.ts";
import { readPosted } from "#shared/survey/posted.ts";
import { withCallBack } from "../../../functions/submit-response/ask-call-back.ts";
import { submitResponse } from "../../../functions/submit-response/submit-response.ts";
import { aTable } from "../../table.ts";
import { givenPulse, PULSE } from "../anonymous-pulse.ts";
import { anAttempt, callsOf, notOpenTokens } from "../not-open.ts";
import { closed, givenSurvey, type SurveySite, startSurveySite, storedInvitation } from "../survey-site.ts";

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite();
  await givenPulse(site.table);
});
afterAll(() => site.stop());

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";
const formOf = (program: string) => (fields: Readonly<Record<string, string>>) => ({
  headers: { "content-type": FORM },
  body: new URLSearchParams({ program, version: "1", ...fields }).toString(),
});
const TYPED = { nps: "9", comment: "<b>typed</b>" };

/** Each says nothing that could be given back to a person. */
const sayingNothing = (program: string) => {
  const form = formOf(program);
  return [
    { headers: { "content-type": JSON_TYPE }, body: '{"nps":9,"comment":"typed"}' },
    { headers: { "content-type": JSON_TYPE }, body: JSON.stringify({ program, version: 1, nps: 9 }) },
    { headers: { "content-type": JSON_TYPE }, body: '{"nps":99}' },
    { headers: { "content-type": JSON_TYPE }, body: '{"callBack":true}' },
    { ...form(TYPED), headers: { "content-type": FORM, accept: JSON_TYPE } },
    form({}),
    form({ colour: "red", comment: " " }),
    form({ version: "7" }),
    { headers: { "content-type": FORM }, body: "callBack=yes&reach=555" },
  ];
};

describe.each([
  ["with names", "post-onboarding", {}],
  ["anonymous", PULSE, { programId: PULSE, anonymous: true as const }],
])("a post to a survey that is not open (%s)", (_, program, over) => {
  it("is answered the same, to the byte, whether it is wrong, malformed, unknown, erased or closed", async () => {
    const { never, closed } = await notOpenTokens(site.table, over);
    for (const post of sayingNothing(program)) {
      const asked = { ...post, headers: { ...post.headers, "accept-language": "fr" } };
      const expected = await site.post("nobodys", asked);
      expect(expected.statusCode).toBe(404);
      for (const [which, token] of Object.entries({ ...never, ...closed })) {
        expect(await site.post(token, asked), `${which}: ${post.body}`).toEqual(expected);
      }
    }
  });

  it("gives back what was typed to who holds the link, and to nobody else", async () => {
    const { never, closed } = await notOpenTokens(site.table, over);
    const typed = formOf(program)(TYPED);
    const expected = await site.post("nobodys", typed);
    for (const [which, token] of Object.entries(never)) {
      expect(await site.post(token, typed), which).toEqual(expected);
    }
    expect(expected.body).not.toContain("typed");
    for (const [which, token] of Object.entries(closed)) {
      const { statusCode, body } = await site.post(token, typed);
      expect(statusCode, which).toBe(404);
      expect(body, which).toContain("&lt;b&gt;typed&lt;/b&gt;</textarea>");
    }
  });

  it("asks the table the same", async () => {
    const table = await aTable();
    const { never, closed } = await notOpenTokens(table, over);
    const typed = formOf(program)(TYPED);
    await givenPulse(table);
    const submit = withCallBack({
      submit: submitResponse({ table, newAttemptId: () => "attempt-1" }),
      ...callBacksIn(table),
    });
    const calls = callsOf(table.client);
    for (const { headers, body } of [...sayingNothing(program), typed]) {
      const read = readPosted(headers["content-type"], body);
      if (read.kind !== "posted") throw new Error(`${body} is ${read.kind}`);
      const counted = async (token: string) => {
        calls.length = 0;
        await submit({ token, posted: read.posted }, new Date());
        return [...calls];
      };
      // A version of a program is read once.
      await counted("nobodys");
      const expected = await counted("nobodys");
      expect(expected.length).toBeGreaterThan(0);
      for (const [which, token] of Object.entries({ ...never, ...closed })) {
        expect(await counted(token), `${which}: ${body}`).toEqual(expected);
      }
    }
  });
});

describe("an answer that comes after the closing", () => {
  it("is given back in words, to be copied into a reply", async () => {
    const { token, invitationId } = await givenSurvey(site.table, closed);
    const comment = "\nToo slow <b>& late</b>\r\nsecond line";
    for (const version of ["1", "7"]) {
      const { statusCode, body = "" } = await site.postForm(token, { nps: "9", csat: "2", comment, version });
      expect(statusCode).toBe(404);
      expect(body).toContain("This survey is not open");
      expect(body).toContain("reply to that e-mail");
      const given = /<textarea id="late" [^>]*readonly>\n(.*)<\/textarea>/s.exec(body)?.[1];
      expect(given).toMatch(/^Considering .*\?\n9 out of 10\n\nOverall, .*\?\nDissatisfied\n\nHow can we/);
      expect(given).toMatch(/\?\nToo slow &lt;b&gt;&amp; late&lt;\/b&gt;\r\nsecond line$/);
      expect(body).not.toContain("<form");
    }
    expect((await storedInvitation(site.table, invitationId)).attempts).toBeUndefined();
  });

  it("does not take the place of one given before", async () => {
    const attempts = [anAttempt("2020-12-02T08:00:00.000Z", 3)];
    const { token, invitationId } = await givenSurvey(site.table, { ...closed, attempts });
    const before = await storedInvitation(site.table, invitationId);
    await site.postForm(token, { nps: "9" });
    expect(await storedInvitation(site.table, invitationId)).toEqual(before);
  });
});
