import { describe, expect, test } from "vitest";
import type { Answer } from "#shared/domain/answers/survey-answer.ts";
import { csatBand, ctasFor, npsBand } from "#shared/domain/ctas/cta.ts";

const nps = (value: number): Answer => ({ questionId: "nps", kind: "nps", value });
const csat = (value: number, questionId = "csat"): Answer => ({ questionId, kind: "csat", value });
const text = (value: string): Answer => ({ questionId: "comment", kind: "text", value });

describe("bands", () => {
  test("part 0 to 10 into detractors to 6, passives to 8 and promoters", () => {
    expect(Array.from({ length: 11 }, (_, score) => npsBand(score))).toEqual([
      ...Array<string>(7).fill("detractor"),
      ...Array<string>(2).fill("passive"),
      ...Array<string>(2).fill("promoter"),
    ]);
  });

  test("part 1 to 5 into two dissatisfied, one neutral and two satisfied", () => {
    expect([1, 2, 3, 4, 5].map(csatBand)).toEqual([
      "dissatisfied",
      "dissatisfied",
      "neutral",
      "satisfied",
      "satisfied",
    ]);
  });
});

describe("the calls to action of an answer", () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])("NPS %i alone opens exactly one, of its side", (score) => {
    const kind = score <= 6 ? "negative" : "positive";
    expect(ctasFor([nps(score)])).toEqual([{ kind, band: npsBand(score), mixed: false }]);
  });

  test.each([1, 2, 3, 4, 5])("CSAT %i alone opens exactly one, of its side", (score) => {
    const kind = score <= 3 ? "negative" : "positive";
    expect(ctasFor([csat(score)])).toEqual([{ kind, band: csatBand(score), mixed: false }]);
  });

  test("an answer that is both opens one of each, both marked mixed", () => {
    expect(ctasFor([nps(9), csat(3)])).toEqual([
      { kind: "negative", band: "neutral", mixed: true },
      { kind: "positive", band: "promoter", mixed: true },
    ]);
  });

  test("any one of several CSAT questions counts", () => {
    expect(ctasFor([csat(5), csat(2, "support")])).toEqual([
      { kind: "negative", band: "dissatisfied", mixed: true },
      { kind: "positive", band: "satisfied", mixed: true },
    ]);
  });

  test("a negative one says the worst band", () => {
    expect(ctasFor([nps(6), csat(1)])).toEqual([{ kind: "negative", band: "detractor", mixed: false }]);
    expect(ctasFor([csat(3), csat(1, "support")])).toMatchObject([{ band: "dissatisfied" }]);
  });

  test("words without a score open none", () => {
    expect(ctasFor([text("0")])).toEqual([]);
    expect(ctasFor([])).toEqual([]);
  });
});
