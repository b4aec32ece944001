import { escape as escapeHtml } from "html-escaper";
import type { Answer } from "../domain/answers/survey-answer.ts";
import { isAnonymous } from "../domain/programs/anonymity.ts";
import type { Program } from "../domain/programs/program.ts";
import type { Reply } from "../lambda/reply.ts";
import type { Brand } from "./brand.ts";
import { CALL_BACK_STYLE, callBackHtml } from "./call-back.ts";
import { surveyPage } from "./layout.ts";
import type { Promised } from "./promise.ts";
import { spokenHtml } from "./spoken.ts";
import { wordingHtml, wordingOf } from "./wording.ts";
import type { Words } from "./words.ts";

type Answered = {
  readonly token: string;
  readonly program: Program;
  readonly answers: readonly Answer[];
  readonly closesAt?: string;
  /** What somebody was promised who has asked to be called back. */
  readonly promised?: Promised | undefined;
};

/** Says that the answer is kept, what it was, what happens next, how to be called back, and how to change it. */
export function thankYouPage(answered: Answered, brand: Brand, words: Words): Reply {
  const { token, program, promised } = answered;
  const [offer, close] = isAnonymous(program)
    ? [`<p>${escapeHtml(words.anonymousReach)}</p>`, `<p class="note">${escapeHtml(words.anonymous)}</p>`]
    : [callBackHtml(token, promised, brand, words), mayChangeHtml(answered, words)];
  const body = `<h1>${escapeHtml(words.thanks)}</h1>
<p>${whatHappensNext(program, brand, words)}</p>
${offer}
${givenHtml(answered, brand, words)}
${close}`;
  return surveyPage(200, brand, words, { title: words.thanks, body, style: CALL_BACK_STYLE });
}

/** That an answer can be changed until the survey closes, and the link to do so. */
export const mayChangeHtml = (
  { token, closesAt }: { readonly token: string; readonly closesAt?: string },
  words: Words,
): string =>
  `<p class="note">${escapeHtml(words.mayChange(closesAt && words.moment(closesAt)))}
<a href="${escapeHtml(token)}">${escapeHtml(words.change)}</a></p>`;

/** As the program says it, or else as we do. */
function whatHappensNext(program: Program, brand: Brand, words: Words): string {
  if (program.afterwards !== undefined)
    return wordingHtml(wordingOf(program.afterwards, words.lang, brand.name), words.lang);
  return escapeHtml((isAnonymous(program) ? words.anonymousNext : words.whatHappensNext)(brand.name));
}

function givenHtml({ program, answers }: Answered, brand: Brand, words: Words): string {
  const given = program.questions.flatMap((question) => {
    const answer = answers.find((each) => each.questionId === question.questionId);
    if (answer === undefined) return [];
    const asked = wordingHtml(wordingOf(question, words.lang, brand.name), words.lang);
    // What a customer wrote may run the other way than the page.
    const dir = question.kind === "text" ? ' dir="auto"' : "";
    return [`<dt>${asked}</dt><dd${dir}>${spokenHtml(question, answer, words)}</dd>`];
  });
  return `<dl>\n${given.join("\n")}\n</dl>`;
}
