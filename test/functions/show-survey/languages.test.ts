import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directionOf, LANGUAGES } from "#shared/domain/language.ts";
import { wordsFor } from "#shared/survey/words.ts";
import { givenAsked, givenPulse, PULSE } from "../anonymous-pulse.ts";
import { closed, givenSurvey, type SurveySite, startSurveySite } from "../survey-site.ts";

let site: SurveySite;
beforeAll(async () => {
  site = await startSurveySite();
  await givenPulse(site.table);
});
afterAll(() => site.stop());

const inGerman = { headers: { "accept-language": "de-CH,de;q=0.9,en;q=0.5" } };

describe.each(LANGUAGES)("a contact who reads %s", (locale) => {
  const frame = `<html lang="${locale}" dir="${directionOf(locale)}">`;

  it("is asked, refused and thanked in it, in at most 14 KB", async () => {
    const words = await wordsFor(locale);
    const { token } = await givenSurvey(site.table, { locale });
    const form = await site.get(token, { query: { score: "9" } });
    const refused = await site.postForm(token, { nps: "12" });
    const thanks = await site.postForm(token, { nps: "9", comment: "fine" });
    const again = await site.get(token);
    expect([form, refused, thanks, again].map(({ statusCode }) => statusCode)).toEqual([200, 400, 200, 200]);
    for (const { body = "" } of [form, refused, thanks, again]) {
      expect(body).toContain(frame);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(14 * 1024);
      expect(body).not.toMatch(/<span lang=/);
      if (locale !== "en") expect(body).not.toMatch(/How likely|\byour?\b/i);
    }
    expect(form.body).toContain(words.send);
    expect(refused.body).toContain(words.answerProblems["not-on-scale"]);
    expect(thanks.body).toContain(words.thanks);
    expect(again.body).toContain(words.sendChange);
  });

  it("reads in it that a survey is not open, and gets back what was typed", async () => {
    const words = await wordsFor(locale);
    const { token } = await givenSurvey(site.table, { locale, ...closed });
    const pages = [
      await site.get(token, { headers: { "accept-language": locale } }),
      await site.postForm(token, { nps: "9", comment: "fine" }),
    ];
    for (const { body } of pages) {
      expect(body).toContain(frame);
      expect(body).toContain(words.notOpen);
      if (locale !== "en") expect(body).not.toMatch(/How likely|\byour?\b/i);
    }
    expect(pages[1]?.body).toContain(words.lateAnswer);
    expect(pages[1]?.body).toContain(`\n${words.outOfTen("9")}\n`);
  });

  it("reads in it that they have answered already, where nobody can tell what", async () => {
    const words = await wordsFor(locale);
    const { token } = await givenAsked(site.table, "scale", { locale });
    await site.postForm(token, { program: PULSE, nps: "9" });
    const { statusCode, body } = await site.get(token);
    expect(statusCode).toBe(200);
    expect(body).toContain(frame);
    expect(body).toContain(words.answeredAlready);
    expect(body).toContain(words.answeredAlreadyExplained);
  });
});

describe("a browser's language", () => {
  it("is that of a page about no known survey, or about a post that nobody can read", async () => {
    const words = await wordsFor("de");
    const unknown = await site.get("nonsense", inGerman);
    expect(unknown.body).toContain(words.notOpen);
    const { token } = await givenSurvey(site.table);
    const unread = await site.post(token, { ...inGerman, body: "nps=9" });
    expect(unread.body).toContain(words.unsupported);
  });

  it("is that of the page where the contact's is not known, and gives way where it is", async () => {
    const unsaid = await givenSurvey(site.table, { locale: undefined });
    expect((await site.get(unsaid.token, inGerman)).body).toContain('<html lang="de"');
    const french = await givenSurvey(site.table, { locale: "fr-CH" });
    expect((await site.get(french.token, inGerman)).body).toContain('<html lang="fr"');
  });

  it("excuses what went wrong on our side", async () => {
    const { token } = await givenSurvey(site.table, { programVersion: 99 });
    const words = await wordsFor("de");
    expect((await site.get(token, inGerman)).body).toContain(words.failedToShowExplained);
    const posted = {
      headers: { ...inGerman.headers, "content-type": "application/json" },
      body: '{"nps":9}',
    };
    const reply = await site.post(token, posted);
    expect(reply.statusCode).toBe(500);
    expect(JSON.parse(reply.body ?? "").detail).toContain(words.failedExplained);
  });
});
