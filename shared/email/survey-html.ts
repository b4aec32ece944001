import { escape as escapeHtml } from "html-escaper";
import { fillsOf, LIGHT } from "../survey/colour.ts";
import { wordingHtml } from "../survey/wording.ts";
import type { Choice, MailContent } from "./mail-content.ts";
import { columnsForWord, keptTo, mailStyle, TABLE, WORD_HEAD } from "./mail-style.ts";

const FONT =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans',Helvetica,Arial,sans-serif";
/** A name may be one long word, wider than a phone. */
const WRAP = "word-break:break-word;overflow-wrap:anywhere";

/** The mail as HTML: tables and inline styles, 600 pixels at most, readable in either scheme and without either. */
export function surveyHtml(content: MailContent): string {
  const { words, settings } = content;
  const fills = fillsOf(settings.company.colour);
  const introduction = escapeHtml(content.introduction);
  return `<!doctype html>
<html lang="${words.lang}" dir="${words.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(content.subject)}</title>
<style>${mailStyle(fills.dark)}</style>
${WORD_HEAD}
</head>
<body style="margin:0;padding:0;background:${LIGHT.paper};-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${introduction}</div>
<div lang="${words.lang}" dir="${words.dir}">
${TABLE} width="100%">
<tr><td class="sheet" align="center" bgcolor="${LIGHT.paper}" style="padding:24px 12px;background:${LIGHT.paper}">
${keptTo(600, sheetHtml(content, introduction, fills.light))}
</td></tr>
</table>
</div>
</body>
</html>
`;
}

function sheetHtml(content: MailContent, introduction: string, colour: string): string {
  const { words, settings } = content;
  const company = escapeHtml(settings.company.name);
  return `${TABLE} width="100%" style="max-width:600px;${FONT}">
<tr><td class="card" bgcolor="${LIGHT.card}" style="padding:32px;background:${LIGHT.card};border-top:4px solid ${colour};color:${LIGHT.text};font-size:16px;line-height:24px;${WRAP}">
<p class="brand" style="margin:0 0 24px;color:${colour};font-size:14px;font-weight:700">${brandHtml(content)}</p>
<p class="text" style="margin:0 0 12px">${escapeHtml(words.greeting(content.name))}</p>
${paragraphsHtml(introduction, ...content.assurances.map(escapeHtml))}
<h1 class="text" style="margin:0 0 16px;font-size:20px;line-height:28px;font-weight:700">${wordingHtml(content.firstQuestion, words.lang)}</h1>
${scaleHtml(content, colour)}
${buttonHtml(content, colour)}
${termHtml(content)}<p class="text" style="margin:0">${escapeHtml(words.signature(settings.company.name))}</p>
</td></tr>
<tr><td class="quiet foot" style="padding:16px 32px 24px;color:${LIGHT.quiet};font-size:13px;line-height:20px;${WRAP}">
${escapeHtml(words.why(settings.company.name))}<br>
<span dir="auto">${company}, ${escapeHtml(settings.company.postalAddress)}</span>${unsubscribeHtml(content)}
</td></tr>
</table>`;
}

/** Before the question, from which the last one keeps a distance. */
const paragraphsHtml = (...paragraphs: readonly string[]): string =>
  paragraphs
    .map(
      (html, i) => `<p class="text" style="margin:0 0 ${i < paragraphs.length - 1 ? 12 : 24}px">${html}</p>`,
    )
    .join("\n");

/** The company's logo, its name where there is none or it is not loaded. */
function brandHtml({ settings: { company } }: MailContent): string {
  const name = escapeHtml(company.name);
  return company.logoUrl === undefined
    ? name
    : `<img class="logo" src="${escapeHtml(company.logoUrl)}" alt="${name}" height="32" border="0" style="display:block;height:32px;max-width:100%;padding:4px;border-radius:4px">`;
}

/** Word takes the padding from the cell, and none from a link. */
const buttonHtml = ({ link, words }: MailContent, colour: string): string =>
  `${TABLE} style="margin:24px 0">
<tr><td class="button" align="center" bgcolor="${colour}" style="background:${colour};border-radius:8px;mso-padding-alt:12px 28px">
<a class="open" href="${escapeHtml(link)}" style="display:inline-block;padding:12px 28px;mso-padding-alt:0;border:1px solid ${colour};border-radius:8px;color:${LIGHT.card};font-size:16px;font-weight:700;line-height:24px;text-decoration:none">${escapeHtml(words.open)}</a>
</td></tr>
</table>`;

const termHtml = ({ term }: MailContent): string =>
  term === undefined ? "" : `<p class="text" style="margin:0 0 12px">${escapeHtml(term)}</p>\n`;

const unsubscribeHtml = ({ unsubscribe, words }: MailContent): string =>
  unsubscribe === undefined
    ? ""
    : `<br>\n<a class="away" href="${escapeHtml(unsubscribe)}" style="color:${LIGHT.quiet};text-decoration:underline">${escapeHtml(words.unsubscribe)}</a>`;

function scaleHtml({ choices, ends, words }: MailContent, colour: string): string {
  const hint = `<p class="quiet" style="margin:12px 0 0;color:${LIGHT.quiet};font-size:14px;line-height:20px">${escapeHtml(words.choose)}</p>`;
  const [start, end] = words.dir === "rtl" ? ["right", "left"] : ["left", "right"];
  if (ends === undefined) return `${stepRows(choices, colour)}\n${hint}`;
  const endsHtml = `${TABLE} width="100%" style="max-width:${SCALE_WIDTH}px">
<tr class="quiet" style="color:${LIGHT.quiet};font-size:13px;line-height:20px">
<td align="${start}" class="quiet">0 – ${escapeHtml(ends[0])}</td>
<td align="${end}" class="quiet">10 – ${escapeHtml(ends[1])}</td>
</tr>
</table>`;
  // Two tables side by side, which a narrow screen stacks: 0 to 5 above 6 to 10.
  return `${columnsForWord(pointRow(choices.slice(0, 6), colour, start), pointRow(choices.slice(6), colour, start))}
<div style="clear:both;font-size:0;line-height:0">&nbsp;</div>
${keptTo(SCALE_WIDTH, endsHtml)}
${hint}`;
}

/** Of the eleven points side by side, in pixels. */
const SCALE_WIDTH = 508;

/** As high as a finger needs it; the height stands on the cell too, for Word. */
const CELL = `class="cell" height="44" align="center" style="border:1px solid ${LIGHT.line};border-radius:8px`;

const anchor = (choice: Choice, colour: string): string =>
  `<a class="point" href="${escapeHtml(choice.link)}" aria-label="${escapeHtml(choice.spoken)}" style="display:block;color:${colour};font-size:16px;font-weight:700;line-height:44px;text-decoration:none">${escapeHtml(choice.label)}</a>`;

function pointRow(choices: readonly Choice[], colour: string, align: string): string {
  const cells = choices.map((choice) => `<td width="42" ${CELL};width:42px">${anchor(choice, colour)}</td>`);
  return `<table role="presentation" align="${align}" cellspacing="2" cellpadding="0" border="0" style="border-collapse:separate;border-spacing:2px 2px">
<tr>
${cells.join("\n")}
</tr>
</table>`;
}

function stepRows(choices: readonly Choice[], colour: string): string {
  const rows = choices.map((choice) => `<tr><td ${CELL}">${anchor(choice, colour)}</td></tr>`);
  return `<table role="presentation" width="100%" cellspacing="4" cellpadding="0" border="0" style="border-collapse:separate;border-spacing:0 4px">
${rows.join("\n")}
</table>`;
}
