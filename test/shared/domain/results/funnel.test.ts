import { describe, expect, it } from "vitest";
import type { Answer } from "#shared/domain/answers/survey-answer.ts";
import type { Question } from "#shared/domain/programs/program.ts";
import { stepsOf } from "#shared/domain/results/funnel.ts";
import { anInvitation, aProgram } from "../../../builders.ts";

const asked = { text: "Well?", required: true };
const questions: Question[] = [
  { ...asked, questionId: "nps", kind: "nps" },
  {
    ...asked,
    questionId: "missing",
    kind: "multiple-choice",
    options: ["speed", "price"].map((optionId) => ({ optionId, text: optionId })),
    showWhen: { questionId: "nps", from: 0, to: 6 },
  },
];
const versions = new Map([[1, aProgram("post-onboarding", { questions })]]);
const nps = (value: number): Answer => ({ questionId: "nps", kind: "nps", value });
const missing: Answer = { questionId: "missing", kind: "multiple-choice", value: ["price"] };

const isCompleted = (...answers: Answer[]): boolean =>
  stepsOf(
    anInvitation({ programVersion: 1 }),
    { answeredAt: "2026-12-02T09:00:00.000Z", version: 1, answers },
    versions,
  ).includes("completed");

describe("an answer is complete", () => {
  it("without a required follow-up that is not asked by its score", () => {
    expect([7, 8, 9, 10].filter((score) => !isCompleted(nps(score)))).toEqual([]);
  });

  it("only with a required follow-up that is asked by its score", () => {
    expect([0, 3, 6].filter((score) => isCompleted(nps(score)))).toEqual([]);
    expect([0, 3, 6].filter((score) => !isCompleted(nps(score), missing))).toEqual([]);
  });

  it("not by a follow-up alone", () => {
    expect(isCompleted(missing)).toBe(false);
  });
});
