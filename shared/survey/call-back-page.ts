import { escape as escapeHtml } from "html-escaper";
import type { Reply } from "../lambda/reply.ts";
import type { Brand } from "./brand.ts";
import { CALL_BACK_STYLE, offerHtml, promisedHtml } from "./call-back.ts";
import { surveyPage } from "./layout.ts";
import { REACH } from "./posted.ts";
import type { Promised } from "./promise.ts";
import { controlId } from "./questions.ts";
import { mayChangeHtml } from "./thank-you.ts";
import type { AnswerProblem, Words } from "./words.ts";

type Survey = { readonly token: string; readonly closesAt?: string };

/** Says to who asked to be called back by when that is, and what they said of how to reach them. */
export function promisedPage(survey: Survey, promised: Promised, brand: Brand, words: Words): Reply {
  const title = words.callBackPromised;
  const body = `<h1>${escapeHtml(title)}</h1>
${promisedHtml(survey.token, promised, brand, words)}
${mayChangeHtml(survey, words)}`;
  return surveyPage(200, brand, words, { title, body, style: CALL_BACK_STYLE });
}

/** The offer once more, with what was typed and why it cannot be taken. */
export function refusedOfferPage(
  survey: Survey,
  refused: { readonly typed: string; readonly problem: AnswerProblem },
  brand: Brand,
  words: Words,
): Reply {
  const error = words.answerProblems[refused.problem];
  const offer = { token: survey.token, button: words.callBackAsk, typed: refused.typed, error };
  const body = `<h1>${escapeHtml(words.callBackQuestion)}</h1>
<div class="errors" role="alert" tabindex="-1" autofocus>
<h2>${escapeHtml(words.callBackRefused)}</h2>
<ul><li><a href="#${controlId(REACH.questionId)}">${escapeHtml(error)}</a></li></ul>
</div>
${offerHtml(offer, words)}
${mayChangeHtml(survey, words)}`;
  const title = words.errorTitle(words.callBackQuestion);
  return surveyPage(400, brand, words, { title, body, style: CALL_BACK_STYLE });
}
