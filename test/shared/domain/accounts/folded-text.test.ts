import { expect, test } from "vitest";
import { foldedText } from "#shared/domain/accounts/folded-text.ts";

test.each([
  ["Chloé Çelik", "chloe celik"],
  ["Møller & Søn", "moller & son"],
  ["STRASSE", foldedText("Straße")],
  ["  Two   blanks ", "two blanks"],
  ["İstanbul", "istanbul"],
  ["Łódź", "lodz"],
  ["東京", "東京"],
])("%s is looked for as %s", (text, folded) => {
  expect(foldedText(text)).toBe(folded);
});

test("what is folded stays so", () => {
  for (const text of ["Ærø", "ﬁne", "Ǆ", "ŉ", "ẞ"]) {
    expect(foldedText(foldedText(text))).toBe(foldedText(text));
  }
});
