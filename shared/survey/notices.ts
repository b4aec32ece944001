import { escape as escapeHtml } from "html-escaper";
import type { Reply } from "../lambda/reply.ts";
import type { Brand } from "./brand.ts";
import { surveyPage } from "./layout.ts";
import type { Words } from "./words.ts";

/** Why there is no form, or the answer was not taken. */
export type Notice =
  | "unknown"
  /** Of a wrong, malformed, closed or erased survey alike, so that nobody learns which of them it is. */
  | "not-open"
  | "answered-already"
  | "too-many"
  | "too-large"
  | "unsupported"
  | "unreadable"
  | "failed"
  | "failed-to-show";

/** What a notice says, to a person and, as problem details, to a program. */
export function noticeOf(
  notice: Notice,
  company: string,
  words: Words,
): { readonly status: number; readonly heading: string; readonly text: string } {
  switch (notice) {
    case "unknown":
      return { status: 404, heading: words.invalidLink, text: words.invalidLinkExplained };
    case "not-open":
      return { status: 404, heading: words.notOpen, text: words.notOpenExplained(company) };
    case "answered-already":
      return { status: 200, heading: words.answeredAlready, text: words.answeredAlreadyExplained };
    case "too-many":
      return { status: 429, heading: words.tooMany, text: words.tooManyExplained };
    case "too-large":
      return { status: 413, heading: words.tooLarge, text: words.tooLargeExplained };
    case "unsupported":
      return { status: 415, heading: words.unsupported, text: words.unsupportedExplained };
    case "unreadable":
      return { status: 400, heading: words.unreadable, text: words.unreadableExplained };
    case "failed-to-show":
      return { status: 500, heading: words.failed, text: words.failedToShowExplained };
    case "failed":
      return { status: 500, heading: words.failed, text: words.failedExplained };
  }
}

/** @param late what somebody typed that cannot be kept any more, given back to be copied; empty where nothing was */
export function noticePage(notice: Notice, brand: Brand, words: Words, late = ""): Reply {
  const { status, heading, text } = noticeOf(notice, brand.name, words);
  const body = `<h1>${escapeHtml(heading)}</h1>
<p>${escapeHtml(text)}</p>${late === "" ? "" : `\n${lateHtml(late, words)}`}`;
  return surveyPage(status, brand, words, { title: heading, body });
}

/** One field, so that all of it is marked and copied at once. Its first line break is ours: a browser drops it. */
const lateHtml = (late: string, words: Words): string => `<div class="text">
<label for="late">${escapeHtml(words.lateAnswer)}</label>
<textarea id="late" rows="8" dir="auto" readonly>
${escapeHtml(late)}</textarea>
</div>`;
