import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showSurvey } from "../../../functions/show-survey/show-survey.ts";
import { aTable } from "../../table.ts";
import { anAttempt } from "../not-open.ts";
import { givenSurvey, type SurveySite, startSurveySite, storedInvitation } from "../survey-site.ts";

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite();
});
afterAll(() => site.stop());

describe("the survey page", () => {
  it("asks the program's questions with the company's name in them", async () => {
    const { token } = await givenSurvey(site.table);
    const reply = await site.get(token);
    expect(reply.statusCode).toBe(200);
    expect(reply.body).toContain("how likely are you to recommend Northwind Cloud to a friend");
    expect(reply.body?.match(/type="radio" ?(id="q-nps")? name="nps"/g)).toHaveLength(11);
    expect(reply.body?.match(/type="radio" ?(id="q-csat")? name="csat"/g)).toHaveLength(5);
    expect(reply.body).toContain('name="comment"');
    expect(reply.body).not.toContain("{company}");
  });

  it("is at most 14 KB and needs no script", async () => {
    const { token } = await givenSurvey(site.table);
    const { body = "" } = await site.get(token);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(14 * 1024);
    expect(body).not.toContain("<script");
    expect(body).not.toMatch(/\s(src|style|on\w+)=/);
  });

  it("may run nothing, be framed by nobody and tell nobody its address", async () => {
    const { token } = await givenSurvey(site.table);
    const { headers = {}, body = "" } = await site.get(token);
    const style = /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers).toMatchObject({
      "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow",
    });
  });

  it("preselects the score of the link, says that it is not sent, and records no answer", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const { body } = await site.get(token, { query: { score: "9" } });
    expect(body).toContain('name="nps" value="9" checked');
    expect(body).toContain("not sent yet");
    expect((await storedInvitation(site.table, invitationId)).attempts).toBeUndefined();
  });

  it.each(["11", "-1", "9.5", "9,10", "nine", "", "0x1"])("ignores the score %j", async (score) => {
    const { token } = await givenSurvey(site.table);
    const { statusCode, body } = await site.get(token, { query: { score } });
    expect(statusCode).toBe(200);
    expect(body).not.toContain(" checked");
  });

  it("shows again what was answered, the newest of each question, and until when it can be changed", async () => {
    const { token } = await givenSurvey(site.table, {
      attempts: [
        anAttempt("2026-12-02T08:00:00.000Z", 3, "Slow\n<b>docs</b>"),
        anAttempt("2026-12-03T08:00:00.000Z", 8),
      ],
    });
    const { body } = await site.get(token);
    expect(body).toContain('name="nps" value="8" checked');
    expect(body).toContain("\nSlow\n&lt;b&gt;docs&lt;/b&gt;</textarea>");
    expect(body).toContain("You can change your answer until 31 December 2999 at 08:00 UTC");
  });

  it("lets the link's score stand over the one answered before", async () => {
    const { token } = await givenSurvey(site.table, { attempts: [anAttempt("2026-12-02T08:00:00.000Z", 3)] });
    const { body } = await site.get(token, { query: { score: "7" } });
    expect(body?.match(/value="\d+" checked/g)).toEqual(['value="7" checked']);
  });

  it("is open up to the moment of closing and not after it", async () => {
    const { token } = await givenSurvey(site.table, { closesAt: "2026-12-31T08:00:00.000Z" });
    const show = (at: string) => showSurvey(site.table)({ token, isHead: true }, new Date(at));
    expect((await show("2026-12-31T08:00:00.000Z")).kind).toBe("open");
    expect((await show("2026-12-31T08:00:00.001Z")).kind).toBe("not-open");
  });

  it("says that something went wrong, and nothing of the inside, where its program is gone", async () => {
    const { token } = await givenSurvey(site.table, { programVersion: 99 });
    const reply = await site.get(token);
    expect(reply.statusCode).toBe(500);
    expect(reply.body).toContain("Something went wrong on our side");
    expect(reply.body).not.toContain("post-onboarding");
  });

  it("is there for a mail whose sending was not yet written down", async () => {
    const { token } = await givenSurvey(site.table, { status: "unknown", closesAt: undefined });
    expect((await site.get(token)).statusCode).toBe(200);
  });
});

describe("the first fetch", () => {
  it("is noted once and stays as it was", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const show = (at: string) => showSurvey(site.table)({ token, isHead: false }, new Date(at));
    await show("2026-12-02T08:00:00.000Z");
    await show("2026-12-03T08:00:00.000Z");
    expect((await storedInvitation(site.table, invitationId)).clickedAt).toBe("2026-12-02T08:00:00.000Z");
  });

  it("is not a HEAD request, which says what GET would say without a page", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    const head = await site.head(token, { query: { score: "9" } });
    expect(head.body).toBe("");
    const stored = await storedInvitation(site.table, invitationId);
    expect(stored.clickedAt).toBeUndefined();
    expect(stored.attempts).toBeUndefined();
    const get = await site.get(token, { query: { score: "9" } });
    expect({ ...head, body: get.body }).toEqual(get);
  });

  it("may be a browser's that looks ahead, which records no answer", async () => {
    for (const purpose of ["prefetch", "prefetch;prerender"]) {
      const { token, invitationId } = await givenSurvey(site.table);
      const before = await storedInvitation(site.table, invitationId);
      const ahead = { query: { score: "9" }, headers: { "sec-purpose": purpose } };
      const reply = await site.get(token, ahead);
      await site.get(token, ahead);
      const { clickedAt, ...after } = await storedInvitation(site.table, invitationId);
      expect(after).toEqual(before);
      expect(clickedAt).toBeDefined();
      expect(reply).toEqual(await site.get(token, { query: { score: "9" } }));
    }
  });

  it("that cannot be noted shows the page all the same", async () => {
    const table = await aTable();
    const { token } = await givenSurvey(table);
    table.client.middlewareStack.add(
      (next, { commandName }) =>
        (args) =>
          commandName === "UpdateItemCommand" ? Promise.reject(new Error("throttled")) : next(args),
      { step: "initialize" },
    );
    const shown = await showSurvey(table)({ token, isHead: false }, new Date("2026-12-02T08:00:00.000Z"));
    expect(shown.kind).toBe("open");
  });

  it("is not noted for somebody with a wrong token", async () => {
    const { token, invitationId } = await givenSurvey(site.table);
    await site.get(token.slice(0, -1) + (token.endsWith("A") ? "B" : "A"));
    expect((await storedInvitation(site.table, invitationId)).clickedAt).toBeUndefined();
  });
});
