import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { submitResponse } from "../../../functions/submit-response/submit-response.ts";
import { givenSurvey, type SurveySite, startSurveySite, storedInvitation } from "../survey-site.ts";

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite();
});
afterAll(() => site.stop());

const answersOf = async (invitationId: string) =>
  (await storedInvitation(site.table, invitationId)).attempts?.map((attempt) =>
    Object.fromEntries(attempt.answers.map(({ questionId, value }) => [questionId, value])),
  );

describe("an answer is refused", () => {
  it("when a value is off its scale, and the form comes back with what was typed", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.postForm(token, { nps: "12", csat: "2", comment: 'kept "words"' });
    expect(reply.statusCode).toBe(400);
    expect(reply.body).toContain('<a href="#q-nps">Choose a whole number from 0 to 10.</a>');
    expect(reply.body).toContain('id="q-nps"');
    expect(reply.body).toContain('name="csat" value="2" checked');
    expect(reply.body).toContain("kept &quot;words&quot;</textarea>");
    expect(await answersOf(invitationId)).toBeUndefined();
  });

  it("when nothing at all is answered", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.postForm(token, { comment: "  " });
    expect(reply.statusCode).toBe(400);
    expect(reply.body).toContain("Answer at least one question.");
    expect(await answersOf(invitationId)).toBeUndefined();
  });

  it.each([
    [{ nps: 10.5 }, "nps"],
    [{ nps: -1 }, "nps"],
    [{ nps: true }, "nps"],
    [{ nps: [9] }, "nps"],
    [{ csat: 0 }, "csat"],
    [{ csat: 6, nps: 9 }, "csat"],
    [{ nps: 9, comment: 5 }, "comment"],
    [{ nps: 9, comment: "x".repeat(4_001) }, "comment"],
    [{ nps: 9, answers: [{ questionId: "nps", value: 3 }] }, "nps"],
    [{ answers: [{ questionId: "taste", value: 3 }] }, "taste"],
  ])("as problem details that name the question, for JSON (case %#)", async (body, path) => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.postJson(token, body);
    expect(reply.statusCode).toBe(400);
    expect(reply.headers?.["content-type"]).toContain("application/problem+json");
    expect(JSON.parse(reply.body ?? "").errors).toEqual([{ path, message: expect.any(String) }]);
    expect(await answersOf(invitationId)).toBeUndefined();
  });

  it("in no part that was asked, for what the survey does not ask; a program is told", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.postJson(token, { nps: 9, colour: "red" });
    expect(reply.statusCode).toBe(200);
    expect(JSON.parse(reply.body ?? "")).toMatchObject({ responseId: invitationId, notAsked: ["colour"] });
    expect(await answersOf(invitationId)).toEqual([{ nps: 9 }]);
  });

  it("when the form is another survey's, and the right one comes back", async () => {
    const { token, invitationId } = await givenSurvey(site.table, { programId: "pre-renewal" });
    const reply = await site.postForm(token, { nps: "9" });
    expect(reply.statusCode).toBe(400);
    expect(reply.body).toContain('name="program" value="pre-renewal"');
    expect(reply.body).toContain('name="nps" value="9" checked');
    expect(await answersOf(invitationId)).toBeUndefined();
    expect((await site.postJson(token, { nps: 9, version: 2 })).statusCode).toBe(400);
  });

  it("after closing, to the millisecond", async () => {
    const { token, invitationId } = await givenSurvey(site.table, { closesAt: "2026-12-31T08:00:00.000Z" });
    const submit = submitResponse({ table: site.table, newAttemptId: () => "attempt-1" });
    const posted = {
      format: "form",
      values: new Map([["nps", "9"]]),
      programId: "post-onboarding",
      programVersion: 1,
    } as const;
    const at = async (now: string) => (await submit({ token, posted }, new Date(now))).kind;
    expect(await at("2026-12-31T08:00:00.000Z")).toBe("answered");
    expect(await at("2026-12-31T08:00:00.001Z")).toBe("late");
    expect(await answersOf(invitationId)).toEqual([{ nps: 9 }]);
  });

  it("from the fifty-first on", async () => {
    const attempts = Array.from({ length: 49 }, (_, i) => ({
      attemptId: String(i),
      at: new Date(Date.UTC(2020, 0, 1, i)).toISOString(),
      answers: [{ questionId: "nps", kind: "nps" as const, value: i % 11 }],
    }));
    const { token, invitationId } = await givenSurvey(site.table, { attempts });
    expect((await site.postForm(token, { nps: "9" })).statusCode).toBe(200);
    expect((await site.postForm(token, { nps: "8" })).statusCode).toBe(429);
    expect(await answersOf(invitationId)).toHaveLength(50);
  });

  it("when the words of earlier ones have filled the item", async () => {
    const attempts = Array.from({ length: 33 }, (_, i) => ({
      attemptId: String(i),
      at: "2026-12-02T08:00:00.000Z",
      answers: [{ questionId: "comment", kind: "text" as const, value: "長".repeat(4_000) }],
    }));
    const { token, invitationId } = await givenSurvey(site.table, { attempts });
    expect((await site.postForm(token, { comment: "短".repeat(4_000) })).statusCode).toBe(429);
    expect(await answersOf(invitationId)).toHaveLength(33);
  });

  it("when it is too large, or neither form nor JSON, or not an object", async () => {
    const { token } = await givenSurvey(site.table);
    expect((await site.postForm(token, { comment: "x".repeat(33_000) })).statusCode).toBe(413);
    expect((await site.postForm(token, { comment: "長".repeat(60_000) })).statusCode).toBe(413);
    expect((await site.postJson(token, { comment: "x".repeat(33_000) })).statusCode).toBe(413);
    const multipart = { headers: { "content-type": "multipart/form-data; boundary=x" }, body: "nps=9" };
    expect((await site.post(token, multipart)).statusCode).toBe(415);
    expect((await site.post(token, { body: "nps=9" })).statusCode).toBe(415);
    expect((await site.postJson(token, "nps")).statusCode).toBe(400);
    expect((await site.postJson(token, { answers: "nps=9" })).statusCode).toBe(400);
  });
});
