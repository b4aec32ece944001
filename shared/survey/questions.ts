import { escape as escapeHtml } from "html-escaper";
import type { Question } from "../domain/program.ts";
import { MAX_TEXT_CHARACTERS } from "./answers.ts";
import { type Wording, wordingHtml } from "./wording.ts";
import type { Words } from "./words.ts";

/** A question as it stands on the page: its words for this company, what is filled in, what is wrong with that. */
export type AskedQuestion = {
  readonly question: Question;
  readonly wording: Wording;
  readonly value: string;
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
    case "text":
      return textField(asked, words);
  }
}

const errorId = (asked: AskedQuestion): string => `${escapeHtml(asked.question.questionId)}-error`;

const describedBy = (asked: AskedQuestion): string =>
  asked.error === undefined ? "" : ` aria-describedby="${errorId(asked)}"`;

const errorLine = (asked: AskedQuestion): string =>
  asked.error === undefined ? "" : `<p class="error" id="${errorId(asked)}">${escapeHtml(asked.error)}</p>\n`;

const wording = (asked: AskedQuestion, words: Words): string =>
  wordingHtml(asked.wording, words.lang) +
  (asked.question.required ? "" : ` <span class="optional">${escapeHtml(words.optional)}</span>`);

function fieldset(asked: AskedQuestion, words: Words, controls: string): string {
  return `<fieldset${describedBy(asked)}>
<legend>${wording(asked, words)}</legend>
${errorLine(asked)}${controls}
</fieldset>`;
}

function radio(asked: AskedQuestion, value: number, isFirst: boolean): string {
  const { questionId } = asked.question;
  const id = isFirst ? ` id="${escapeHtml(controlId(questionId))}"` : "";
  const checked = asked.value === String(value) ? " checked" : "";
  return `<input type="radio"${id} name="${escapeHtml(questionId)}" value="${value}"${checked}>`;
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
    return `<label>${radio(asked, value, value === 0)}<span>${value}${end}</span></label>`;
  });
  return `<div class="nps">
${points.join("\n")}
</div>
<p class="ends" aria-hidden="true"><span>0 – ${escapeHtml(lowest)}</span><span>10 – ${escapeHtml(highest)}</span></p>`;
}

function csatSteps(asked: AskedQuestion, words: Words): string {
  const steps = words.csatSteps.map(
    (step, i) => `<label>${radio(asked, i + 1, i === 0)}<span>${escapeHtml(step)}</span></label>`,
  );
  return `<div class="csat">\n${steps.join("\n")}\n</div>`;
}

function textField(asked: AskedQuestion, words: Words): string {
  const id = escapeHtml(controlId(asked.question.questionId));
  const name = escapeHtml(asked.question.questionId);
  const invalid = asked.error === undefined ? "" : ' aria-invalid="true"';
  // A line break right after the tag would be dropped by the browser, so one of ours stands before the words.
  return `<div class="text">
<label for="${id}">${wording(asked, words)}</label>
${errorLine(asked)}<textarea id="${id}" name="${name}" rows="3" dir="auto" maxlength="${MAX_TEXT_CHARACTERS}"${invalid}${describedBy(asked)}>
${escapeHtml(asked.value)}</textarea>
</div>`;
}
