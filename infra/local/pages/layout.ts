import { randomBytes } from "node:crypto";
import type { HttpReply } from "../http/reply.ts";
import { Html, html } from "./html.ts";
import { STYLE } from "./style.ts";

const PAGES = [
  { path: "/", name: "Overview" },
  { path: "/inbox", name: "Inbox" },
] as const;

/** A whole local page. It asks nothing of any other machine, and its policy lets it not. */
export function pageReply(page: {
  readonly status?: number;
  readonly title: string;
  readonly current: (typeof PAGES)[number]["path"];
  readonly body: Html;
  readonly script?: string;
}): HttpReply {
  const nonce = randomBytes(16).toString("base64url");
  const links = PAGES.map(
    ({ path, name }) =>
      html`<a href="${path}" ${path === page.current ? new Html('aria-current="page"') : undefined}>${name}</a>`,
  );
  const script =
    page.script === undefined ? undefined : html`<script nonce="${nonce}">${new Html(page.script)}</script>`;
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · lifecycle-surveys</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<header><div class="frame"><b>lifecycle-surveys</b><nav>${links}</nav></div></header>
<main class="frame">${page.body}</main>
${script}
</body>
</html>
`;
  return {
    status: page.status ?? 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
    },
    body: whole.text,
  };
}
