import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HIDDEN_FIELD } from "#shared/survey/posted.ts";
import { showSurvey } from "../../../functions/show-survey/show-survey.ts";
import { aTable } from "../../table.ts";
import { givenAsked, givenPulse, PULSE } from "../anonymous-pulse.ts";
import { callsOf } from "../not-open.ts";
import { type SurveySite, startSurveySite, storedInvitation } from "../survey-site.ts";

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite();
  await givenPulse(site.table);
});
afterAll(() => site.stop());

const answer = { program: PULSE, nps: "9", comment: "Faster, please" };

describe("an anonymous survey's page", () => {
  it("is shown, and that it was is noted nowhere", async () => {
    const table = await aTable();
    await givenPulse(table);
    const { token, invitationId } = await givenAsked(table, "scale");
    const before = await storedInvitation(table, invitationId);
    const calls = callsOf(table.client);
    for (const isHead of [false, true]) {
      const shown = await showSurvey(table)({ token, isHead, score: "9" }, new Date());
      expect(shown).toMatchObject({ kind: "open", answers: [], preselected: "9" });
    }
    expect(new Set(calls)).toEqual(new Set(["GetItemCommand"]));
    expect(await storedInvitation(table, invitationId)).toEqual(before);
  });

  it("says to who has answered that they have, and cannot show or change it", async () => {
    const { token } = await givenAsked(site.table, "scale");
    expect((await site.get(token)).body).toContain("<form");
    expect((await site.postForm(token, answer)).body).toContain("Thank you");
    const reply = await site.get(token, { query: { score: "9" } });
    expect(reply.statusCode).toBe(200);
    expect(reply.body).toContain("You have answered already");
    expect(reply.body).toContain("Your answer is anonymous");
    expect(reply.body).not.toMatch(/<form|<a |Faster/);
    expect(await site.head(token)).toEqual({ ...reply, body: "" });
    expect(await site.postForm(token, { ...answer, nps: "2" })).toEqual(reply);
  });

  it("is a person's still where what may be a machine answered before", async () => {
    const { token } = await givenAsked(site.table, "scale");
    await site.postForm(token, { ...answer, [HIDDEN_FIELD]: "filled in" });
    expect((await site.get(token)).body).toContain("<form");
    expect((await site.postForm(token, answer)).body).toContain("Thank you");
    expect((await site.get(token)).body).toContain("You have answered already");
  });

  it("says that it is not open once it has closed, answered or not", async () => {
    const { token } = await givenAsked(site.table, "scale");
    await site.postForm(token, answer);
    const afterClosing = new Date("3000-01-01T00:00:00.000Z");
    const shown = await showSurvey(site.table)({ token, isHead: false }, afterClosing);
    expect(shown).toEqual({ kind: "not-open" });
  });
});

it("an anonymous answer from a program leads back to nobody, and a second one is not taken", async () => {
  const { token, invitationId } = await givenAsked(site.table, "scale");
  const { statusCode, body = "" } = await site.postJson(token, { nps: 9, colour: "red" });
  expect([statusCode, JSON.parse(body)]).toEqual([200, { responseId: null, notAsked: ["colour"] }]);
  const again = await site.postJson(token, { nps: 2 });
  expect(again.statusCode).toBe(409);
  expect(JSON.parse(again.body ?? "").detail).toContain("You have answered already");
  expect(again.body).not.toContain(invitationId);
});
