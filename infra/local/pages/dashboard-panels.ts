import type * as z from "zod";
import type { MailSummary } from "../ses/mailbox.ts";
import { countText, timeText } from "./format.ts";
import { type Html, html } from "./html.ts";
import { type Overview, totalFunnel } from "./overview.ts";
import { type Cta, type Ctas, LOSSES, type Read, STEPS } from "./product.ts";

/** How many got how far, as bars of those invited. */
export function funnelPanel(overview: Overview): Html {
  const total = totalFunnel(overview);
  if (total === undefined) return html`<div class="card"><p class="empty">Not known.</p></div>`;
  const widest = Math.max(...STEPS.map((step) => total[step] ?? 0));
  if (widest === 0)
    return html`<div class="card"><p class="empty">Nobody has been invited in this period.</p></div>`;
  const sent = total.sent ?? 0;
  const steps = STEPS.map((step) => {
    const count = total[step];
    if (count == null)
      return html`<div class="step"><span>${step}</span><span class="soft">not tracked</span></div>`;
    const share = step !== "invited" && sent > 0 ? `${Math.round((count / sent) * 100)}%` : "";
    return html`<div class="step"><span>${step}</span>${bar(count / widest)}<span>${countText(count)}</span><small>${share}</small></div>`;
  });
  const known = LOSSES.flatMap((loss) => (total[loss] == null ? [] : [{ loss, count: total[loss] }]));
  const losses = known.map(({ loss, count }) => `${loss} ${countText(count)}`).join(" · ");
  return html`<div class="card funnel">${steps}<small>Percent of sent. ${losses}</small></div>`;
}

/** As SVG, since the page's policy allows no style attributes. */
function bar(share: number): Html {
  return html`<svg class="bar" aria-hidden="true"><rect width="100%" height="10" rx="5"/><rect class="done" width="${(share * 100).toFixed(2)}%" height="10" rx="5"/></svg>`;
}

const KINDS: Readonly<Record<string, { readonly name: string; readonly tone: string }>> = {
  negative: { name: "negative", tone: "bad" },
  positive: { name: "positive", tone: "good" },
  "contact-role-missing": { name: "no contact", tone: "warn" },
  "silent-renewal": { name: "silent", tone: "warn" },
  "call-back": { name: "call back", tone: "warn" },
};

export function ctaList(ctas: Read<z.infer<typeof Ctas>>, limit: number): Html {
  if (ctas.kind === "failed") {
    return html`<div class="card"><p class="fault">The calls to action cannot be shown. ${ctas.why}</p></div>`;
  }
  const newest = ctas.value.items
    .toSorted((a, b) => (b.openedAt ?? "").localeCompare(a.openedAt ?? ""))
    .slice(0, limit);
  if (newest.length === 0) return html`<div class="card"><p class="empty">None is open.</p></div>`;
  return html`<ul class="card rows">${newest.map(ctaItem)}</ul>`;
}

function ctaItem(cta: Cta): Html {
  const { name, tone } = KINDS[cta.kind] ?? { name: cta.kind, tone: "" };
  const about = [cta.band, cta.program, cta.owner && `for ${cta.owner.name}`].filter((one) => one != null);
  return html`<li><div class="line"><span>${cta.accountName ?? cta.accountId} <span class="tag ${tone}">${name}</span></span>
<small>due ${timeText(cta.dueAt)}</small></div><p>${about.join(" · ")}</p></li>`;
}

/** Mails with a link to each, and to the survey in it. */
export function mailList(mails: readonly MailSummary[]): Html {
  if (mails.length === 0) {
    return html`<div class="card"><p class="empty">No mail was sent yet. Move the clock into a Tuesday, Wednesday or Thursday.</p></div>`;
  }
  return html`<ul class="card rows">${mails.map(mailItem)}</ul>`;
}

function mailItem(mail: MailSummary): Html {
  const survey = mail.links.find((link) => /\/s\/[^/]+/.test(link))?.split("?")[0];
  const answer = survey === undefined ? undefined : html`<a href="${survey}">Open the survey</a>`;
  return html`<li><div class="line"><span><a href="/inbox/${mail.id}">${mail.subject === "" ? "(no subject)" : mail.subject}</a></span>
<small>${timeText(mail.at)}</small></div><p><span>${mail.to}</span>${answer}</p></li>`;
}
