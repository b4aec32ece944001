import { unescape as unescapeHtml } from "html-escaper";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LANGUAGES } from "#shared/domain/language.ts";
import { linkOf } from "#shared/domain/sending/link-token.ts";
import { wordingOf } from "#shared/survey/wording.ts";
import { aProgram, someSettings } from "../../builders.ts";
import { ORIGIN, type PreviewRoutes, startPreviewRoutes } from "./preview-routes.ts";

let routes: PreviewRoutes;
beforeAll(async () => {
  routes = await startPreviewRoutes();
});
afterAll(() => routes.stop());

const { company, mail: sender } = someSettings();
const [first, ...rest] = aProgram().questions;

test.each(LANGUAGES)("shows mail and page in the words of %s, with the company's look", async (language) => {
  const { status, body } = await routes.preview({ locale: language });
  expect({ status, version: body.version, language: body.language }).toEqual({
    status: 200,
    version: aProgram().version,
    language,
  });
  const { mail, page } = body;
  for (const html of [mail.html, page.html]) {
    expect(html).toContain(`<html lang="${language}" dir="${/ar|he/.test(language) ? "rtl" : "ltr"}">`);
    expect(unescapeHtml(html)).toContain(first && wordingOf(first, language, company.name).text);
    expect(html).toContain(company.colour);
  }
  for (const question of rest)
    expect(unescapeHtml(page.html)).toContain(wordingOf(question, language, company.name).text);
  expect(mail.text).toContain(first && wordingOf(first, language, company.name).text);
  expect(mail.from).toEqual({ name: sender.fromName, address: sender.from });
  expect(mail.subject).toContain(company.name);
  expect(mail.headers["Content-Language"]).toBe(language);
});

test("falls back as the mail does, and says to which language", async () => {
  expect((await routes.preview({ locale: "pl" })).body).toMatchObject({ locale: "pl", language: "en" });
  expect((await routes.preview({ locale: "pt_BR" })).body).toMatchObject({ locale: "pt_BR", language: "pt" });
});

test("carries links that are nobody's, says so, and keeps nothing", async () => {
  const { body } = await routes.preview({ locale: "en" });
  const { html, text, headers } = body.mail;
  const links = [...`${html}\n${text}\n${headers["List-Unsubscribe"]}`.matchAll(/https:\/\/[^\s"<>]+/g)];
  expect(links.length).toBeGreaterThan(25);
  const others = links.filter(([link]) => !/^\/[su]\//.test(new URL(link).pathname));
  expect(others).toEqual([]);
  const tokens = links.map(([link]) => decodeURIComponent(new URL(link).pathname.slice(3)));
  expect(links.filter(([link]) => !link.startsWith(`${ORIGIN}/`))).toEqual([]);
  expect(tokens.filter((token) => linkOf(token) !== undefined)).toEqual([]);
  // As long as a real one, so that lines break where they would.
  expect(new Set(tokens.map((token) => token.length))).toEqual(new Set([48]));
  expect(body.note).toContain("made up");
  expect(await routes.kept()).toBe(0);
});

const checked = (html: string): string[] =>
  [...html.matchAll(/<input[^>]*\bvalue="(\d+)"[^>]*\bchecked/g)].map(([, value]) => value ?? "");

test("with a score, shows the page as that link opens it", async () => {
  const page = async (programId: string, score?: number) =>
    checked((await routes.preview({ locale: "en", score }, { programId })).body.page.html);
  expect(await page("post-onboarding")).toEqual([]);
  expect(await page("post-onboarding", 0)).toEqual(["0"]);
  expect(await page("post-onboarding", 10)).toEqual(["10"]);
  expect(await page("case-closure", 5)).toEqual(["5"]);
});

test.each([
  ["post-onboarding", 11, "from 0 to 10"],
  ["post-onboarding", -1, "from 0 to 10"],
  ["post-onboarding", 7.5, "from 0 to 10"],
  ["case-closure", 0, "from 1 to 5"],
  ["case-closure", 6, "from 1 to 5"],
])("refuses a score that is not on the scale: %s, %d", async (programId, score, scale) => {
  const { status, body } = await routes.preview({ locale: "en", score }, { programId });
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ path: "score", message: expect.stringContaining(scale) }]);
});

test("shows a definition's choices and follow-ups, before it is PUT", async () => {
  const { programId: _, version: __, ...definition } = aProgram();
  const options = [
    { optionId: "speed", text: "Speed", translations: { de: "Tempo" } },
    { optionId: "price", text: "Price", translations: { de: "Preis" } },
  ];
  const choice = {
    questionId: "missing",
    kind: "multiple-choice",
    text: "What was missing?",
    required: false,
    options,
    showWhen: { questionId: "nps", from: 0, to: 6 },
  };
  const questions = [first, choice];
  const { status, body } = await routes.preview({
    locale: "de",
    score: 3,
    definition: { ...definition, questions },
  });
  expect(status).toBe(200);
  expect(body.page.html).toContain('name="missing" value="price"><span>Preis</span>');
  expect(body.page.html).toContain('[data-place="1"]{display:none}');
  expect(checked(body.page.html)).toEqual(["3"]);
  const wrong = { ...choice, showWhen: { questionId: "nps", from: 0, to: 11 } };
  const refused = await routes.preview({
    locale: "de",
    definition: { ...definition, questions: [first, wrong] },
  });
  expect(refused.status).toBe(400);
  expect(refused.body.errors).toMatchObject([{ path: "definition.questions.1.showWhen.to" }]);
});

test("shows the reminder in the thread of a survey that went out so long ago", async () => {
  const survey = (await routes.preview({ locale: "en" })).body.mail;
  const reminder = (await routes.preview({ locale: "en", mail: "reminder" })).body.mail;
  expect(reminder.headers["In-Reply-To"]).toMatch(/^<.+>$/);
  expect(survey.headers).not.toHaveProperty("In-Reply-To");
  expect(reminder.subject).toBe(survey.subject);
  expect(reminder.text).not.toBe(survey.text);
});

test("refuses the reminder of a program that sends none", async () => {
  const { status, body } = await routes.preview(
    { locale: "en", mail: "reminder" },
    { programId: "case-closure" },
  );
  expect({ status, errors: body.errors }).toEqual({
    status: 400,
    errors: [{ path: "mail", message: "this program sends no reminder" }],
  });
});

test.each([
  ["no language", {}, "locale"],
  ["an empty one", { locale: "" }, "locale"],
  ["a mail that there is not", { locale: "en", mail: "newsletter" }, "mail"],
  ["a score in words", { locale: "en", score: "nine" }, "score"],
  ["no version", { locale: "en", version: 0 }, "version"],
  ["an unknown field", { locale: "en", format: "pdf" }, "format"],
  ["no object", "preview", ""],
])("refuses %s, naming the field", async (_, said, path) => {
  const { status, body } = await routes.preview(said);
  expect(status).toBe(400);
  expect(body.errors[0].path).toBe(path);
});

test("is for ops", async () => {
  expect((await routes.preview({ locale: "en" }, { role: "csm" })).status).toBe(403);
});
