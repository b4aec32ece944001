import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../language.ts";
import type { Option, ProgramDefinition, Question } from "./program.ts";

/** Why a field of a definition cannot stand, by its path from the top. */
export type ProgramProblem = { readonly path: string; readonly message: string };

/** What cannot work in a program's questions; empty where they can all be asked. */
export function questionProblems({ questions }: Pick<ProgramDefinition, "questions">): ProgramProblem[] {
  const ids = questions.map(({ questionId }) => questionId);
  const problems = questions.flatMap((question, i): ProgramProblem[] => {
    const path = `questions.${i}`;
    const idProblem = {
      path: `${path}.questionId`,
      message: `${question.questionId} is asked before under the same id`,
    };
    return [
      ...(ids.indexOf(question.questionId) < i ? [idProblem] : []),
      ...npsProblems(question, questions.slice(0, i), path),
      ...translationProblems(question, path),
      ...("options" in question ? optionProblems(question.options, question.language, path) : []),
      ...showWhenProblems(question, questions.slice(0, i), path),
    ];
  });
  const kind = questions[0]?.kind;
  if (kind === "nps" || kind === "csat") return problems;
  const message = "the first question is the one that the mail lets answer: make it NPS or CSAT";
  return [...problems, { path: "questions.0.kind", message }];
}

function npsProblems(
  { kind, showWhen }: Question,
  before: readonly Question[],
  path: string,
): ProgramProblem[] {
  if (kind !== "nps") return [];
  if (before.some((each) => each.kind === "nps")) {
    return [{ path: `${path}.kind`, message: "NPS is one question, and there is one before" }];
  }
  if (showWhen === undefined || before.length === 0) return [];
  const message = "NPS is asked of everybody: asked by score, it would be a figure of some";
  return [{ path: `${path}.showWhen`, message }];
}

/** The scores that a question can be given, lowest and highest. */
const SCALES: Partial<Record<Question["kind"], readonly [lowest: number, highest: number]>> = {
  nps: [0, 10],
  csat: [1, 5],
};

function showWhenProblems({ showWhen }: Question, before: readonly Question[], at: string): ProgramProblem[] {
  if (showWhen === undefined) return [];
  const path = `${at}.showWhen`;
  if (before.length === 0) {
    const message = "the first question is the one that the mail lets answer: ask it of everybody";
    return [{ path, message }];
  }
  const { questionId, from, to } = showWhen;
  const asked = before.find((question) => question.questionId === questionId);
  const scale = asked && SCALES[asked.kind];
  if (scale === undefined) {
    const message = `must name an NPS or CSAT question that is asked before; ${JSON.stringify(questionId)} is none`;
    return [{ path: `${path}.questionId`, message }];
  }
  if (asked?.showWhen !== undefined) {
    const message = `${questionId} is shown by score itself: name a question that everybody is asked`;
    return [{ path: `${path}.questionId`, message }];
  }
  const [lowest, highest] = scale;
  const offScale = (["from", "to"] as const).filter(
    (end) => showWhen[end] < lowest || showWhen[end] > highest,
  );
  if (offScale.length > 0) {
    const message = `is not on the scale of ${questionId}, ${lowest} to ${highest}`;
    return offScale.map((end) => ({ path: `${path}.${end}`, message }));
  }
  if (from <= to) return [];
  return [{ path: `${path}.to`, message: `must not be below from, ${from}` }];
}

function optionProblems(
  options: readonly Option[],
  language: Language | undefined,
  at: string,
): ProgramProblem[] {
  const ids = options.map(({ optionId }) => optionId);
  return options.flatMap(({ optionId, text, translations = {} }, j) => {
    const path = `${at}.options.${j}`;
    const idMessage = `${optionId} is an option before under the same id`;
    const isNaming = [text, ...Object.values(translations)].some((words) => words.includes("{company}"));
    const message = "an option cannot fill in {company}: write the name, or leave it to the question";
    return [
      ...(ids.indexOf(optionId) < j ? [{ path: `${path}.optionId`, message: idMessage }] : []),
      ...(isNaming ? [{ path, message }] : []),
      ...translationProblems({ translations, language }, path),
    ];
  });
}

/** What cannot be a translation of words of the program, which stand at `path`. */
export function translationProblems(
  {
    translations = {},
    language = DEFAULT_LANGUAGE,
  }: {
    readonly translations?: Readonly<Record<string, string>> | undefined;
    readonly language?: Language | undefined;
  },
  at: string,
): ProgramProblem[] {
  const known: readonly string[] = LANGUAGES;
  return Object.keys(translations).flatMap((name) => {
    const path = `${at}.translations.${name}`;
    if (!known.includes(name)) {
      const message = `there is no language ${JSON.stringify(name)}: name ${known.join(", ")}`;
      return [{ path, message }];
    }
    if (name !== language) return [];
    return [{ path, message: "is what text is written in already: leave it out, or set language" }];
  });
}
