import PostalMime, { type Email } from "postal-mime";
import { type LocalRoute, localRoute } from "../http/local-route.ts";
import type { HttpReply } from "../http/reply.ts";
import type { Mailbox, MailSummary } from "../ses/mailbox.ts";
import { mailList } from "./dashboard-panels.ts";
import { countText, timeText } from "./format.ts";
import { type Html, html } from "./html.ts";
import { pageReply } from "./layout.ts";

const PER_PAGE = 50;
/** Of the mail's own headers, those worth reading. */
const SHOWN = ["reply-to", "list-unsubscribe", "list-unsubscribe-post", "message-id"];

/** `/inbox`, a mail's page, and its HTML part by itself for the frame in it. */
export function inboxPages(mailbox: Mailbox): LocalRoute[] {
  const open = async (id: string) => {
    const found = mailbox.find(id);
    const raw = found && (await mailbox.raw(id));
    return raw && { ...found, email: await PostalMime.parse(raw) };
  };
  return [
    localRoute("GET /inbox", ({ query }) => listPage(mailbox, Number(query.get("page") ?? "1"))),
    localRoute("GET /inbox/{id}", async ({ path }) => {
      const mail = await open(path.id ?? "");
      return mail === undefined ? missing() : mailPage(mail.summary, mail.email);
    }),
    localRoute("GET /inbox/{id}/html", async ({ path }) => {
      const mail = await open(path.id ?? "");
      return mail?.email.html === undefined ? missing() : htmlPart(mail.email.html);
    }),
  ];
}

function missing(): HttpReply {
  const body = html`<h1>No such mail</h1><p class="soft">It may have gone with <code>--fresh</code>. <a href="/inbox">Back to the inbox</a></p>`;
  return pageReply({ status: 404, title: "No such mail", current: "/inbox", body });
}

function listPage(mailbox: Mailbox, asked: number): HttpReply {
  const count = mailbox.count();
  const pages = Math.max(1, Math.ceil(count / PER_PAGE));
  const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1;
  const mails = mailbox.list({ limit: PER_PAGE, offset: (page - 1) * PER_PAGE });
  const body = html`<h1>Inbox</h1>
<p class="soft">Every mail that the product sent, newest first: ${countText(count)}. Nothing leaves this machine.</p>
${mailList(mails)}
${pages === 1 ? undefined : pager(page, pages)}`;
  return pageReply({ title: "Inbox", current: "/inbox", body });
}

function pager(page: number, pages: number): Html {
  const link = (to: number, name: string) =>
    to < 1 || to > pages ? html`<span></span>` : html`<a href="/inbox?page=${to}">${name}</a>`;
  return html`<nav class="pager" aria-label="Pages">${link(page - 1, "Newer")}<small>${page} of ${pages}</small>${link(page + 1, "Older")}</nav>`;
}

function mailPage(summary: MailSummary, email: Email): HttpReply {
  const headers = email.headers
    .filter(({ key }) => SHOWN.includes(key))
    .map(({ originalKey, value }) => html`<dt>${originalKey}</dt><dd>${value}</dd>`);
  const reports = ["open", "bounce", "complaint"].map(
    (type) => html`<button type="button" data-report="${type}" data-mail="${summary.id}">${type}</button>`,
  );
  const htmlFrame =
    email.html === undefined
      ? undefined
      : html`<section><div class="head"><h2>HTML</h2></div><div class="card">
<iframe src="/inbox/${summary.id}/html" title="The mail's HTML part" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe></div></section>`;
  const text =
    email.text === undefined
      ? undefined
      : html`<section><div class="head"><h2>Plain text</h2></div><div class="card"><pre>${linked(email.text)}</pre></div></section>`;
  const body = html`<p class="back"><a href="/inbox">Inbox</a></p><h1>${summary.subject}</h1>
<dl><dt>From</dt><dd>${email.headers.find(({ key }) => key === "from") ? addressLine(email, summary) : summary.from}</dd><dt>To</dt><dd>${summary.to}</dd>
<dt>Accepted</dt><dd>${timeText(summary.at)} UTC</dd>${headers}
<dt>As sent</dt><dd><a href="/_local/inbox/${summary.id}">the whole message</a></dd></dl>
${htmlFrame}${text}
<section><div class="head"><h2>Report what became of it</h2></div><div class="clock"><div class="buttons">${reports}</div>
<p class="status" role="status"></p></div></section>`;
  return pageReply({ title: summary.subject, current: "/inbox", body, script: REPORT });
}

function addressLine({ from }: Email, summary: MailSummary): string {
  return from?.name ? `${from.name} <${summary.from}>` : summary.from;
}

/** Plain text with its web addresses as links. */
function linked(text: string): Html {
  const parts = text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}])/);
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`))}`;
}

/** In a frame without scripts and without this origin; links open in a tab of their own. */
function htmlPart(markup: string): HttpReply {
  const base = '<base target="_blank">';
  const body = /<head[^>]*>/i.test(markup) ? markup.replace(/<head[^>]*>/i, `$&${base}`) : base + markup;
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox",
      "referrer-policy": "no-referrer",
    },
    body,
  };
}

const REPORT = `
const status = document.querySelector(".status");
for (const button of document.querySelectorAll("[data-report]")) button.addEventListener("click", async () => {
  const { report: type, mail: mailId } = button.dataset;
  const reply = await fetch("/_local/ses-events", { method: "POST", body: JSON.stringify({ mailId, type }) });
  const answer = await reply.json();
  status.textContent = reply.ok
    ? answer.published > 0 ? "Reported: " + type + "." : "Nobody listens for " + type + " of this mail."
    : "Not reported: " + answer.detail;
});
`;
