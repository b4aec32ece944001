import { escape as escapeHtml } from "html-escaper";
import type { Reply } from "../lambda/reply.ts";
import type { Brand } from "./brand.ts";
import { surveyPage } from "./layout.ts";
import { withoutIsolates } from "./messages.ts";
import type { Words } from "./words.ts";

/** Asks before it stops surveys: scanners follow every link of a mail, and press no button. */
export function unsubscribePage(token: string, brand: Brand, words: Words): Reply {
  const heading = words.unsubscribe(brand.name);
  const body = `<h1>${escapeHtml(heading)}</h1>
<p>${escapeHtml(words.unsubscribeExplained(brand.name))}</p>
<form method="post" action="${escapeHtml(token)}">
<button>${escapeHtml(words.unsubscribeButton)}</button>
</form>`;
  return surveyPage(200, brand, words, { title: withoutIsolates(heading), body });
}

/**
 * Says that surveys are stopped, and whom to write to if that was a mistake.
 *
 * @param address where a person reads what is written
 */
export function unsubscribedPage(address: string, brand: Brand, words: Words): Reply {
  const body = `<h1>${escapeHtml(words.unsubscribed)}</h1>
<p>${escapeHtml(words.unsubscribedExplained(brand.name))}</p>
<p class="note">${escapeHtml(words.unsubscribedByMistake(address))}</p>`;
  return surveyPage(200, brand, words, { title: words.unsubscribed, body });
}
