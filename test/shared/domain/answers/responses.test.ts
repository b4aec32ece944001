import { describe, expect, it } from "vitest";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import { responseView } from "#shared/domain/answers/response-view.ts";
import { countedResponse, responseWithSuspects, versionsOf } from "#shared/domain/answers/responses.ts";
import { anInvitation } from "../../../builders.ts";

const at = (minute: number): string => `2026-12-02T09:${String(minute).padStart(2, "0")}:00.000Z`;
const scored = (minute: number, nps: number, over: Partial<Attempt> = {}): Attempt => ({
  attemptId: `attempt-${minute}`,
  at: at(minute),
  answers: [{ questionId: "nps", kind: "nps", value: nps }],
  ...over,
});
const byScanner = { scannerNetwork: "gateway" };
const confirmed = { at: at(50), by: "csm@vendor.example", note: "He told me" };

describe("what counts", () => {
  it("is a person's answer, dated by it, whatever a scanner posts before and after", () => {
    const attempts = [scored(1, 0, byScanner), scored(5, 9), scored(9, 3, byScanner)];
    expect(countedResponse({ attempts })).toMatchObject({
      answeredAt: at(5),
      version: 2,
      answers: [{ value: 9 }],
    });
    expect(responseWithSuspects({ attempts })).toMatchObject({
      answeredAt: at(1),
      version: 3,
      answers: [{ value: 3 }],
    });
  });

  it("is nothing where all is suspect", () => {
    expect(countedResponse({ attempts: [scored(1, 0, byScanner)] })).toBeUndefined();
  });

  it("is what somebody vouched for, as of when it was answered", () => {
    const attempts = [scored(1, 0, { ...byScanner, confirmed })];
    expect(countedResponse({ attempts })).toMatchObject({ answeredAt: at(1), version: 1 });
    expect(versionsOf({ attempts })).toMatchObject([{ suspect: [], confirmedAt: at(50) }]);
  });

  it("is the person's where a scanner has posted the same before", () => {
    const attempts = [scored(1, 9, byScanner), scored(5, 9), scored(6, 9, byScanner)];
    expect(versionsOf({ attempts })).toEqual([
      { version: 1, at: at(5), answers: attempts[0]?.answers, suspect: [] },
    ]);
  });
});

describe("an answer that was taken back", () => {
  const worded = (minute: number, words: string): Attempt => ({
    ...scored(minute, 0),
    answers: [{ questionId: "comment", kind: "text", value: words }],
  });

  it("counts no more, and what somebody else answered meanwhile does", () => {
    const attempts = [worded(1, "Slow."), scored(5, 9), scored(9, 8, { cleared: ["comment"] })];
    expect(countedResponse({ attempts })).toMatchObject({ version: 3, answers: [{ value: 8 }] });
    expect(countedResponse({ attempts: attempts.slice(0, 2) })?.answers).toHaveLength(2);
  });

  it("makes a version, though the rest is as before", () => {
    const attempts = [scored(1, 9), scored(5, 9, { cleared: ["comment"] })];
    expect(versionsOf({ attempts })).toHaveLength(2);
  });

  it("counts by a person's word alone", () => {
    const attempts = [worded(1, "Slow."), scored(5, 0, { ...byScanner, cleared: ["comment"] })];
    expect(countedResponse({ attempts })?.answers).toMatchObject([{ value: "Slow." }]);
  });
});

describe("a response is shown", () => {
  it("as it counts, with what waits to be confirmed beside it", () => {
    const attempts = [scored(5, 9), scored(9, 3, byScanner)];
    expect(responseView(anInvitation({ attempts }))).toMatchObject({
      answeredAt: at(5),
      version: 1,
      suspect: [],
      nps: 9,
      waiting: { version: 2, at: at(9), suspect: ["scanner-network"], answers: attempts[1]?.answers },
    });
  });

  it("with why it is suspect where nothing counts, as the newest that could", () => {
    const attempts = [scored(1, 0, byScanner), scored(2, 7, { hiddenField: true })];
    expect(responseView(anInvitation({ attempts }))).toMatchObject({
      answeredAt: at(1),
      version: 2,
      suspect: ["hidden-field"],
      nps: 7,
      waiting: null,
    });
  });

  it("with who vouched for it", () => {
    const attempts = [scored(1, 0, { ...byScanner, confirmed })];
    expect(responseView(anInvitation({ attempts }))).toMatchObject({
      suspect: [],
      confirmations: [confirmed],
    });
  });
});
