import { escape as escapeHtml } from "html-escaper";
import { isAnonymous } from "../domain/programs/anonymity.ts";
import type { Program } from "../domain/programs/program.ts";
import type { Reply } from "../lambda/reply.ts";
import type { Problems } from "./answers.ts";
import type { Brand } from "./brand.ts";
import { followUpStyle } from "./follow-ups.ts";
import { surveyPage } from "./layout.ts";
import { ANSWERED_FIELD, HIDDEN_FIELD } from "./posted.ts";
import { type AskedQuestion, controlId, questionHtml } from "./questions.ts";
import { wordingOf } from "./wording.ts";
import type { Words } from "./words.ts";

export type SurveyForm = {
  readonly token: string;
  readonly program: Program;
  /** What is filled in, by question id; of a multiple choice there may be several. */
  readonly values: ReadonlyMap<string, string | readonly string[]>;
  readonly closesAt?: string;
  /** The questions that were answered before, by id. */
  readonly answered: readonly string[];
  /** The first answer came with the link: chosen, not sent. */
  readonly isPreselected?: boolean;
  /** Why the post was refused; without it this is a fresh form. */
  readonly problems?: Problems;
};

/** As many as take under a minute, which the introduction promises. */
const SHORT_QUESTIONS = 5;

/** Seen by nobody, and filled in by what fills in every field. */
export const HIDDEN_FIELD_HTML = `<div hidden aria-hidden="true"><input name="${HIDDEN_FIELD}" tabindex="-1" autocomplete="off"></div>`;

/**
 * Enter in a field presses its form's first button, which would send a survey half filled in, an anonymous one for
 * good: this one presses nothing.
 */
const NO_SENDING_BY_ENTER = '<input type="submit" disabled hidden>\n';

/** The survey: works without script, posts to the address it stands at. */
export function formPage(form: SurveyForm, brand: Brand, words: Words): Reply {
  const title = words.title(brand.name);
  const asked = form.program.questions.map((question, place): AskedQuestion => {
    const problem = form.problems?.answers.find((each) => each.questionId === question.questionId)?.problem;
    return {
      question,
      place,
      wording: wordingOf(question, words.lang, brand.name),
      values: [form.values.get(question.questionId) ?? []].flat(),
      ...(problem === undefined ? {} : { error: words.answerProblems[problem] }),
    };
  });
  const body = `<h1>${escapeHtml(words.heading)}</h1>
${form.problems === undefined ? noteHtml(form, words) : summaryHtml(form.problems, asked, words)}
<form method="post" action="${escapeHtml(form.token)}" accept-charset="utf-8">
<input type="hidden" name="program" value="${escapeHtml(form.program.programId)}">
<input type="hidden" name="version" value="${form.program.version}">
${answeredHtml(form)}${NO_SENDING_BY_ENTER}${asked.map((each) => questionHtml(each, words)).join("\n")}
${HIDDEN_FIELD_HTML}
<button>${escapeHtml(hasAnswered(form) ? words.sendChange : words.send)}</button>
</form>`;
  const isRefused = form.problems !== undefined;
  return surveyPage(isRefused ? 400 : 200, brand, words, {
    title: isRefused ? words.errorTitle(title) : title,
    body,
    style: followUpStyle(asked),
    ...(isAnonymous(form.program) ? {} : { footer: words.whoReads(brand.name) }),
  });
}

const hasAnswered = ({ answered }: SurveyForm): boolean => answered.length > 0;

/** By this, who empties a field takes back what stood in it; another's answer, given since, stays. */
const answeredHtml = (form: SurveyForm): string =>
  hasAnswered(form)
    ? `<input type="hidden" name="${ANSWERED_FIELD}" value="${escapeHtml(form.answered.join(" "))}">\n`
    : "";

function noteHtml(form: SurveyForm, words: Words): string {
  const notes = [
    ...(hasAnswered(form) ? [words.answeredBefore(form.closesAt && words.moment(form.closesAt))] : []),
    ...(form.isPreselected ? [words.notSentYet(hasAnswered(form) ? words.sendChange : words.send)] : []),
  ];
  // Before it is answered, for who answers differently when nobody knows.
  const promise = isAnonymous(form.program) ? `<p>${escapeHtml(words.anonymous)}</p>\n` : "";
  const isShort = form.program.questions.length <= SHORT_QUESTIONS;
  const introduction = isShort ? `<p class="quiet">${escapeHtml(words.introduction)}</p>` : "";
  if (notes.length === 0) return promise + introduction;
  return `${promise}<p class="note">${notes.map((note) => escapeHtml(note)).join(" ")}</p>`;
}

/** What is wrong, each with a link to where it is mended; focused, so that it is heard first. */
function summaryHtml(problems: Problems, asked: readonly AskedQuestion[], words: Words): string {
  const lines = asked.flatMap(({ question, error }) =>
    error === undefined ? [] : [{ questionId: question.questionId, line: error }],
  );
  const [first] = asked;
  if (problems.form !== undefined && first !== undefined) {
    lines.unshift({ questionId: first.question.questionId, line: words.formProblems[problems.form] });
  }
  const items = lines.map(
    ({ questionId, line }) =>
      `<li><a href="#${escapeHtml(encodeURIComponent(controlId(questionId)))}">${escapeHtml(line)}</a></li>`,
  );
  return `<div class="errors" role="alert" tabindex="-1" autofocus>
<h2>${escapeHtml(words.errorsHeading)}</h2>
<ul>${items.join("")}</ul>
</div>`;
}
