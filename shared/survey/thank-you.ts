import { escape as escapeHtml } from "html-escaper";
import type { Program, Question } from "../domain/program.ts";
import type { Answer } from "../domain/survey-answer.ts";
import type { Reply } from "../lambda/reply.ts";
import type { Brand } from "./brand.ts";
import { surveyPage } from "./layout.ts";
import { wordingHtml, wordingOf } from "./wording.ts";
import type { Words } from "./words.ts";

/** Says that the answer is kept, what it was, what happens next, and how to change it. */
export function thankYouPage(
  answered: {
    readonly token: string;
    readonly program: Program;
    readonly answers: readonly Answer[];
    readonly closesAt?: string;
  },
  brand: Brand,
  words: Words,
): Reply {
  const given = answered.program.questions.flatMap((question) => {
    const answer = answered.answers.find((each) => each.questionId === question.questionId);
    if (answer === undefined) return [];
    const asked = wordingHtml(wordingOf(question, words.lang, brand.name), words.lang);
    // What a customer wrote may run the other way than the page.
    const dir = question.kind === "text" ? ' dir="auto"' : "";
    return [`<dt>${asked}</dt><dd${dir}>${escapeHtml(spoken(question, answer, words))}</dd>`];
  });
  const body = `<h1>${escapeHtml(words.thanks)}</h1>
<p>${escapeHtml(words.whatHappensNext(brand.name))}</p>
<dl>
${given.join("\n")}
</dl>
<p class="note">${escapeHtml(words.mayChange(answered.closesAt && words.moment(answered.closesAt)))}
<a href="${escapeHtml(answered.token)}">${escapeHtml(words.change)}</a></p>`;
  return surveyPage(200, brand, words, { title: words.thanks, body });
}

/** An answer as a person says it. */
export function spoken(question: Question, answer: Pick<Answer, "value">, words: Words): string {
  switch (question.kind) {
    case "nps":
      return words.outOfTen(String(answer.value));
    case "csat":
      return words.csatSteps[Number(answer.value) - 1] ?? String(answer.value);
    case "text":
      return String(answer.value);
  }
}
