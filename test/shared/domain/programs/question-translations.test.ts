import { describe, expect, it } from "vitest";
import { type ProgramDefinition, Question } from "#shared/domain/programs/program.ts";
import { problemsOf } from "#shared/domain/programs/program-problems.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";

type Csat = Extract<Question, { kind: "csat" }>;
const asked = (over: Partial<Csat>): Csat => ({
  questionId: "csat",
  kind: "csat",
  text: "How satisfied are you with {company}?",
  required: true,
  ...over,
});
function problemsWith(question: Question) {
  const [first] = SHIPPED_PROGRAMS;
  if (first === undefined) throw new Error("no program is shipped");
  const { programId, version: _, ...definition } = first;
  const changed: ProgramDefinition = { ...definition, questions: [question] };
  return problemsOf(programId, changed, []);
}

describe("a question's translations", () => {
  it("are any of our languages, and need not name the company", () => {
    const question = asked({ translations: { de: "Wie zufrieden sind Sie?", ja: "満足ですか。" } });
    expect(Question.parse(question)).toEqual(question);
    expect(problemsWith(question)).toEqual([]);
  });

  it.each(["it", "pt-BR", "DE", "__proto__"])("into %s are refused by that name", (name) => {
    const translations: Record<string, string> = Object.fromEntries([[name, "Come va?"]]);
    const [problem, ...others] = problemsWith(asked({ translations }));
    expect(others).toEqual([]);
    expect(problem?.path).toBe(`questions.0.translations.${name}`);
    expect(problem?.message).toContain(`there is no language "${name}": name en, de,`);
  });

  it("do not say again what the text says", () => {
    const english = problemsWith(asked({ translations: { en: "How satisfied are you?" } }));
    expect(english.map(({ path }) => path)).toEqual(["questions.0.translations.en"]);
    const german = asked({ language: "de", text: "Zufrieden?", translations: { en: "Satisfied?" } });
    expect(problemsWith(german)).toEqual([]);
  });

  it("need words, and the text a language of ours", () => {
    const parsed = Question.safeParse({ ...asked({ translations: { de: " " } }), language: "xx" });
    expect(parsed.error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
      ["language", "must be one of en, de, fr, es, pt, ja, ar, he"],
      ["translations.de", "a question needs its words"],
    ]);
  });
});
