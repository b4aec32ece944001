import type { Question } from "../domain/program.ts";
import type { Answer } from "../domain/survey-answer.ts";
import type { AnswerProblem, FormProblem } from "./words.ts";

/** As a browser counts: UTF-16 units, a line break as one. */
export const MAX_TEXT_CHARACTERS = 4_000;

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
  for (const { questionId, kind } of questions) {
    const read = Array.isArray(values.get(questionId))
      ? refused("several")
      : readers[kind](values.get(questionId));
    if (read.kind === "refused") problems.push({ questionId, problem: read.problem });
    if (read.kind === "answered") answers.push({ questionId, kind, value: read.value });
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
  if (score === undefined || question.kind === "text") return undefined;
  const read = readers[question.kind](score);
  return read.kind === "answered" ? String(read.value) : undefined;
}

type Read =
  | { readonly kind: "unanswered" }
  | { readonly kind: "answered"; readonly value: number | string }
  | { readonly kind: "refused"; readonly problem: AnswerProblem };

const UNANSWERED: Read = { kind: "unanswered" };
const refused = (problem: AnswerProblem): Read => ({ kind: "refused", problem });

const readers: Readonly<Record<Question["kind"], (value: unknown) => Read>> = {
  nps: (value) => readStep(value, 0, 10, "not-on-scale"),
  csat: (value) => readStep(value, 1, 5, "not-a-step"),
  text: readText,
};

function readStep(value: unknown, lowest: number, highest: number, problem: AnswerProblem): Read {
  if (value === undefined || value === null) return UNANSWERED;
  if (typeof value !== "number" && typeof value !== "string") return refused(problem);
  const digits = String(value).trim();
  if (digits === "") return UNANSWERED;
  if (!/^\d{1,2}$/.test(digits)) return refused(problem);
  const step = Number(digits);
  return step < lowest || step > highest ? refused(problem) : { kind: "answered", value: step };
}

function readText(value: unknown): Read {
  if (value === undefined || value === null) return UNANSWERED;
  if (typeof value !== "string") return refused("not-text");
  // Half a surrogate pair is no character, and the table refuses it.
  const text = value
    .toWellFormed()
    .replaceAll("\r\n", "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .trim();
  if (text === "") return UNANSWERED;
  return text.length > MAX_TEXT_CHARACTERS ? refused("too-long") : { kind: "answered", value: text };
}
