import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AnonymousAnswer } from "#shared/domain/answers/anonymous-answer.ts";
import type { Question } from "#shared/domain/programs/program.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { aProgram } from "../../builders.ts";
import { aSent, startReactions } from "./follow-up.ts";

const AREAS: Question = {
  questionId: "areas",
  kind: "multiple-choice",
  text: "What do you use?",
  required: false,
  options: [
    { optionId: "ci", text: "Pipelines", translations: { de: "Ablaufketten" } },
    { optionId: "scm", text: "Repositories" },
  ],
};

let it: Awaited<ReturnType<typeof startReactions>>;
beforeAll(async () => {
  it = await startReactions();
  const program = aProgram("post-onboarding", { programId: "pulse" });
  const definition = { ...program, questions: [...program.questions, AREAS] };
  await saveProgram(it.table, definition, { isReplanDue: false, at: new Date(0) });
});
afterAll(() => it.stop());
beforeEach(() => void it.events());

const released = (over: Partial<AnonymousAnswer> = {}): AnonymousAnswer => ({
  answerId: "7f6a2f0e-0000-4000-8000-000000000001",
  programId: "pulse",
  programVersion: 1,
  day: "2026-12-01",
  segment: "scale",
  answers: [
    { questionId: "nps", kind: "nps", value: 2 },
    { questionId: "areas", kind: "multiple-choice", value: ["ci", "scm"] },
  ],
  suspect: [],
  ...over,
});

test("an anonymous answer is told when it comes to light: as nobody's, by its day, and opens nothing", async () => {
  expect(await it.release(released())).toEqual([]);
  expect(it.events()).toEqual([
    {
      type: "Response Received",
      detail: {
        version: 1,
        id: "response-received-7f6a2f0e-0000-4000-8000-000000000001-1",
        occurredAt: "2026-12-01T00:00:00.000Z",
        responseId: "7f6a2f0e-0000-4000-8000-000000000001",
        invitationId: null,
        programId: "pulse",
        programVersion: 1,
        accountId: null,
        accountName: null,
        segment: "scale",
        contactId: null,
        answeredAt: "2026-12-01T00:00:00.000Z",
        responseVersion: 1,
        isFirst: true,
        nps: 2,
        csat: null,
        answers: [
          { questionId: "nps", kind: "nps", value: 2 },
          {
            questionId: "areas",
            kind: "multiple-choice",
            value: ["ci", "scm"],
            chosen: ["Pipelines", "Repositories"],
          },
        ],
      },
    },
  ]);
  expect(await it.markedDays("pulse")).toEqual([]);
});

test("a suspect one is told to nobody", async () => {
  await it.release(released({ suspect: ["scanner-network"] }));
  expect(it.events()).toEqual([]);
});

test("one whose telling fails comes back, and the rest with it", async () => {
  it.failNext(1);
  expect(await it.release(released(), released({ answerId: "another" }))).toEqual(["0"]);
});

test("a choice of somebody who is known is told by its words, too", async () => {
  const before = aSent({ programId: "pulse" });
  const attempt = {
    attemptId: "a",
    at: "2026-12-01T10:00:00.000Z",
    answers: [{ questionId: "areas", kind: "multiple-choice" as const, value: ["scm"] }],
  };
  await it.deliver({ before, after: { ...before, attempts: [attempt] } });
  expect(it.events()).toMatchObject([
    { detail: { answers: [{ value: ["scm"], chosen: ["Repositories"] }] } },
  ]);
});
