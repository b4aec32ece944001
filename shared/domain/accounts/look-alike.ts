/**
 * Scripts that stand together in one label of a domain: Japanese, Chinese and Korean as they are written, any other
 * script by itself. The "highly restrictive" level of Unicode TS 39, to which Chrome and Firefox hold what they show; no
 * registry that keeps ICANN's IDN guidelines has a label of more.
 * https://www.unicode.org/reports/tr39/#Restriction_Level_Detection, https://www.unicode.org/reports/tr31/#Table_Recommended_Scripts
 */
const WRITTEN_TOGETHER: readonly string[] = [
  "Latin Han Hiragana Katakana",
  "Latin Han Bopomofo",
  "Latin Han Hangul",
  ..."Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hebrew Kannada".split(
    " ",
  ),
  ..."Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan".split(" "),
];

/**
 * Whether a label of a domain is made of scripts that nobody writes together, so that letters of one pass for those of
 * another: a slip of the keyboard, or somebody else's domain.
 *
 * @param domain in Unicode
 */
export function hasMixedScripts(domain: string): boolean {
  return domain
    .split(".")
    .filter((label) => /[^\0-\x7f]/.test(label))
    .some((label) => !WRITTEN_TOGETHER.some((scripts) => ofScripts(scripts).test(label)));
}

/** Digits, hyphens and accents belong to every script. */
const ofScripts = (scripts: string): RegExp =>
  new RegExp(`^[${`Common Inherited ${scripts}`.replace(/\w+/g, "\\p{scx=$&}").replaceAll(" ", "")}]+$`, "u");
