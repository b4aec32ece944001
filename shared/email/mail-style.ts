import { DARK, LIGHT } from "../survey/colour.ts";

/** What the elements of a class turn to in the dark. */
type DarkRule = readonly [
  className: string,
  property: "background" | "border-color" | "border-top-color" | "color",
  value: string,
];

const darkRules = (fill: string): readonly DarkRule[] => [
  ["sheet", "background", DARK.paper],
  ["card", "background", DARK.card],
  ["card", "border-top-color", fill],
  ["card", "color", DARK.text],
  ["text", "color", DARK.text],
  ["quiet", "color", DARK.quiet],
  ["away", "color", DARK.quiet],
  ["brand", "color", fill],
  ["point", "color", fill],
  ["cell", "background", DARK.card],
  ["cell", "border-color", DARK.line],
  ["button", "background", fill],
  ["logo", "background", LIGHT.card],
  ["logo", "color", LIGHT.text],
  ["open", "background", fill],
  ["open", "border-color", fill],
  ["open", "color", DARK.card],
];

/** By the reader's own scheme. */
const inTheDark = ([className, property, value]: DarkRule): string =>
  `.${className}{${property}:${value} !important}`;

/** Outlook.com and its apps darken by themselves, and mark what they changed: the text's colour, or the background. */
function inOutlookCom([className, property, value]: DarkRule): string {
  const mark = property === "color" ? "[data-ogsc]" : "[data-ogsb]";
  return `${mark} .${className},.${className}${mark}{${property}:${value} !important}`;
}

/**
 * Mail clients keep little of a style sheet: what must hold stands on the elements, this adds the dark scheme.
 *
 * @param fill the company's colour where it is read on dark
 */
export function mailStyle(fill: string): string {
  const rules = darkRules(fill);
  return `
:root{color-scheme:light dark;supported-color-schemes:light dark}
a.point:focus,a.open:focus{outline:3px solid currentColor;outline-offset:2px}
@media (max-width:480px){.card{padding:24px 16px !important}.sheet{padding:0 !important}.foot{padding:16px !important}}
@media (prefers-color-scheme:dark){
body{background:${DARK.paper} !important}
${rules.map(inTheDark).join("\n")}
}
${rules.map(inOutlookCom).join("\n")}
`;
}

/**
 * For Outlook on Windows, which lays out with Word: sizes as they are on a screen of more than 96 dots an inch, and a
 * font that it has, where it falls back to Times.
 */
export const WORD_HEAD = `<!--[if mso]>
<noscript><xml><o:OfficeDocumentSettings xmlns:o="urn:schemas-microsoft-com:office:office"><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml></noscript>
<style>td,p,a,h1,span{font-family:Arial,sans-serif !important}</style>
<![endif]-->`;

/** What Word alone reads. */
const forWord = (html: string): string => `<!--[if mso]>${html}<![endif]-->`;

/** Side by side for Word, each in a column of its own, where other clients stack what does not fit. */
export const columnsForWord = (...columns: readonly string[]): string =>
  forWord(`${TABLE}><tr><td>`) + columns.join(forWord("</td><td>")) + forWord("</td></tr></table>");

/** Keeps something to a width, in pixels, in Word, which knows no `max-width`. */
export const keptTo = (width: number, html: string): string =>
  `${forWord(`${TABLE} width="${width}"><tr><td>`)}
${html}
${forWord("</td></tr></table>")}`;

/** A table that only lays out, without its closing `>`. */
export const TABLE = `<table role="presentation" cellspacing="0" cellpadding="0" border="0"`;
