import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendDueKey } from "#shared/dynamodb/keys.ts";
import { invitationsDueBy } from "#shared/dynamodb/sending.ts";
import { submitResponse } from "../../../functions/submit-response/submit-response.ts";
import { anInvitation } from "../../builders.ts";
import { aTable } from "../../table.ts";
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

describe("an answer", () => {
  it("is kept as one attempt, in the order of the questions", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.postForm(token, { comment: " Fine \r\n thanks\u0007 ", csat: "4", nps: "9" });
    expect(reply.statusCode).toBe(200);
    expect((await storedInvitation(site.table, invitationId)).attempts).toEqual([
      {
        attemptId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        answers: [
          { questionId: "nps", kind: "nps", value: 9 },
          { questionId: "csat", kind: "csat", value: 4 },
          { questionId: "comment", kind: "text", value: "Fine \n thanks" },
        ],
      },
    ]);
  });

  it("is thanked for, said back, and can be changed from there", async () => {
    const { token } = await givenSurvey(site.table);
    const { body } = await site.postForm(token, { nps: "9", comment: "<i>good</i>" });
    expect(body).toContain("Somebody at Northwind Cloud reads every answer");
    expect(body).toContain("9 out of 10");
    expect(body).toContain("&lt;i&gt;good&lt;/i&gt;");
    expect(body).toContain(`<a href="${token}">`);
  });

  it("that changes one is added beside it", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    await site.postForm(token, { nps: "9" });
    await site.postForm(token, { nps: "3", csat: "2" });
    expect(await answersOf(invitationId)).toEqual([{ nps: 9 }, { nps: 3, csat: 2 }]);
  });

  it("is taken back by who empties the field that it stood in", async () => {
    const { token } = await givenSurvey(site.table);
    await site.postForm(token, { nps: "3", comment: "Too slow" });
    const before = (await site.get(token)).body ?? "";
    const [, answered = ""] = /name="Answered" value="([^"]*)"/.exec(before) ?? [];
    expect([before.includes("Too slow"), answered]).toEqual([true, "nps comment"]);
    await site.postForm(token, { nps: "8", comment: "", Answered: answered });
    expect((await site.get(token)).body).not.toContain("Too slow");
  });

  it("is not lost to another sent at the same moment", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    await Promise.all(["1", "2", "3", "4"].map((nps) => site.postForm(token, { nps })));
    expect((await answersOf(invitationId))?.map(({ nps }) => nps).sort()).toEqual([1, 2, 3, 4]);
  });

  it("leaves the reminder where it waits: whether it was a person's is judged when its time comes", async () => {
    const due = sendDueKey("2026-12-08T08:00:00.000Z", anInvitation(), "reminder");
    const { token } = await givenSurvey(site.table, due);
    const waiting = async () => await invitationsDueBy(site.table, new Date("2100-01-01"), 100);
    expect(await waiting()).toHaveLength(1);
    await site.postForm(token, { nps: "9" });
    expect(await waiting()).toHaveLength(1);
  });

  it("may leave required questions out", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.postForm(token, { nps: "", csat: "", comment: "No time for numbers" });
    expect(reply.statusCode).toBe(200);
    expect(await answersOf(invitationId)).toEqual([{ comment: "No time for numbers" }]);
  });

  it.each([
    { answers: { nps: 9 } },
    { answers: [{ questionId: "nps", value: 9 }], program: "post-onboarding", version: 1 },
    { answers: [{ questionId: "nps", value: "9" }] },
    { nps: 9, program: "post-onboarding", version: "1" },
    { nps: "9", csat: null },
  ])("may come as JSON: %j", async (body) => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.postJson(token, body);
    expect(reply.statusCode).toBe(200);
    const at = (await storedInvitation(site.table, invitationId)).attempts?.[0]?.at;
    expect(JSON.parse(reply.body ?? "")).toEqual({ responseId: invitationId, answeredAt: at });
    expect(await answersOf(invitationId)).toEqual([{ nps: 9 }]);
  });

  it("in another script may be as long as in this one", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const comment = "長".repeat(4_000);
    expect((await site.postForm(token, { comment })).statusCode).toBe(200);
    expect(await answersOf(invitationId)).toEqual([{ comment }]);
  });

  it("is read where the gateway had to encode it", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    await site.post(token, {
      headers: { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" },
      body: Buffer.from("nps=10&program=post-onboarding&version=1").toString("base64"),
      isBase64Encoded: true,
    });
    expect(await answersOf(invitationId)).toEqual([{ nps: 10 }]);
  });
});

describe("the way of an answer", () => {
  const calls = async (posted: { programId?: string; programVersion?: number }) => {
    const table = await aTable();
    const { token } = await givenSurvey(table);
    const sent: (string | undefined)[] = [];
    table.client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          sent.push(commandName);
          return next(args);
        },
      { step: "initialize" },
    );
    const submit = submitResponse({ table, newAttemptId: () => "attempt-1" });
    const values = new Map([["nps", "9"]]);
    const { kind } = await submit({ token, posted: { format: "form", values, ...posted } }, new Date(0));
    return { kind, sent };
  };

  it("is one write, where the form says which survey it is", async () => {
    const named = { programId: "post-onboarding", programVersion: 1 };
    expect(await calls(named)).toEqual({ kind: "answered", sent: ["UpdateItemCommand"] });
  });

  it("is a read more where it does not", async () => {
    expect(await calls({})).toEqual({ kind: "answered", sent: ["GetItemCommand", "UpdateItemCommand"] });
  });

  it("ends, where something of ours is broken, in a page or a problem that says nothing of the inside", async () => {
    const { token } = await givenSurvey(site.table, { programVersion: 99 });
    const page = await site.postForm(token, { nps: "9" });
    expect(page.statusCode).toBe(500);
    expect(page.headers?.["content-type"]).toContain("text/html");
    const problem = await site.postJson(token, { nps: 9 });
    expect(problem.statusCode).toBe(500);
    expect(problem.headers?.["content-type"]).toContain("application/problem+json");
    expect(`${page.body}${problem.body}`).not.toMatch(/post-onboarding|99|0000/);
  });
});
