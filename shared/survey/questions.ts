import { escape as escapeHtml } from "html-escaper";
import type { Question } from "../domain/programs/program.ts";
import { MAX_LINE_CHARACTERS, MAX_TEXT_CHARACTERS, onOneLine } from "./answers.ts";
import { markOf } from "./follow-ups.ts";
import { languageAttributes, optionWordingOf, type Wording, wordingHtml } from "./wording.ts";
import type { Words } from "./words.ts";

/** A question as it stands on the page: its words for this company, what is filled in, what is wrong with that. */
export type AskedQuestion = {
  readonly question: Question;
  /** Where it stands in the survey, from 0. */
  readonly place: number;
  readonly wording: Wording;
  /** Several of a multiple choice, or of what somebody posted who had no form. */
  readonly values: readonly string[];
  readonly error?: string;
};

/** The id of a question's first control, where a link to the question leads. */
export const controlId = (questionId: string): string => `q-${questionId}`;

export function questionHtml(asked: AskedQuestion, words: Words): string {
  switch (asked.question.kind) {
    case "nps":
      return fieldset(asked, words, npsScale(asked, words));
    case "csat":
      return fieldset(asked, words, csatSteps(asked, words));
    case "single-choice":
    case "multiple-choice":
      return fieldset(asked, words, optionList(asked, asked.question, words));
    case "text":
      return textField(asked, asked.question.length ?? "long", words);
  }
}

const errorId = (asked: AskedQuestion): string => `${escapeHtml(asked.question.questionId)}-error`;

const describedBy = (asked: AskedQuestion): string =>
  asked.error === undefined ? "" : ` aria-describedby="${errorId(asked)}"`;

const errorLine = (asked: AskedQuestion): string =>
  asked.error === undefined ? "" : `<p class="error" id="${errorId(asked)}">${escapeHtml(asked.error)}</p>\n`;

const wording = (asked: AskedQuestion, words: Words): string =>
  wordingHtml(asked.wording, words.lang) +
  (asked.question.required ? "" : ` <small>${escapeHtml(words.optional)}</small>`);

function fieldset(asked: AskedQuestion, words: Words, controls: string): string {
  const hint =
    asked.question.kind === "multiple-choice"
      ? ` <small class="hint">${escapeHtml(words.chooseAny)}</small>`
      : "";
  return `<fieldset${markOf(asked.place)}${describedBy(asked)}>
<legend>${wording(asked, words)}${hint}</legend>
${errorLine(asked)}${controls}
</fieldset>`;
}

/** One of several controls under one question; the first is where a link to the question leads. */
function control(type: "radio" | "checkbox", asked: AskedQuestion, value: string, isFirst: boolean): string {
  const { questionId } = asked.question;
  const id = isFirst ? ` id="${escapeHtml(controlId(questionId))}"` : "";
  const checked = asked.values.includes(value) ? " checked" : "";
  return `<input type="${type}"${id} name="${escapeHtml(questionId)}" value="${escapeHtml(value)}"${checked}>`;
}

/**
 * Lowest first in reading order, so that 0 stands at the right in Arabic and Hebrew: what comes first on a scale draws
 * answers alike in both directions of reading (Krebs and Bachner 2018), and figures must compare.
 */
function npsScale(asked: AskedQuestion, words: Words): string {
  const [lowest, highest] = words.npsEnds;
  const spoken: Readonly<Record<number, string>> = { 0: lowest, 10: highest };
  const points = Array.from({ length: 11 }, (_, value) => {
    const end = spoken[value] === undefined ? "" : `<b class="off">, ${escapeHtml(spoken[value])}</b>`;
    return `<label>${control("radio", asked, String(value), value === 0)}<span>${value}${end}</span></label>`;
  });
  return `<div class="nps">
${points.join("\n")}
</div>
<p class="ends" aria-hidden="true"><span>0 – ${escapeHtml(lowest)}</span><span>10 – ${escapeHtml(highest)}</span></p>`;
}

function csatSteps(asked: AskedQuestion, words: Words): string {
  const steps = words.csatSteps.map(
    (step, i) =>
      `<label>${control("radio", asked, String(i + 1), i === 0)}<span>${escapeHtml(step)}</span></label>`,
  );
  return `<div class="list csat">\n${steps.join("\n")}\n</div>`;
}

type Choice = Extract<Question, { options: unknown }>;

function optionList(asked: AskedQuestion, question: Choice, words: Words): string {
  const type = question.kind === "single-choice" ? "radio" : "checkbox";
  const options = question.options.map((option, i) => {
    const said = optionWordingOf(option, question, words.lang);
    const span = `<span${languageAttributes(said, words.lang)}>${escapeHtml(said.text)}</span>`;
    return `<label>${control(type, asked, option.optionId, i === 0)}${span}</label>`;
  });
  return `<div class="list">\n${options.join("\n")}\n</div>`;
}

function textField(asked: AskedQuestion, length: "short" | "long", words: Words): string {
  const id = escapeHtml(controlId(asked.question.questionId));
  const name = escapeHtml(asked.question.questionId);
  const invalid = asked.error === undefined ? "" : ' aria-invalid="true"';
  const attributes = `id="${id}" name="${name}" dir="auto"${invalid}${describedBy(asked)}`;
  const typed = asked.values.join("\n");
  // A line break right after the tag would be dropped by the browser, so one of ours stands before the words.
  const field =
    length === "short"
      ? `<input type="text" ${attributes} maxlength="${MAX_LINE_CHARACTERS}" value="${escapeHtml(onOneLine(typed))}">`
      : `<textarea ${attributes} rows="3" maxlength="${MAX_TEXT_CHARACTERS}">
${escapeHtml(typed)}</textarea>`;
  return `<div class="text"${markOf(asked.place)}>
<label for="${id}">${wording(asked, words)}</label>
${errorLine(asked)}${field}
</div>`;
}
