import { escape as escapeHtml } from "html-escaper";
import type { Reply } from "../lambda/reply.ts";
import type { Brand } from "./brand.ts";
import { surveyPage } from "./layout.ts";
import type { Words } from "./words.ts";

type Closed = {
  readonly closesAt?: string;
  readonly hasAnswered: boolean;
  /** What somebody sent too late, in words; empty or absent where nothing was. */
  readonly late?: string;
};

/** What there is to say of a closed survey, to a person and, as problem details, to a program. */
export function closedWords({ closesAt, hasAnswered }: Closed, company: string, words: Words): string[] {
  return [
    ...(closesAt === undefined ? [] : [words.closedSince(words.moment(closesAt))]),
    ...(hasAnswered ? [words.answerKept] : []),
    words.closedExplained(company),
  ];
}

/** Says until when the survey was open and what to do instead; an answer that came late is given back, to be copied. */
export function closedPage(closed: Closed, brand: Brand, words: Words): Reply {
  const said = closedWords(closed, brand.name, words).map((each) => `<p>${escapeHtml(each)}</p>`);
  const body = `<h1>${escapeHtml(words.closed)}</h1>
${said.join("\n")}${closed.late ? `\n${lateHtml(closed.late, words)}` : ""}`;
  return surveyPage(410, brand, words, { title: words.closed, body });
}

/** One field, so that all of it is marked and copied at once. Its first line break is ours: a browser drops it. */
const lateHtml = (late: string, words: Words): string => `<div class="text">
<label for="late">${escapeHtml(words.lateAnswer)}</label>
<textarea id="late" rows="8" dir="auto" readonly>
${escapeHtml(late)}</textarea>
</div>`;
