import { escape as escapeHtml } from "html-escaper";
import { DEFAULT_LANGUAGE, directionOf, type Language } from "../domain/language.ts";
import type { Question } from "../domain/program.ts";
import { shippedTranslations } from "../domain/shipped-questions.ts";
import { isolated } from "./messages.ts";

/** A question's own words for a company, and the language they are in. */
export type Wording = { readonly text: string; readonly lang: Language };

/** A question in a language: as the program translates it, as we do if it is ours, or else as it was written. */
export function wordingOf(question: Question, language: Language, company: string): Wording {
  const { text, translations, language: own = DEFAULT_LANGUAGE } = question;
  const ours = own === DEFAULT_LANGUAGE ? shippedTranslations(text) : undefined;
  const translated =
    own === language
      ? undefined
      : (translations?.[language] ?? (language === "en" ? undefined : ours?.[language]));
  const lang = translated === undefined ? own : language;
  return { text: (translated ?? text).replaceAll("{company}", () => isolated(company, lang)), lang };
}

/** A wording within a page or mail of some language; where it is in another one, that is said. */
export function wordingHtml({ text, lang }: Wording, around: Language): string {
  const html = escapeHtml(text);
  return lang === around ? html : `<span lang="${lang}" dir="${directionOf(lang)}">${html}</span>`;
}
