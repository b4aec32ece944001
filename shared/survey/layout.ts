import { escape as escapeHtml } from "html-escaper";
import { page, type Reply } from "../lambda/reply.ts";
import type { Brand } from "./brand.ts";
import type { Words } from "./words.ts";

/** Nothing is loaded but the logo, nothing run, framed or indexed; nobody else learns the address, which is the key to the answer. */
function headersOf(brand: Brand): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${brand.styleHash}'`,
    ...(brand.logoUrl === undefined ? [] : [`img-src ${new URL(brand.logoUrl).origin}`]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
  };
}

/** A whole page around `body`, which is HTML; `title` and all else are escaped here. */
export function surveyPage(
  status: number,
  brand: Brand,
  words: Words,
  { title, body, footer }: { readonly title: string; readonly body: string; readonly footer?: string },
): Reply {
  const html = `<!doctype html>
<html lang="${words.lang}" dir="${words.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${brand.style}</style>
</head>
<body>
<main>
<p class="brand">${brandHtml(brand)}</p>
${body}
</main>
${footer === undefined ? "" : `<footer>${escapeHtml(footer)}</footer>\n`}</body>
</html>
`;
  return page(status, html, headersOf(brand));
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
