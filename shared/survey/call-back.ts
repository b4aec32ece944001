import { escape as escapeHtml } from "html-escaper";
import type { Brand } from "./brand.ts";
import { HIDDEN_FIELD_HTML } from "./form.ts";
import { CALL_BACK_FIELD, REACH } from "./posted.ts";
import type { Promised } from "./promise.ts";
import { questionHtml } from "./questions.ts";
import type { Words } from "./words.ts";

/** Beside the company's style sheet, for the pages that offer to call back. */
export const CALL_BACK_STYLE = `section{margin:1.25rem 0 0;padding:.875rem;border:1px solid var(--line);border-radius:.5rem}
section form>.text{margin-block-start:.5rem}
form>.text label{font-size:.9375rem;font-weight:400}
form>.text+div+button{margin-block-start:.75rem}
details{margin:.25rem 0 0}
summary{width:fit-content;padding:.25rem 0;color:var(--fill);font-size:.9375rem;cursor:pointer}
summary:focus-visible{outline:.1875rem solid var(--text);outline-offset:.125rem}`;

/** The offer to be called back or, to who took it, what they were promised. */
export function callBackHtml(
  token: string,
  promised: Promised | undefined,
  brand: Brand,
  words: Words,
): string {
  const [heading, rest] =
    promised === undefined
      ? [words.callBackQuestion, offerHtml({ token, button: words.callBackAsk }, words)]
      : [words.callBackPromised, promisedHtml(token, promised, brand, words)];
  return `<section>
<h2>${escapeHtml(heading)}</h2>
${rest}
</section>`;
}

/** Until when somebody is called back, what they said of how to reach them, and a way to say it again. */
export function promisedHtml(
  token: string,
  { dueAt, timeZone, reach }: Promised,
  brand: Brand,
  words: Words,
): string {
  return `<p>${escapeHtml(words.callBackUntil(brand.name, words.day(dueAt, timeZone)))}</p>
${reach === undefined ? "" : `<p>${escapeHtml(words.callBackSaid(reach))}</p>\n`}<details>
<summary>${escapeHtml(words.callBackChange)}</summary>
${offerHtml({ token, button: words.callBackSave, ...(reach !== undefined && { typed: reach }) }, words)}
</details>`;
}

type Offer = {
  readonly token: string;
  readonly button: string;
  readonly typed?: string;
  readonly error?: string;
};

/** The form that asks: one field, which may stay empty, and a button. */
export function offerHtml({ token, button, typed, error }: Offer, words: Words): string {
  const reach = questionHtml(
    {
      question: REACH,
      place: 0,
      wording: { text: words.callBackReach, lang: words.lang },
      values: typed === undefined ? [] : [typed],
      ...(error === undefined ? {} : { error }),
    },
    words,
  );
  return `<form method="post" action="${escapeHtml(token)}" accept-charset="utf-8">
<input type="hidden" name="${CALL_BACK_FIELD}" value="yes">
${reach}
${HIDDEN_FIELD_HTML}
<button>${escapeHtml(button)}</button>
</form>`;
}
