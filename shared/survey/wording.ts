import { escape as escapeHtml } from "html-escaper";
import { DEFAULT_LANGUAGE, directionOf, type Language } from "../domain/language.ts";
import type { Option, Question } from "../domain/programs/program.ts";
import { shippedTranslations } from "../domain/programs/shipped-questions.ts";
import { isolated } from "./messages.ts";

/** A program's own words, and the language they are in. */
export type Wording = { readonly text: string; readonly lang: Language };

/** A question, or what else a program says, in a language: as it translates it, as we do if it is ours, or else as written. */
export function wordingOf(
  said: Pick<Question, "text" | "language" | "translations">,
  language: Language,
  company: string,
): Wording {
  const { text, translations, language: own = DEFAULT_LANGUAGE } = said;
  const ours = own === DEFAULT_LANGUAGE ? shippedTranslations(text) : undefined;
  const translated =
    own === language
      ? undefined
      : (translations?.[language] ?? (language === "en" ? undefined : ours?.[language]));
  const lang = translated === undefined ? own : language;
  return { text: (translated ?? text).replaceAll("{company}", () => isolated(company, lang)), lang };
}

/** An option of a question, as the program translates it or else as it was written. */
export function optionWordingOf(option: Option, question: Question, language: Language): Wording {
  const { language: own = DEFAULT_LANGUAGE } = question;
  const translated = own === language ? undefined : option.translations?.[language];
  return translated === undefined ? { text: option.text, lang: own } : { text: translated, lang: language };
}

/** What an element around a wording says of its language; nothing where the page or mail is in it too. */
export const languageAttributes = ({ lang }: Wording, around: Language): string =>
  lang === around ? "" : ` lang="${lang}" dir="${directionOf(lang)}"`;

/** A wording within a page or mail of some language; where it is in another one, that is said. */
export function wordingHtml(wording: Wording, around: Language): string {
  const html = escapeHtml(wording.text);
  const attributes = languageAttributes(wording, around);
  return attributes === "" ? html : `<span${attributes}>${html}</span>`;
}
