import type { Clock } from "../context.ts";
import { type LocalRoute, localRoute } from "../http/local-route.ts";
import type { MailSummary } from "../ses/mailbox.ts";
import { clockPanel, MOVE_CLOCK } from "./clock-panel.ts";
import { ctaList, funnelPanel, mailList } from "./dashboard-panels.ts";
import { type Html, html } from "./html.ts";
import { pageReply } from "./layout.ts";
import { type Overview, readOverview } from "./overview.ts";
import { Ctas, type ReadApi, readProduct, Sending } from "./product.ts";
import { programRow } from "./program-row.ts";

const PERIODS = [
  { days: 30, name: "30 days" },
  { days: 90, name: "90 days" },
  { days: 365, name: "A year" },
] as const;
const DEFAULT_DAYS = 365;
const NEWEST = 6;

/** The first screen of the laptop: what the product is doing, asked of its own API. */
export function dashboardPage(given: {
  readonly clock: Clock;
  readonly api: ReadApi;
  readonly newestMails: (limit: number) => readonly MailSummary[];
}): LocalRoute[] {
  return [
    localRoute("GET /", async ({ query }) => {
      const now = given.clock.now();
      const days = PERIODS.find((period) => String(period.days) === query.get("days"))?.days ?? DEFAULT_DAYS;
      const [overview, ctas, sending] = await Promise.all([
        readOverview(given.api, now, days),
        readProduct(given.api, "/v1/ctas?status=open", Ctas),
        readProduct(given.api, "/v1/sending", Sending),
      ]);
      const body = html`${clockPanel(now)}
${programsSection(overview, days)}
<section><div class="head"><h2>From invitation to answer</h2><small>All programs, by the day a mail was sent</small></div>
${funnelPanel(overview)}</section>
<div class="two">
<section><div class="head"><h2>Open calls to action</h2><small>Newest first</small></div>${ctaList(ctas, NEWEST)}</section>
<section><div class="head"><h2>Newest mails</h2><a href="/inbox">Inbox</a></div>${mailList(given.newestMails(NEWEST))}
<p class="soft">${sending.kind === "read" ? sending.value.says : sending.why}</p></section>
</div>`;
      return pageReply({ title: "Overview", current: "/", body, script: MOVE_CLOCK });
    }),
  ];
}

function programsSection(overview: Overview, days: number): Html {
  const choices = PERIODS.map((period) =>
    period.days === days
      ? html`<a href="/?days=${period.days}" aria-current="true">${period.name}</a>`
      : html`<a href="/?days=${period.days}">${period.name}</a>`,
  );
  return html`<section><div class="head"><h2>Programs</h2><nav class="choice" aria-label="Period">${choices}</nav></div>
<div class="card">${programRows(overview)}</div></section>`;
}

function programRows(overview: Overview): Html {
  if (overview.kind === "failed") {
    return html`<p class="fault">The programs cannot be shown. ${overview.why}</p>`;
  }
  if (overview.value.length === 0) return html`<p class="empty">There is no program yet.</p>`;
  return html`${overview.value.map(({ program, results }) => programRow(program, results))}`;
}
