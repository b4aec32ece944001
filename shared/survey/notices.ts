import { escape as escapeHtml } from "html-escaper";
import type { Reply } from "../lambda/reply.ts";
import type { Brand } from "./brand.ts";
import { surveyPage } from "./layout.ts";
import type { Words } from "./words.ts";

/** Why there is no form, or the answer was not taken. */
export type Notice =
  | "unknown"
  | "too-many"
  | "too-large"
  | "unsupported"
  | "unreadable"
  | "failed"
  | "failed-to-show";

/** What a notice says, to a person and, as problem details, to a program. */
export function noticeOf(
  notice: Notice,
  words: Words,
): { readonly status: number; readonly heading: string; readonly text: string } {
  switch (notice) {
    case "unknown":
      return { status: 404, heading: words.invalidLink, text: words.invalidLinkExplained };
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

export function noticePage(notice: Notice, brand: Brand, words: Words): Reply {
  const { status, heading, text } = noticeOf(notice, words);
  const body = `<h1>${escapeHtml(heading)}</h1>\n<p>${escapeHtml(text)}</p>`;
  return surveyPage(status, brand, words, { title: heading, body });
}
