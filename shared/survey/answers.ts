import type { Answer } from "../domain/answers/survey-answer.ts";
import type { Option, Question } from "../domain/programs/program.ts";
import type { AnswerProblem, FormProblem } from "./words.ts";

/** As a browser counts: UTF-16 units, a line break as one. */
export const MAX_TEXT_CHARACTERS = 4_000;
export const MAX_LINE_CHARACTERS = 200;

export type Problems = {
  readonly form?: FormProblem;
  readonly answers: readonly { readonly questionId: string; readonly problem: AnswerProblem }[];
};

export type CheckedAnswers =
  /** `notAsked` are the names that no question has: the good answers beside them are taken all the same. */
  | { readonly kind: "valid"; readonly answers: readonly Answer[]; readonly notAsked: readonly string[] }
  | { readonly kind: "invalid"; readonly problems: Problems };

/**
 * Holds what was posted against the questions: a wrong value refuses the whole, a question left out does not,
 * as long as one is answered.
 *
 * @param values by question id; an array where a question was given more than once
 */
export function checkAnswers(
  questions: readonly Question[],
  values: ReadonlyMap<string, unknown>,
): CheckedAnswers {
  const answers: Answer[] = [];
  const problems: Problems["answers"][number][] = [];
  const firstCsat = questions.find(({ kind }) => kind === "csat");
  for (const question of questions) {
    const { questionId, kind } = question;
    const read = readAnswer(question, values.get(questionId));
    if (read.kind === "refused") problems.push({ questionId, problem: read.problem });
    if (read.kind === "answered") {
      const isBeside = kind === "csat" && question !== firstCsat;
      answers.push({ questionId, kind, value: read.value, ...(isBeside && { isBeside }) });
    }
  }
  const known = new Set(questions.map(({ questionId }) => questionId));
  const notAsked = [...values.keys()].filter((name) => !known.has(name));
  if (problems.length > 0) return { kind: "invalid", problems: { answers: problems } };
  if (answers.length > 0) return { kind: "valid", answers, notAsked };
  const unknown = notAsked.map((questionId) => ({ questionId, problem: "unknown-question" as const }));
  return { kind: "invalid", problems: { form: "nothing-answered", answers: unknown } };
}

/** The answer a score link preselects: undefined unless it is one the question can take. */
export function preselected(question: Question, score: string | undefined): string | undefined {
  if (question.kind !== "nps" && question.kind !== "csat") return undefined;
  const read = readAnswer(question, score);
  return read.kind === "answered" ? String(read.value) : undefined;
}

/** Words as they stand on one line. */
export const onOneLine = (text: string): string =>
  text.replace(/[\r\n\t\v\f\u0085\u2028\u2029]+/g, " ").trim();

type Read =
  | { readonly kind: "unanswered" }
  | { readonly kind: "answered"; readonly value: Answer["value"] }
  | { readonly kind: "refused"; readonly problem: AnswerProblem };

const UNANSWERED: Read = { kind: "unanswered" };
const refused = (problem: AnswerProblem): Read => ({ kind: "refused", problem });

/** One answer as it was posted, read as its question takes it. */
export function readAnswer(question: Question, value: unknown): Read {
  if (value === undefined || value === null) return UNANSWERED;
  if (question.kind === "multiple-choice") return readOptions(question.options, [value].flat());
  if (Array.isArray(value)) return refused("several");
  switch (question.kind) {
    case "nps":
      return readStep(value, 0, 10, "not-on-scale");
    case "csat":
      return readStep(value, 1, 5, "not-a-step");
    case "single-choice": {
      const read = readOptions(question.options, [value]);
      return read.kind === "answered" ? { kind: "answered", value: String(value) } : read;
    }
    case "text":
      return question.length === "short" ? readLine(value) : readText(value, MAX_TEXT_CHARACTERS, "too-long");
  }
}

function readStep(value: unknown, lowest: number, highest: number, problem: AnswerProblem): Read {
  if (typeof value !== "number" && typeof value !== "string") return refused(problem);
  const digits = String(value).trim();
  if (digits === "") return UNANSWERED;
  if (!/^\d{1,2}$/.test(digits)) return refused(problem);
  const step = Number(digits);
  return step < lowest || step > highest ? refused(problem) : { kind: "answered", value: step };
}

/** Which of the options are named, in their own order and each once; a form's empty field names none. */
function readOptions(options: readonly Option[], values: readonly unknown[]): Read {
  const named = new Set(values.filter((value) => value !== ""));
  const known = options.flatMap(({ optionId }) => (named.has(optionId) ? [optionId] : []));
  if (known.length < named.size) return refused("not-an-option");
  return known.length === 0 ? UNANSWERED : { kind: "answered", value: known };
}

const readLine = (value: unknown): Read =>
  readText(typeof value === "string" ? onOneLine(value) : value, MAX_LINE_CHARACTERS, "too-long-for-a-line");

function readText(value: unknown, limit: number, problem: AnswerProblem): Read {
  if (typeof value !== "string") return refused("not-text");
  // Half a surrogate pair is no character, and the table refuses it.
  const text = value
    .toWellFormed()
    .replaceAll("\r\n", "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .trim();
  if (text === "") return UNANSWERED;
  return text.length > limit ? refused(problem) : { kind: "answered", value: text };
}
