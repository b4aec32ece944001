import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { givenAsked, givenPulse, PULSE } from "../anonymous-pulse.ts";
import { closed, givenSurvey, type SurveySite, startSurveySite, storedInvitation } from "../survey-site.ts";
import { answered, callBacksOf } from "./call-backs.ts";

let site: SurveySite;
let ask: ReturnType<typeof callBacksOf>["ask"];
let givenAnswered: ReturnType<typeof callBacksOf>["givenAnswered"];
let callBackOf: ReturnType<typeof callBacksOf>["callBackOf"];
beforeAll(async () => {
  site = await startSurveySite({ timeZone: "Europe/Berlin" });
  ({ ask, givenAnswered, callBackOf } = callBacksOf(site));
});
afterAll(() => site.stop());

describe("how to reach somebody", () => {
  it("that is too long is refused, naming the field, with what was typed and how to mend it", async () => {
    const { token, invitationId } = await givenAnswered();
    const typed = `"${"x".repeat(200)}`;
    const page = await ask(token, { reach: typed });
    expect(page.statusCode).toBe(400);
    expect(page.body).toMatch(/<title>Error: /);
    expect(page.body).toContain("Shorten your words to 200 characters or fewer.");
    expect(page.body).toContain('<a href="#q-reach">');
    expect(page.body).toContain(`value="&quot;${"x".repeat(200)}"`);
    const problem = await site.postJson(token, { callBack: true, reach: typed });
    expect(JSON.parse(problem.body ?? "")).toMatchObject({
      status: 400,
      detail: "We could not take that yet",
      errors: [{ path: "reach", message: "Shorten your words to 200 characters or fewer." }],
    });
    expect(await callBackOf(invitationId)).toBeUndefined();
  });

  it("may be anything that somebody can type, and is kept only as words", async () => {
    const { token, invitationId } = await givenAnswered();
    const anything = fc.oneof(
      fc.string({ unit: "binary", maxLength: 230 }),
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom("\ud800", "\u0000", "長".repeat(200), ["a", "b"]),
    );
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(anything, fc.boolean(), async (reach, isJson) => {
        const asForm = typeof reach === "string" ? reach.toWellFormed() : JSON.stringify(reach);
        const reply = isJson
          ? site.postJson(token, { callBack: true, reach })
          : ask(token, { reach: asForm });
        expect([200, 400]).toContain((await reply).statusCode);
        if ((await reply).statusCode === 200) taken++;
        const { words = "" } = (await callBackOf(invitationId)) ?? {};
        expect(words.length).toBeLessThanOrEqual(200);
        expect(words.isWellFormed()).toBe(true);
        expect(words).not.toMatch(/\p{Cc}/u);
      }),
      { seed: 20261206, numRuns: 20 },
    );
    expect(taken).toBeGreaterThan(5);
  });
});

describe("a program", () => {
  it("asks in JSON, and learns by when", async () => {
    const { token, invitationId } = await givenAnswered();
    const reply = await site.postJson(token, { callBack: true, reach: "after 15:00" });
    expect(reply.statusCode).toBe(200);
    const askedAt = (await callBackOf(invitationId))?.at;
    expect(JSON.parse(reply.body ?? "")).toEqual({
      responseId: invitationId,
      callBack: {
        askedAt,
        dueAt: expect.stringMatching(/T2[12]:59:59\.000Z$/),
        timeZone: "Europe/Berlin",
        reach: "after 15:00",
      },
    });
  });

  it("asks beside answers, and both are kept", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.postJson(token, { answers: { nps: 3 }, callBack: true, reach: "by e-mail" });
    expect(JSON.parse(reply.body ?? "")).toMatchObject({
      responseId: invitationId,
      answeredAt: expect.any(String),
      callBack: { reach: "by e-mail" },
    });
    expect(await storedInvitation(site.table, invitationId)).toMatchObject({
      attempts: [{ answers: [{ questionId: "nps", value: 3 }] }],
      callBack: { words: "by e-mail" },
    });
  });

  it("keeps its answers where how to reach somebody cannot be taken", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.postJson(token, { nps: 3, callBack: true, reach: 7 });
    expect(JSON.parse(reply.body ?? "")).toMatchObject({ status: 400, errors: [{ path: "reach" }] });
    const { attempts, callBack } = await storedInvitation(site.table, invitationId);
    expect([attempts?.length, callBack]).toEqual([1, undefined]);
  });

  it("that does not ask is not called back, and is told what the survey does not have", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.postJson(token, { nps: 3, callBack: false });
    expect(JSON.parse(reply.body ?? "")).not.toHaveProperty("notAsked");
    const odd = await site.postJson(token, { nps: 3, callBack: "yes", reach: "x" });
    expect(JSON.parse(odd.body ?? "").notAsked).toEqual(["callBack", "reach"]);
    expect(await callBackOf(invitationId)).toBeUndefined();
  });
});

describe("nobody is promised a call", () => {
  it("before anything is answered: they are asked to answer first", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await ask(token, { reach: "+49 170 1" });
    expect(reply.statusCode).toBe(400);
    expect(reply.body).toContain("Answer at least one question.");
    expect(await callBackOf(invitationId)).toBeUndefined();
  });

  it("once the survey is closed or erased, or by a wrong link: all are told the same", async () => {
    const shut = await givenAnswered(closed);
    const erased = await givenSurvey(site.table, {
      attempts: answered,
      erasedAt: "2026-12-05T00:00:00.000Z",
    });
    const { token } = await givenAnswered();
    const wrong = token.slice(0, -1) + (token.endsWith("A") ? "B" : "A");
    for (const reach of ["", "x".repeat(300)]) {
      const replies = await Promise.all([shut.token, erased.token, wrong].map((one) => ask(one, { reach })));
      expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
      expect(replies[0]?.statusCode).toBe(404);
    }
    for (const { invitationId } of [shut, erased]) expect(await callBackOf(invitationId)).toBeUndefined();
  });

  it("of an anonymous survey, whose page says what to do instead", async () => {
    await givenPulse(site.table);
    const { token, invitationId } = await givenAsked(site.table, "scale");
    const before = await storedInvitation(site.table, invitationId);
    const form = { program: PULSE, nps: "9", callBack: "yes", reach: "+49 170 1" };
    const { body = "" } = await site.postForm(token, form);
    expect(body).toContain("Reply to the e-mail that brought you here: it reaches a person.");
    expect(body).not.toMatch(/<form|<a /);
    expect((await ask(token, { reach: "+49 170 1" })).body).toContain("You have answered already");
    expect(await storedInvitation(site.table, invitationId)).toEqual(before);
    const other = await givenAsked(site.table, "scale");
    const json = await site.postJson(other.token, { nps: 9, callBack: true, reach: "+49 170 1" });
    expect(JSON.parse(json.body ?? "").notAsked).toEqual(["callBack"]);
  });
});
