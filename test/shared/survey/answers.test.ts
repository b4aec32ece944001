import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scoreOf } from "#shared/domain/answers/responses.ts";
import type { Question } from "#shared/domain/programs/program.ts";
import { type CheckedAnswers, checkAnswers, preselected } from "#shared/survey/answers.ts";
import { readPosted } from "#shared/survey/posted.ts";

const asked = { text: "Well?", required: false };
const options = ["speed", "price", "other"].map((optionId) => ({ optionId, text: optionId }));
const QUESTIONS: readonly Question[] = [
  { ...asked, questionId: "nps", kind: "nps" },
  { ...asked, questionId: "csat", kind: "csat" },
  { ...asked, questionId: "line", kind: "text", length: "short" },
  { ...asked, questionId: "words", kind: "text" },
  { ...asked, questionId: "one", kind: "single-choice", options },
  { ...asked, questionId: "any", kind: "multiple-choice", options },
];

const check = (values: Readonly<Record<string, unknown>>) =>
  checkAnswers(QUESTIONS, new Map(Object.entries(values)));
/** What is kept of one question's answer; undefined where it counts as unanswered. */
const kept = (questionId: string, value: unknown) => {
  const checked = check({ [questionId]: value, words: questionId === "words" ? value : "beside it" });
  if (checked.kind === "invalid" && checked.problems.form === undefined) return checked.problems.answers;
  return checked.kind === "valid"
    ? checked.answers.find((answer) => answer.questionId === questionId)?.value
    : undefined;
};
const refused = (questionId: string, problem: string) => [{ questionId, problem }];

describe("a short text", () => {
  it("is one line, whatever it was typed or pasted as", () => {
    expect(kept("line", " one\r\ntwo\n\nthree\tfour\u2028five ")).toBe("one two three four five");
    expect(kept("line", "\r\n \n")).toBeUndefined();
  });

  it("has 200 characters at most, counted as they are kept", () => {
    expect(kept("line", `${"x".repeat(200)}\n`)).toBe("x".repeat(200));
    expect(kept("line", "x".repeat(201))).toEqual(refused("line", "too-long-for-a-line"));
    expect(kept("line", 7)).toEqual(refused("line", "not-text"));
  });
});

describe("a long text", () => {
  it("keeps its lines, 4,000 characters at most", () => {
    expect(kept("words", "one\r\n\r\ntwo")).toBe("one\n\ntwo");
    expect(kept("words", "x".repeat(4_000))).toBe("x".repeat(4_000));
    expect(kept("words", "x".repeat(4_001))).toEqual(refused("words", "too-long"));
  });
});

describe("a single choice", () => {
  it("is one of its options, by id", () => {
    expect(kept("one", "price")).toBe("price");
    expect(kept("one", "")).toBeUndefined();
    expect(kept("one", null)).toBeUndefined();
  });

  it.each(["Price", "price ", "cheapness", 0, true, {}, "__proto__"])("is none of %o", (value) => {
    expect(kept("one", value)).toEqual(refused("one", "not-an-option"));
  });

  it("is not two", () => {
    expect(kept("one", ["price", "speed"])).toEqual(refused("one", "several"));
  });
});

describe("a multiple choice", () => {
  it("is kept in the options' order, each once, however it was sent", () => {
    expect(kept("any", ["other", "speed", "other"])).toEqual(["speed", "other"]);
    expect(kept("any", "price")).toEqual(["price"]);
  });

  it.each([undefined, null, "", [], [""]].map((value) => [value]))("is unanswered by %o", (value) => {
    expect(kept("any", value)).toBeUndefined();
  });

  it.each([[["speed", "cheapness"]], ["speed,other"], [[0]], [[null]], [[["speed"]]], [{ speed: true }]])(
    "is none of %o",
    (value) => {
      expect(kept("any", value)).toEqual(refused("any", "not-an-option"));
    },
  );
});

it("a browser's form and JSON come to the same", () => {
  const form = readPosted("application/x-www-form-urlencoded", "nps=9&any=other&any=speed&one=price&line=");
  const json = readPosted("application/json", '{"nps":9,"any":["other","speed"],"answers":{"one":"price"}}');
  const [fromForm, fromJson] = [form, json].map((body) => {
    if (body.kind !== "posted") throw new Error(body.kind);
    return checkAnswers(QUESTIONS, body.posted.values);
  });
  expect(fromForm).toEqual(fromJson);
  expect(fromForm).toMatchObject({ answers: [{}, { value: "price" }, { value: ["speed", "other"] }] });
});

it("every wrong answer is named, and none of the right ones is taken without them", () => {
  expect(check({ nps: 11, csat: 3, one: "cheapness", any: ["speed"] })).toEqual({
    kind: "invalid",
    problems: {
      answers: [...refused("nps", "not-on-scale"), ...refused("one", "not-an-option")],
    },
  });
});

it("a second CSAT question stands beside the program's score, also where the first is left out", () => {
  const second: Question = { ...asked, questionId: "speed", kind: "csat" };
  const checked = checkAnswers([...QUESTIONS, second], new Map([["speed", "2"]]));
  if (checked.kind !== "valid") throw new Error(checked.kind);
  expect(checked.answers).toEqual([{ questionId: "speed", kind: "csat", value: 2, isBeside: true }]);
  expect(scoreOf(checked.answers, "csat")).toBeUndefined();
});

it("a link preselects a score and nothing else", () => {
  const by = QUESTIONS.map((question) => [question.questionId, preselected(question, "3")]);
  expect(Object.fromEntries(by)).toEqual({ nps: "3", csat: "3" });
});

const SCALES: Readonly<Record<string, readonly [number, number]>> = { nps: [0, 10], csat: [1, 5] };
const ids = options.map(({ optionId }) => optionId);

/** Whether a question could have been answered like this by a person at the page. */
function isPossible(question: Question, value: unknown): boolean {
  const [lowest = 1, highest = 0] = SCALES[question.kind] ?? [];
  if (typeof value === "number") return Number.isInteger(value) && value >= lowest && value <= highest;
  if (question.kind === "multiple-choice")
    return (
      Array.isArray(value) &&
      value.length > 0 &&
      String(ids.filter((id) => value.includes(id))) === String(value)
    );
  if (typeof value !== "string") return false;
  if (question.kind === "single-choice") return ids.includes(value);
  const isShort = question.kind === "text" && question.length === "short";
  const isOneLine = !/[\p{Cc}\u2028\u2029]/u.test(value);
  const isWithin = value.length <= (isShort ? 200 : 4_000) && value.isWellFormed();
  return (
    question.kind === "text" && value !== "" && value.trim() === value && isWithin && (isOneLine || !isShort)
  );
}

const anyValue = fc.oneof(
  fc.integer({ min: -2, max: 12 }),
  fc.integer({ min: 1, max: 5 }).map(String),
  fc.double(),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.constantFrom("x".repeat(199), "長".repeat(4_001), "a\r\nb", "\ud800", ...ids),
  fc.array(fc.oneof(fc.constantFrom(...ids), fc.string({ maxLength: 3 })), { maxLength: 5 }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constant(undefined),
);

it("whatever is posted, what is kept is what a person could have answered, and stays the same if posted again", () => {
  const seen = new Map<CheckedAnswers["kind"], number>();
  const ofAQuestion = fc.tuple(fc.constantFrom(...QUESTIONS.map(({ questionId }) => questionId)), anyValue);
  const values = fc
    .array(ofAQuestion, { minLength: 1, maxLength: 2 })
    .map((given) => Object.fromEntries(given));
  fc.assert(
    fc.property(values, (posted) => {
      const checked = check(posted);
      seen.set(checked.kind, (seen.get(checked.kind) ?? 0) + 1);
      if (checked.kind === "invalid") {
        expect(checked.problems.answers.length + Number(checked.problems.form !== undefined)).toBeGreaterThan(
          0,
        );
        return;
      }
      for (const { questionId, value } of checked.answers) {
        const question = QUESTIONS.find((each) => each.questionId === questionId);
        expect(question && isPossible(question, value), `${questionId}: ${JSON.stringify(value)}`).toBe(true);
      }
      expect(check(Object.fromEntries(checked.answers.map((each) => [each.questionId, each.value])))).toEqual(
        {
          ...checked,
          notAsked: [],
        },
      );
    }),
    { seed: 20261202, numRuns: 1_000 },
  );
  expect(Math.min(seen.get("valid") ?? 0, seen.get("invalid") ?? 0)).toBeGreaterThan(100);
});
