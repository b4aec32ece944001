import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LANGUAGES, languageOf } from "#shared/domain/language.ts";
import { acceptedLanguage } from "#shared/survey/accepted-language.ts";
import { wordsFor } from "#shared/survey/words.ts";

const CLOSES = "2026-12-31T20:05:00.000Z";

describe("a locale", () => {
  it.each([
    ["pt-BR", "pt"],
    ["pt_PT.UTF-8", "pt"],
    ["iw", "he"],
    ["iw-IL", "he"],
    ["ar-EG-u-nu-arab", "ar"],
    ["DE-at", "de"],
    ["es-419", "es"],
    ["ja-JP-u-ca-japanese", "ja"],
    ["zh", "en"],
    ["zh-Hant-TW", "en"],
    ["C", "en"],
    ["", "en"],
    ["not a locale", "en"],
    [undefined, "en"],
  ])("%s is read in %s", async (locale, lang) => {
    expect((await wordsFor(locale)).lang).toBe(lang);
  });

  it("that is none stops nobody", () => {
    const anyText = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(..."dehe-_.@*") }),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        expect([...LANGUAGES, undefined]).toContain(languageOf(text));
        expect([...LANGUAGES, undefined]).toContain(
          acceptedLanguage({ headers: { "accept-language": text } }),
        );
      }),
      { seed: 20261201, numRuns: 300 },
    );
  });
});

describe("a browser's languages", () => {
  it.each([
    ["fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5", "fr"],
    ["zh-CN,zh;q=0.9,ja;q=0.8,en;q=0.7", "ja"],
    ["en;q=0.2, he;q=0.9", "he"],
    ["de;q=0, es", "es"],
    ["zh", undefined],
    ["de;q=x", undefined],
  ])("%s come to %s", (header, language) => {
    expect(acceptedLanguage({ headers: { "accept-language": header } })).toBe(language);
  });
});

describe.each(LANGUAGES)("the page's words in %s", (language) => {
  it("put what they are given in its place", async () => {
    const words = await wordsFor(language);
    const company = "Northwind {Cloud} <b> 'x'";
    for (const said of [
      words.title(company),
      words.whoReads(company),
      words.whatHappensNext(company),
      words.notOpenExplained(company),
      words.unsubscribe(company),
      words.unsubscribeExplained(company),
      words.unsubscribedExplained(company),
      words.unsubscribedByMistake(company),
      words.notSentYet(company),
      words.answeredBefore(company),
      words.mayChange(company),
    ]) {
      expect(said).toContain(company);
      expect(said.replace(company, "")).not.toMatch(/[{}<>']/);
    }
    expect(words.unreadableExplained).toContain('{"nps": 9}');
    expect(words.answerProblems["too-long"]).toMatch(/\b4[.,\s\u202f\u00a0]?000/);
  });

  it("write a moment with its zone, in the digits of the scale", async () => {
    const { moment } = await wordsFor(language);
    expect(moment(CLOSES)).toMatch(/31/);
    expect(moment(CLOSES)).toMatch(/2026/);
    expect(moment(CLOSES)).toMatch(/20:05 UTC/);
    expect(moment(CLOSES)).not.toMatch(/[\u0660-\u0669]/);
  });
});

describe("beside words that run the other way", () => {
  it("a name keeps to itself, save in a title", async () => {
    const arabic = await wordsFor("ar");
    expect(arabic.whoReads("Acme (EU)")).toContain("\u2068Acme (EU)\u2069");
    expect(arabic.title("Acme (EU)")).not.toMatch(/[\u2068\u2069]/);
    const english = await wordsFor("en");
    expect(english.whoReads("Acme (EU)")).not.toMatch(/[\u2068\u2069]/);
    expect(english.whoReads("שלום")).toContain("\u2068שלום\u2069");
  });
});
