import { describe, expect, it } from "vitest";
import { LANGUAGES } from "#shared/domain/language.ts";
import type { Question } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { wordingHtml, wordingOf } from "#shared/survey/wording.ts";

type Csat = Extract<Question, { kind: "csat" }>;
const aQuestion = (over: Partial<Csat> = {}): Csat => ({
  questionId: "csat",
  kind: "csat",
  text: "Was {company} on time?",
  required: true,
  ...over,
});

describe("a question", () => {
  it("of a shipped program is asked in each language, by the company's name where it has one", () => {
    for (const { programId, questions } of SHIPPED_PROGRAMS) {
      for (const question of questions) {
        const said = LANGUAGES.map((language) => wordingOf(question, language, "Nordwind"));
        const about = `${programId} ${question.questionId}`;
        expect(
          said.map(({ lang }) => lang),
          about,
        ).toEqual(LANGUAGES);
        expect(new Set(said.map(({ text }) => text)).size, about).toBe(LANGUAGES.length);
        for (const { text } of said) {
          expect(text.includes("Nordwind"), about).toBe(question.text.includes("{company}"));
          expect(text, about).not.toMatch(/[{}]/);
        }
      }
    }
  });

  it("is asked as its program translates it, before any words of ours", () => {
    const shipped = "How satisfied are you with {company}?";
    const question = aQuestion({ text: shipped, translations: { de: "Zufrieden?" } });
    expect(wordingOf(question, "de", "Acme")).toEqual({ text: "Zufrieden?", lang: "de" });
    expect(wordingOf(question, "pt", "Acme").lang).toBe("pt");
  });

  it("is asked in its own words where there are none in the language, and says which they are", () => {
    const wording = wordingOf(aQuestion({ translations: { fr: "À l’heure\u00a0?" } }), "ar", "Acme & Co");
    expect(wording).toEqual({ text: "Was Acme & Co on time?", lang: "en" });
    expect(wordingHtml(wording, "ar")).toBe('<span lang="en" dir="ltr">Was Acme &amp; Co on time?</span>');
    const hebrew = wordingOf(aQuestion({ language: "he", text: "בזמן?" }), "en", "Acme");
    expect(wordingHtml(hebrew, "en")).toBe('<span lang="he" dir="rtl">בזמן?</span>');
  });

  it("that another language happens to ask in our English words is not translated from English", () => {
    const question = aQuestion({ language: "de", text: "What should we do better?" });
    expect(wordingOf(question, "fr", "Acme")).toEqual({ text: "What should we do better?", lang: "de" });
  });
});
