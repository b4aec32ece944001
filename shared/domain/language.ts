/** The languages in which we write to people and ask them, by their BCP 47 subtag. */
export const LANGUAGES = ["en", "de", "fr", "es", "pt", "ja", "ar", "he"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What is written in where nothing closer to a person is known. */
export const DEFAULT_LANGUAGE: Language = "en";

/** A locale as a language tag: `pt_BR.UTF-8` and `de_DE@euro`, as systems write them, have more in them than one. */
export const tagOf = (locale: string): string =>
  locale
    .trim()
    .replace(/[.@].*$/s, "")
    .replaceAll("_", "-");

/** The language of ours that a locale (BCP 47, or as `pt_BR.UTF-8`) is in; undefined where there is none. */
export function languageOf(locale: string | undefined): Language | undefined {
  try {
    // Knows the old names too: `iw` is `he`.
    const { language } = new Intl.Locale(tagOf(locale ?? ""));
    return LANGUAGES.find((one) => one === language);
  } catch {
    return undefined;
  }
}

const RIGHT_TO_LEFT: readonly Language[] = ["ar", "he"];

export const directionOf = (language: Language): "ltr" | "rtl" =>
  RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
