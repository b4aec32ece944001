import { escape as escapeHtml } from "html-escaper";
import { DARK, fillsOf, LIGHT } from "../survey/colour.ts";
import { wordingHtml } from "../survey/wording.ts";
import type { Choice, MailContent } from "./mail-content.ts";

const FONT =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans',Helvetica,Arial,sans-serif";

/** Mail clients keep little of a style sheet: what must hold stands on the elements, this adds the dark scheme. */
const darkRules = (fill: string): string => `
:root{color-scheme:light dark;supported-color-schemes:light dark}
a.point:focus,a.open:focus{outline:3px solid currentColor;outline-offset:2px}
@media (max-width:480px){.card{padding:24px 16px !important}.sheet{padding:0 !important}.foot{padding:16px !important}}
@media (prefers-color-scheme:dark){
body,.sheet{background:${DARK.paper} !important}
.card{background:${DARK.card} !important;border-top-color:${fill} !important}
.card,.text{color:${DARK.text} !important}
.quiet{color:${DARK.quiet} !important}
.brand,.point{color:${fill} !important}
.cell{border-color:${DARK.line} !important;background:${DARK.card} !important}
.button{background:${fill} !important}
.logo{background:${LIGHT.card} !important;color:${LIGHT.text} !important}
.away{color:${DARK.quiet} !important}
.open{color:${DARK.card} !important;border-color:${fill} !important;background:${fill} !important}
}`;

/** The mail as HTML: tables and inline styles, 600 pixels at most, readable in either scheme and without either. */
export function surveyHtml(content: MailContent): string {
  const { words, settings } = content;
  const company = escapeHtml(settings.company.name);
  const fills = fillsOf(settings.company.colour);
  const introduction = escapeHtml(content.introduction);
  const question = wordingHtml(content.firstQuestion, words.lang);
  return `<!doctype html>
<html lang="${words.lang}" dir="${words.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(content.subject)}</title>
<style>${darkRules(fills.dark)}
</style>
</head>
<body style="margin:0;padding:0;background:${LIGHT.paper};-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden">${introduction}</div>
<div lang="${words.lang}" dir="${words.dir}">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" border="0">
<tr><td class="sheet" align="center" style="padding:24px 12px;background:${LIGHT.paper}">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" border="0" style="max-width:600px;${FONT}">
<tr><td class="card" style="padding:32px;background:${LIGHT.card};border-top:4px solid ${fills.light};color:${LIGHT.text};font-size:16px;line-height:24px">
<p class="brand" style="margin:0 0 24px;color:${fills.light};font-size:14px;font-weight:700">${brandHtml(content)}</p>
<p class="text" style="margin:0 0 12px">${escapeHtml(words.greeting(content.name))}</p>
<p class="text" style="margin:0 0 24px">${introduction}</p>
<h1 class="text" style="margin:0 0 16px;font-size:20px;line-height:28px;font-weight:700">${question}</h1>
${scaleHtml(content, fills.light)}
<table role="presentation" cellspacing="0" cellpadding="0" border="0" style="margin:24px 0">
<tr><td class="button" align="center" bgcolor="${fills.light}" style="background:${fills.light};border-radius:8px">
<a class="open" href="${escapeHtml(content.link)}" style="display:inline-block;padding:12px 28px;border:1px solid ${fills.light};border-radius:8px;color:${LIGHT.card};font-size:16px;font-weight:700;line-height:24px;text-decoration:none">${escapeHtml(words.open)}</a>
</td></tr>
</table>
${canChangeHtml(content)}<p class="text" style="margin:0">${escapeHtml(words.signature(settings.company.name))}</p>
</td></tr>
<tr><td class="quiet foot" style="padding:16px 32px 24px;color:${LIGHT.quiet};font-size:13px;line-height:20px">
${escapeHtml(words.why(settings.company.name))}<br>
<span dir="auto">${company}, ${escapeHtml(settings.company.postalAddress)}</span>${unsubscribeHtml(content)}
</td></tr>
</table>
</td></tr>
</table>
</div>
</body>
</html>
`;
}

/** The company's logo, its name where there is none or it is not loaded. */
function brandHtml({ settings: { company } }: MailContent): string {
  const name = escapeHtml(company.name);
  return company.logoUrl === undefined
    ? name
    : `<img class="logo" src="${escapeHtml(company.logoUrl)}" alt="${name}" height="32" border="0" style="display:block;height:32px;max-width:100%;padding:4px;border-radius:4px">`;
}

const canChangeHtml = ({ canChange }: MailContent): string =>
  canChange === undefined ? "" : `<p class="text" style="margin:0 0 12px">${escapeHtml(canChange)}</p>\n`;

const unsubscribeHtml = ({ unsubscribe, words }: MailContent): string =>
  unsubscribe === undefined
    ? ""
    : `<br>\n<a class="away" href="${escapeHtml(unsubscribe)}" style="color:${LIGHT.quiet};text-decoration:underline">${escapeHtml(words.unsubscribe)}</a>`;

function scaleHtml({ kind, choices, ends, words }: MailContent, colour: string): string {
  if (choices.length === 0) return "";
  const hint = `<p class="quiet" style="margin:12px 0 0;color:${LIGHT.quiet};font-size:14px;line-height:20px">${escapeHtml(words.choose)}</p>`;
  const [start, end] = words.dir === "rtl" ? ["right", "left"] : ["left", "right"];
  if (kind !== "nps" || ends === undefined) return `${stepRows(choices, colour)}\n${hint}`;
  // Two tables side by side, which a narrow screen stacks: 0 to 5 above 6 to 10.
  return `${pointRow(choices.slice(0, 6), colour, start)}${pointRow(choices.slice(6), colour, start)}
<div style="clear:both;font-size:0;line-height:0">&nbsp;</div>
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" border="0" style="max-width:508px">
<tr class="quiet" style="color:${LIGHT.quiet};font-size:13px;line-height:20px">
<td align="${start}" class="quiet">0 – ${escapeHtml(ends[0])}</td>
<td align="${end}" class="quiet">10 – ${escapeHtml(ends[1])}</td>
</tr>
</table>
${hint}`;
}

const anchor = (choice: Choice, colour: string, lineHeight: number): string =>
  `<a class="point" href="${escapeHtml(choice.link)}" aria-label="${escapeHtml(choice.spoken)}" style="display:block;color:${colour};font-size:16px;font-weight:700;line-height:${lineHeight}px;text-decoration:none">${escapeHtml(choice.label)}</a>`;

function pointRow(choices: readonly Choice[], colour: string, align: string): string {
  const cells = choices.map(
    (choice) =>
      `<td class="cell" width="42" align="center" style="width:42px;border:1px solid ${LIGHT.line};border-radius:8px">${anchor(choice, colour, 44)}</td>`,
  );
  return `<table role="presentation" align="${align}" cellspacing="0" cellpadding="0" border="0" style="border-collapse:separate;border-spacing:2px 2px">
<tr>
${cells.join("\n")}
</tr>
</table>`;
}

function stepRows(choices: readonly Choice[], colour: string): string {
  const rows = choices.map(
    (choice) =>
      `<tr><td class="cell" align="center" style="border:1px solid ${LIGHT.line};border-radius:8px">${anchor(choice, colour, 44)}</td></tr>`,
  );
  return `<table role="presentation" width="100%" cellspacing="0" cellpadding="0" border="0" style="border-collapse:separate;border-spacing:0 4px">
${rows.join("\n")}
</table>`;
}
