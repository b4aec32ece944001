import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { LANGUAGES, type Language } from "#shared/domain/language.ts";

const OTHERS = LANGUAGES.filter((language) => language !== "en");

const messagesOf = async (of: "survey" | "email", language: Language): Promise<Record<string, string>> =>
  (await import(`../../../shared/${of}/words/${language}.ts`))[language];

type Element = {
  readonly type: number;
  readonly value: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Element[] }>>;
};
/** As the parser numbers them. */
const [LITERAL, PLURAL, POUND] = [0, 6, 7];

const parsed = (message: string): readonly Element[] =>
  new IntlMessageFormat(message, "en", undefined, { ignoreTag: true }).getAst() as readonly Element[];

/** Every element, those within a plural's branches too. */
const allOf = (elements: readonly Element[]): Element[] =>
  elements.flatMap((element) => [
    element,
    ...Object.values(element.options ?? {}).flatMap(({ value }) => allOf(value)),
  ]);

const argumentsOf = (message: string): string[] =>
  [
    ...new Set(
      allOf(parsed(message)).flatMap(({ type, value }) =>
        type === LITERAL || type === POUND ? [] : [`${value}: ${type}`],
      ),
    ),
  ].sort();

/** The words alone, without arguments. */
const wordsIn = (message: string): string =>
  allOf(parsed(message))
    .filter(({ type }) => type === LITERAL)
    .map(({ value }) => value)
    .join(" ");

const SCRIPTS: Partial<Record<Language, RegExp>> = {
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  ar: /\p{Script=Arabic}/u,
  he: /\p{Script=Hebrew}/u,
};
const ENGLISH_WORDS = /\b(the|you|your|we|answer|survey|open|from|write|send|closed|choose|with)\b/i;

describe.each(["survey", "email"] as const)("the words of shared/%s", (of) => {
  it.each(OTHERS)(
    "say everything in %s that they say in English, with the same arguments",
    async (language) => {
      const english = await messagesOf(of, "en");
      const messages = await messagesOf(of, language);
      expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
      for (const [key, message] of Object.entries(messages)) {
        expect(message.trim(), key).toBe(message);
        expect(message, key).not.toBe("");
        expect(argumentsOf(message), key).toEqual(argumentsOf(english[key] ?? ""));
      }
    },
  );

  it.each(LANGUAGES)(
    "have in %s a plural form for each count that there can be, and no other",
    async (language) => {
      const rules = new Intl.PluralRules(language);
      const { pluralCategories } = rules.resolvedOptions();
      const needed = new Set(["other", ...Array.from({ length: 1_001 }, (_, count) => rules.select(count))]);
      for (const [key, message] of Object.entries(await messagesOf(of, language))) {
        for (const { type, options } of allOf(parsed(message))) {
          if (type !== PLURAL) continue;
          const forms = Object.keys(options ?? {});
          for (const category of needed) expect(forms, key).toContain(category);
          for (const form of forms) expect(pluralCategories, key).toContain(form);
        }
      }
    },
  );

  it.each(LANGUAGES)("read in %s as they are written where they take no argument", async (language) => {
    for (const [key, message] of Object.entries(await messagesOf(of, language))) {
      if (argumentsOf(message).length > 0) continue;
      expect(parsed(message), key).toMatchObject([{ type: LITERAL, value: message }]);
    }
  });

  it.each(OTHERS)("leave no English in %s", async (language) => {
    const english = await messagesOf(of, "en");
    const script = SCRIPTS[language];
    for (const [key, message] of Object.entries(await messagesOf(of, language))) {
      expect(message, key).not.toBe(english[key]);
      expect(wordsIn(message), key).not.toMatch(ENGLISH_WORDS);
      if (script !== undefined) expect(wordsIn(message), key).toMatch(script);
    }
  });

  it("keep a French mark and its word on one line", async () => {
    for (const [key, message] of Object.entries(await messagesOf(of, "fr"))) {
      expect(wordsIn(message), key).not.toMatch(/ [?!:;»]|« |[^\s\u00a0][?!;»]|[^\s\u00a0]:(?!\/\/)/);
    }
  });
});
