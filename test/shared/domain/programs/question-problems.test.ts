import { describe, expect, it } from "vitest";
import type { Question } from "#shared/domain/programs/program.ts";
import { problemsOf } from "#shared/domain/programs/program-problems.ts";
import { aProgram } from "../../../builders.ts";

const asked = { text: "Well?", required: false };
const nps: Question = { ...asked, questionId: "nps", kind: "nps" };
const csat: Question = { ...asked, questionId: "csat", kind: "csat" };
const why: Question = { ...asked, questionId: "why", kind: "text", length: "short" };
const options = [
  { optionId: "speed", text: "Speed", translations: { de: "Tempo" } },
  { optionId: "price", text: "Price" },
];
const one: Question = { ...asked, questionId: "one", kind: "single-choice", options };
const any: Question = { ...one, questionId: "any", kind: "multiple-choice" };
const when = (questionId: string, from: number, to: number) => ({ showWhen: { questionId, from, to } });

function problemsWith(questions: Question[], over: Partial<ReturnType<typeof aProgram>> = {}) {
  const { programId, version: _, ...definition } = aProgram("post-onboarding", { questions, ...over });
  return problemsOf(programId, definition, []);
}

it("a survey may ask all kinds of questions, and follow up on a score of either scale", () => {
  const low = { ...any, questionId: "low", ...when("nps", 0, 6) };
  const once = { ...why, questionId: "once", ...when("csat", 5, 5) };
  expect(problemsWith([nps, low, csat, once, one, any])).toEqual([]);
  expect(problemsWith([csat, nps, { ...csat, questionId: "support", ...when("csat", 1, 3) }])).toEqual([]);
});

describe("what cannot work", () => {
  it.each<[string, RegExp, Question[]]>([
    ["questions.0.kind", /NPS or CSAT/, [one, nps]],
    ["questions.0.kind", /NPS or CSAT/, [why, nps]],
    ["questions.0.showWhen", /ask it of everybody/, [{ ...nps, ...when("csat", 1, 2) }, csat]],
    ["questions.1.showWhen", /NPS is asked of everybody/, [csat, { ...nps, ...when("csat", 4, 5) }]],
    ["questions.1.showWhen.questionId", /"mood" is none/, [nps, { ...why, ...when("mood", 0, 6) }]],
    ["questions.1.showWhen.questionId", /"csat" is none/, [nps, { ...why, ...when("csat", 1, 2) }, csat]],
    ["questions.1.showWhen.questionId", /"why" is none/, [nps, { ...why, ...when("why", 0, 6) }]],
    ["questions.2.showWhen.questionId", /"one" is none/, [nps, one, { ...why, ...when("one", 0, 6) }]],
    [
      "questions.2.showWhen.questionId",
      /shown by score itself/,
      [nps, { ...csat, ...when("nps", 0, 6) }, { ...why, ...when("csat", 1, 2) }],
    ],
    ["questions.1.showWhen.from", /nps, 0 to 10/, [nps, { ...why, ...when("nps", -1, 6) }]],
    ["questions.1.showWhen.to", /nps, 0 to 10/, [nps, { ...why, ...when("nps", 0, 11) }]],
    ["questions.1.showWhen.from", /csat, 1 to 5/, [csat, { ...why, ...when("csat", 0, 5) }]],
    ["questions.1.showWhen.to", /below from, 7/, [nps, { ...why, ...when("nps", 7, 6) }]],
    [
      "questions.1.options.2.optionId",
      /speed is an option before/,
      [nps, { ...one, options: [...options, { optionId: "speed", text: "More speed" }] }],
    ],
    [
      "questions.1.options.0",
      /cannot fill in \{company\}/,
      [nps, { ...any, options: [{ optionId: "us", text: "{company}" }, ...options] }],
    ],
    [
      "questions.1.options.0",
      /cannot fill in \{company\}/,
      [
        nps,
        { ...any, options: [{ optionId: "us", text: "Us", translations: { de: "{company}" } }, ...options] },
      ],
    ],
    [
      "questions.1.options.1.translations.it",
      /no language "it"/,
      [
        nps,
        {
          ...one,
          options: [...options.slice(0, 1), { optionId: "x", text: "X", translations: { it: "Y" } }],
        },
      ],
    ],
    ["questions.1.options.0.translations.de", /already/, [nps, { ...one, language: "de" }]],
  ])("%s: %s", (path, message, questions) => {
    expect(problemsWith(questions)).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it("names both ends of a range that are off the scale", () => {
    const paths = problemsWith([nps, { ...why, ...when("nps", -5, 20) }]).map(({ path }) => path);
    expect(paths).toEqual(["questions.1.showWhen.from", "questions.1.showWhen.to"]);
  });

  it("is to note who opened the mails of an anonymous program", () => {
    expect(problemsWith([nps], { anonymous: true, tracksOpens: true })).toEqual([
      { path: "tracksOpens", message: expect.stringContaining("anonymous") },
    ]);
    expect(problemsWith([nps], { anonymous: true, tracksOpens: false })).toEqual([]);
    expect(problemsWith([nps], { tracksOpens: true })).toEqual([]);
  });

  it("is what happens next in a language that is none of ours", () => {
    const afterwards = { text: "We write back.", translations: { it: "Scriviamo." } };
    expect(problemsWith([nps], { afterwards }).map(({ path }) => path)).toEqual([
      "afterwards.translations.it",
    ]);
  });
});
