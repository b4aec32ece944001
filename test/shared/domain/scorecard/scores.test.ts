import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Entry, readingOf } from "#shared/domain/scorecard/score-entries.ts";
import { scoresOf } from "#shared/domain/scorecard/scores.ts";
import { anInvitation } from "../../../builders.ts";
import { aManualScore, anAnswered, aReading } from "./scored.ts";

const life = anInvitation();
const nps = (...entries: Entry[]) => scoresOf("nps", entries);
const csat = (...entries: Entry[]) => scoresOf("csat", entries);

describe("all who answered in one cycle are one reading", () => {
  test("of NPS in points, with the mean of what they answered", () => {
    const [score] = nps(aReading({}, { nps: 10 }, { nps: 9 }, { nps: 7 }, { nps: 6 }));
    expect(score).toMatchObject({ value: 25, n: 4, mean: 8, satisfied: null, source: "automatic" });
    expect(score?.counts).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1]);
  });

  test("of CSAT their mean, with the share of the satisfied", () => {
    const [score] = csat(aReading({}, { csat: 5 }, { csat: 4 }, { csat: 3 }, { csat: 1 }));
    expect(score).toMatchObject({ value: 3.25, n: 4, mean: 3.25, satisfied: 0.5, counts: [1, 0, 1, 1, 1] });
  });

  test("says of which program and cycle, and whose answers those are", () => {
    const invitation = anAnswered({ programId: "pre-renewal", cycle: "term-2026-01-01" }, { nps: 8 });
    const [score] = nps(readingOf(invitation, [invitation]));
    expect(score).toMatchObject({
      program: "pre-renewal",
      cycle: "term-2026-01-01",
      responses: [invitation.invitationId],
    });
  });

  test("is dated by the newest of their first answers, not by how those were changed", () => {
    const early = anAnswered(
      { contactId: "con-1" },
      { at: "2026-12-02T10:00:00.000Z", nps: 3 },
      { at: "2026-12-20T10:00:00.000Z", nps: 9 },
    );
    const late = anAnswered({ contactId: "con-2" }, { at: "2026-12-05T10:00:00.000Z", nps: 9 });
    expect(nps(readingOf(life, [early, late]))).toMatchObject([
      { value: 100, n: 2, date: "2026-12-05T10:00:00.000Z" },
    ]);
  });

  test("whatever the order in which they are looked at", () => {
    const invitations = fc.uniqueArray(
      fc.record({ contactId: fc.uuid(), nps: fc.nat({ max: 10 }), hour: fc.integer({ min: 10, max: 19 }) }),
      { selector: ({ contactId }) => contactId, minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(invitations, fc.infiniteStream(fc.nat()), (answered, draws) => {
        const all = answered.map((of) =>
          anAnswered({ contactId: of.contactId }, { nps: of.nps, at: `2026-12-02T${of.hour}:00:00.000Z` }),
        );
        const shuffled = all
          .map((one): [number, typeof one] => [Number(draws.next().value), one])
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one);
        expect(readingOf(life, shuffled)).toEqual(readingOf(life, all));
      }),
      { seed: 3 },
    );
  });
});

describe("no answer is no score, and never 0", () => {
  test.each([
    ["nobody answered", anAnswered({})],
    ["only words were given", anAnswered({}, { comment: "Fine" })],
    ["what came is suspect", anAnswered({}, { nps: 2, csat: 1, hiddenField: true })],
    ["it was anonymous", anAnswered({ anonymous: true }, { nps: 2, csat: 1 })],
    ["it was of another cycle", anAnswered({ cycle: "term-2026-01-01" }, { nps: 2, csat: 1 })],
    ["it was of another account", anAnswered({ accountId: "acc-2" }, { nps: 2, csat: 1 })],
    ["it is outside its scale", anAnswered({}, { nps: 11, csat: 0 })],
  ])("where %s", (_, invitation) => {
    const reading = readingOf(life, [invitation]);
    expect([reading.nps, reading.csat, nps(reading), csat(reading)]).toEqual([null, null, [], []]);
  });

  test("where somebody scored one measure alone", () => {
    const reading = aReading({}, { csat: 1 }, { nps: 0 });
    expect([nps(reading), csat(reading)]).toMatchObject([[{ value: -100, n: 1 }], [{ value: 1, n: 1 }]]);
  });
});

test("a suspect among them is left out of value and n", () => {
  expect(nps(aReading({}, { nps: 9 }, { nps: 0, hiddenField: true }))).toMatchObject([{ value: 100, n: 1 }]);
});

test("equal shares are equal numbers, however many answered", () => {
  const third = (times: number) =>
    nps(aReading({}, ...Array.from({ length: times }, () => [{ nps: 10 }, { nps: 7 }, { nps: 8 }]).flat()));
  const mixed = nps(aReading({}, { nps: 10 }, { nps: 10 }, { nps: 0 }));
  const [one, two, seven] = [third(1), third(2), third(7)].map(([score]) => score?.value);
  expect([two, seven, mixed[0]?.value]).toEqual([one, one, one]);
});

test("what somebody set stands among them by its date, and has neither n nor program", () => {
  const reading = aReading({}, { nps: 10, at: "2026-12-02T10:00:00.000Z" });
  const set = aManualScore({ date: "2026-12-01T10:00:00.000Z" });
  expect(nps(set, reading).map(({ value, n, program, by }) => [value, n, program, by])).toEqual([
    [100, 1, "post-onboarding", null],
    [40, null, null, "ana@vendor.example"],
  ]);
  expect(csat(set)).toEqual([]);
});
