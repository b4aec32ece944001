import { IntlMessageFormat } from "intl-messageformat";
import { directionOf, type Language } from "../domain/language.ts";

/** A language's ICU messages by their key. */
type Catalogue<K extends string> = Readonly<Record<K, string>>;
type Values = Readonly<Record<string, string | number>>;

/** What a language's dates and numbers are written by: Latin digits everywhere, as those of the scale. */
const FORMATS: Readonly<Record<Language, string>> = {
  en: "en-GB",
  de: "de",
  fr: "fr",
  es: "es",
  pt: "pt",
  ja: "ja",
  ar: "ar-u-ca-gregory-nu-latn",
  he: "he",
};

const LETTER_OF_RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** A way to say messages; each is parsed when it is first said. */
export function speakerOf<K extends string>(
  catalogue: Catalogue<K>,
  language: Language,
): (key: K, values?: Values) => string {
  const parsed = new Map<K, IntlMessageFormat>();
  return (key, values) => {
    // A message without an argument says itself, which a test holds of each.
    if (values === undefined) return catalogue[key];
    const message =
      parsed.get(key) ??
      new IntlMessageFormat(catalogue[key], FORMATS[language], undefined, { ignoreTag: true });
    parsed.set(key, message);
    const safe = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "number" ? value : isolated(value, language),
    ]);
    return String(message.format(Object.fromEntries(safe)));
  };
}

/** What comes from elsewhere, kept to itself where its direction could turn the words beside it around (UAX 9). */
export function isolated(text: string, language: Language): string {
  if (directionOf(language) === "ltr" && !LETTER_OF_RIGHT_TO_LEFT.test(text)) return text;
  return `\u2068${text}\u2069`;
}

/** For where such marks are not wanted: in a subject they look like somebody hiding something. */
export const withoutIsolates = (text: string): string => text.replace(/[\u2068\u2069]/g, "");

/** A moment or, with `precision: "day"`, its day as a language writes it, in a zone (IANA; UTC where it is none). */
export function momentIn(
  language: Language,
  iso: string,
  { precision = "minute", timeZone = "UTC" }: { precision?: "minute" | "day"; timeZone?: string } = {},
): string {
  const at = new Date(iso);
  const options: Intl.DateTimeFormatOptions = {
    day: "numeric",
    month: "long",
    year: "numeric",
    ...(precision === "minute" && {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    }),
  };
  const format = (zone: string): string => {
    const said = new Intl.DateTimeFormat(FORMATS[language], { ...options, timeZone: zone }).format(at);
    // The first of a month is the one day that French counts: CLDR leaves that to us.
    return language === "fr" ? said.replace(/^1\b/, "1er") : said;
  };
  try {
    return format(timeZone);
  } catch {
    return format("UTC");
  }
}
