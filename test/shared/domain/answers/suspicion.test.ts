import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import { suspicionsOf } from "#shared/domain/answers/suspicion.ts";

const START = Date.parse("2026-12-02T09:00:00.000Z");
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
const scored = (seconds: number, nps: number, over: Partial<Attempt> = {}): Attempt => ({
  attemptId: `attempt-${seconds}`,
  at: at(seconds),
  answers: [{ questionId: "nps", kind: "nps", value: nps }],
  ...over,
});
const written = (seconds: number, words: string): Attempt => ({
  ...scored(seconds, 0),
  answers: [{ questionId: "comment", kind: "text", value: words }],
});

describe("an attempt", () => {
  it("is a person's where nothing speaks against it", () => {
    expect(suspicionsOf({ attempts: [scored(0, 9)], deliveredAt: at(-3600) })).toEqual([[]]);
    expect(suspicionsOf({})).toEqual([]);
  });

  it("is suspect for each thing that the post showed", () => {
    const attempts = [scored(0, 9, { hiddenField: true, scannerNetwork: "gateway" })];
    expect(suspicionsOf({ attempts })).toEqual([["hidden-field", "scanner-network"]]);
  });

  it.each([
    [2.999, ["too-fast"]],
    [3, []],
    [-60, ["too-fast"]],
  ])("%s seconds after the delivery is %j", (seconds, reasons) => {
    expect(suspicionsOf({ attempts: [scored(seconds, 9)], deliveredAt: at(0) })).toEqual([reasons]);
  });

  it("is not too fast where nobody knows when the mail was delivered", () => {
    expect(suspicionsOf({ attempts: [scored(0, 9)] })).toEqual([[]]);
  });

  it("makes no burst of a person's beside it where it gives itself away", () => {
    const attempts = [
      scored(0, 0, { hiddenField: true }),
      scored(2, 9),
      scored(4, 3, { scannerNetwork: "g" }),
    ];
    expect(suspicionsOf({ attempts }).map((reasons) => reasons.length > 0)).toEqual([true, false, true]);
  });

  it("that somebody vouches for is suspect no more, and its neighbours stay", () => {
    const confirmed = { at: at(900), by: "csm@vendor.example", note: "She told me" };
    const attempts = [scored(0, 8), scored(6, 9, { confirmed, hiddenField: true })];
    expect(suspicionsOf({ attempts, deliveredAt: at(5) })).toEqual([["burst", "too-fast"], []]);
  });
});

describe("different scores", () => {
  it.each([
    [10, ["burst"]],
    [10.001, []],
  ])("%s seconds apart are %j, both of them", (seconds, reasons) => {
    expect(suspicionsOf({ attempts: [scored(0, 3), scored(seconds, 4)] })).toEqual([reasons, reasons]);
  });

  it("tried one by one are all suspect, the first and the last, too", () => {
    const attempts = Array.from({ length: 11 }, (_, score) => scored(score * 3, score));
    expect(suspicionsOf({ attempts })).toEqual(Array(11).fill(["burst"]));
  });

  it("are none where the same is sent twice, where words change, or where another question is answered", () => {
    const csat: Attempt = { ...scored(2, 0), answers: [{ questionId: "csat", kind: "csat", value: 4 }] };
    const attempts = [scored(0, 9), scored(1, 9), csat, written(3, "fine"), written(4, "fine, thanks")];
    expect(suspicionsOf({ attempts })).toEqual([[], [], [], [], []]);
  });

  it("are seen whatever order the attempts are in, and later ones never clear an earlier one", () => {
    const someAttempts = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3 }))
        .map(([s, nps]) => scored(s, nps)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(someAttempts, fc.nat(8), (attempts, cut) => {
        const whole = suspicionsOf({ attempts });
        expect(suspicionsOf({ attempts: attempts.toReversed() })).toEqual(whole.toReversed());
        suspicionsOf({ attempts: attempts.slice(0, cut) }).forEach((reasons, i) => {
          expect(whole[i]).toEqual(expect.arrayContaining([...reasons]));
        });
      }),
      { seed: 20261202 },
    );
  });
});
