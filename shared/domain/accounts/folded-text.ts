/** Letters that are not a plain letter with a mark, and so do not come apart. */
const PLAIN: Readonly<Record<string, string>> = {
  æ: "ae",
  ð: "d",
  đ: "d",
  ħ: "h",
  ł: "l",
  ø: "o",
  œ: "oe",
  þ: "th",
};

/** A text as people look for it: without accents, case and superfluous blanks. */
export function foldedText(text: string): string {
  return (
    text
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      // Through upper case, which takes ß to SS; ẞ has to become ß for that.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replaceAll(/[æðđħłøœþ]/g, (letter) => PLAIN[letter] ?? letter)
      .replaceAll(/\s+/g, " ")
      .trim()
  );
}
