import { escape as escapeHtml } from "html-escaper";
import type { Answer } from "../domain/answers/survey-answer.ts";
import type { Question } from "../domain/programs/program.ts";
import { optionWordingOf, type Wording, wordingHtml } from "./wording.ts";
import type { Words } from "./words.ts";

type Given = Pick<Answer, "value">;

/** An answer as a person says it; of a choice the words of its options, each on a line. */
export function spoken(question: Question, { value }: Given, words: Words): string {
  switch (question.kind) {
    case "nps":
      return words.outOfTen(String(value));
    case "csat":
      return words.csatSteps[Number(value) - 1] ?? String(value);
    case "text":
      return String(value);
    case "single-choice":
    case "multiple-choice":
      return chosenIn(question, { value }, words)
        .map(({ text }) => text)
        .join("\n");
  }
}

/** The same on a page: several options as a list, and one that is in another language than the page says so. */
export function spokenHtml(question: Question, given: Given, words: Words): string {
  if (!("options" in question)) return escapeHtml(spoken(question, given, words));
  const chosen = chosenIn(question, given, words).map((each) => wordingHtml(each, words.lang));
  return chosen.length > 1
    ? `<ul>${chosen.map((each) => `<li>${each}</li>`).join("")}</ul>`
    : chosen.join("");
}

type Choice = Extract<Question, { options: unknown }>;

function chosenIn(question: Choice, { value }: Given, words: Words): Wording[] {
  const chosen = new Set([value].flat());
  return question.options
    .filter(({ optionId }) => chosen.has(optionId))
    .map((option) => optionWordingOf(option, question, words.lang));
}
