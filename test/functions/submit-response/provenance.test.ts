import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HIDDEN_FIELD } from "#shared/survey/posted.ts";
import { givenSurvey, type SurveySite, startSurveySite, storedInvitation } from "../survey-site.ts";

const FROM_SCANNER = "198.51.100.77";

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite({
    scannerNetworks: { gateway: ["203.0.113.0/24", "198.51.100.0/24"], other: ["2001:db8:7::/48"] },
  });
});
afterAll(() => site.stop());

const form = (fields: Readonly<Record<string, string>>) => ({
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams({ program: "post-onboarding", version: "1", ...fields }).toString(),
});
const attemptsOf = async (invitationId: string) =>
  (await storedInvitation(site.table, invitationId)).attempts ?? [];

describe("the hidden field", () => {
  it("is on the form, and nobody sees it, reaches it by keyboard, hears of it, or has it filled in for them", async () => {
    const { token } = await givenSurvey(site.table);
    const { body } = await site.get(token);
    expect(body).toContain(
      `<div hidden aria-hidden="true"><input name="${HIDDEN_FIELD}" tabindex="-1" autocomplete="off"></div>`,
    );
  });

  it("filled in is noted, and answered like any other", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.post(token, form({ nps: "9", [HIDDEN_FIELD]: "Hello" }));
    const { token: another } = await givenSurvey(site.table);
    const usual = await site.post(another, form({ nps: "9", [HIDDEN_FIELD]: "" }));
    expect([reply.statusCode, reply.body?.replaceAll(token, another)]).toEqual([200, usual.body]);
    expect(await attemptsOf(invitationId)).toMatchObject([{ hiddenField: true, answers: [{ value: 9 }] }]);
  });

  it("left empty, as a browser sends it, is no sign of anything", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    await site.post(token, form({ nps: "9", [HIDDEN_FIELD]: "" }));
    expect((await attemptsOf(invitationId))[0]).not.toHaveProperty("hiddenField");
  });

  it("is nothing in JSON, which has no form", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const reply = await site.postJson(token, { nps: 9, [HIDDEN_FIELD]: "Hello" });
    expect(JSON.parse(reply.body ?? "")).not.toHaveProperty("notAsked");
    expect((await attemptsOf(invitationId))[0]).not.toHaveProperty("hiddenField");
  });
});

describe("a known scanner's network", () => {
  it.each([
    [FROM_SCANNER, "gateway"],
    ["2001:db8:7::1", "other"],
    ["192.0.2.1", undefined],
    ["2001:db8:8::1", undefined],
    ["", undefined],
  ])("from %j is noted as %s, and whoever answers is thanked", async (sourceIp, scannerNetwork) => {
    const { token, invitationId } = await givenSurvey(site.table);
    expect((await site.post(token, { ...form({ nps: "9" }), sourceIp })).statusCode).toBe(200);
    const [attempt] = await attemptsOf(invitationId);
    expect(attempt?.scannerNetwork).toBe(scannerNetwork);
  });

  it("leaves no address in the table or the log", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const written: string[] = [];
    const { write } = process.stdout;
    process.stdout.write = (line: string | Uint8Array) => written.push(String(line)) > 0;
    try {
      await site.post(token, { ...form({ nps: "9" }), sourceIp: FROM_SCANNER });
    } finally {
      process.stdout.write = write;
    }
    expect(written.join()).toContain(invitationId);
    const kept = JSON.stringify(await storedInvitation(site.table, invitationId));
    for (const text of [written.join(), kept]) expect(text).not.toContain(FROM_SCANNER);
  });
});

describe("room for a person beside what scanners post", () => {
  it("is there up to the two hundredth attempt", async () => {
    const attempts = Array.from({ length: 199 }, (_, i) => ({
      attemptId: String(i),
      at: "2026-12-02T08:00:00.000Z",
      answers: [{ questionId: "nps", kind: "nps" as const, value: i % 11 }],
    }));
    const { token, invitationId } = await givenSurvey(site.table, { attempts });
    expect((await site.post(token, form({ nps: "9" }))).statusCode).toBe(200);
    expect((await site.post(token, form({ comment: "And this" }))).statusCode).toBe(429);
    expect(await attemptsOf(invitationId)).toHaveLength(200);
  });

  it("is left by what gives itself away, however often it posts", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    for (let i = 0; i < 12; i++) await site.post(token, form({ nps: "0", [HIDDEN_FIELD]: "x" }));
    expect(await attemptsOf(invitationId)).toHaveLength(10);
    expect((await site.post(token, form({ nps: "9" }))).statusCode).toBe(200);
  });

  it("is left by the same answer sent over and over", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    for (let i = 0; i < 55; i++) expect((await site.post(token, form({ nps: "0" }))).statusCode).toBe(200);
    expect(await attemptsOf(invitationId)).toHaveLength(50);
  });
});
