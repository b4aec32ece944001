import { escape as escapeHtml } from "html-escaper";
import { page, type Reply } from "../lambda/reply.ts";
import { type Brand, hashOf } from "./brand.ts";
import type { Words } from "./words.ts";

/** Nothing run, framed or indexed; nobody else learns the address, which is the key to the answer. */
function headersOf(loads: readonly string[]): Record<string, string> {
  const policy = ["default-src 'none'", ...loads, "base-uri 'none'", "frame-ancestors 'none'"];
  return {
    "content-security-policy": policy.join("; "),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
  };
}

/** What a page loads and where its form goes: its own styles, the logo, back to where it came from. */
const loadsOf = (brand: Brand, style: string): string[] => [
  `style-src 'sha256-${brand.styleHash}'${style === "" ? "" : ` 'sha256-${hashOf(style)}'`}`,
  ...(brand.logoUrl === undefined ? [] : [`img-src ${new URL(brand.logoUrl).origin}`]),
  "form-action 'self'",
];

/** A reply that is no page, to be guarded as one: it loads nothing at all. */
export const guarded = (reply: Reply): Reply => ({
  ...reply,
  headers: { ...reply.headers, ...headersOf(["form-action 'none'"]) },
});

/** `style` is what this page has beside the company's style sheet. */
type PageParts = {
  readonly title: string;
  readonly body: string;
  readonly footer?: string;
  readonly style?: string;
};

/** A whole page around `body`, which is HTML; `title` and `footer` are escaped here. */
export function surveyPage(
  status: number,
  brand: Brand,
  words: Words,
  { title, body, footer, style = "" }: PageParts,
): Reply {
  const html = `<!doctype html>
<html lang="${words.lang}" dir="${words.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${brand.style}</style>${style === "" ? "" : `\n<style>${style}</style>`}
</head>
<body>
<main>
<p class="brand">${brandHtml(brand)}</p>
${body}
</main>
${footer === undefined ? "" : `<footer>${escapeHtml(footer)}</footer>\n`}</body>
</html>
`;
  return page(status, html, headersOf(loadsOf(brand, style)));
}

/** Of a fixed height, so that nothing jumps when it arrives; its name stands in where it does not. */
function brandHtml({ name, logoUrl }: Brand): string {
  const company = escapeHtml(name);
  return logoUrl === undefined
    ? company
    : `<img class="logo" src="${escapeHtml(logoUrl)}" alt="${company}" height="32">`;
}

/** The answer to a HEAD request: what GET would say, without the page itself. */
export const withoutBody = (reply: Reply): Reply => ({ ...reply, body: "" });
