import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Entry, isSamePlace } from "#shared/domain/scorecard/score-entries.ts";
import {
  type Scorecard,
  scorecardUpdated,
  scorecardWith,
  standingOf,
} from "#shared/domain/scorecard/scorecard.ts";
import { EVENTS } from "#shared/events.ts";
import { aManualScore, aReading } from "./scored.ts";

const NOW = new Date("2026-12-31T00:00:00.000Z");
const on = (day: number): string => `2026-12-${String(day).padStart(2, "0")}T10:00:00.000Z`;
const reading = (programId: string, day: number, scores: { nps?: number; csat?: number }, cycle = "life") =>
  aReading({ programId, cycle }, { ...scores, at: on(day) });
const set = (day: number, value = 40) => aManualScore({ date: on(day), value });
const nps = (...entries: Entry[]) => standingOf("nps", entries);

describe("what stands", () => {
  test("is the newest of all programs, and says which", () => {
    const { latest } = nps(reading("post-onboarding", 2, { nps: 9 }), reading("pre-renewal", 5, { nps: 7 }));
    expect(latest).toMatchObject({ value: 0, program: "pre-renewal", date: on(5), source: "automatic" });
  });

  test("is the newest of each program beside it", () => {
    const { programs } = nps(
      reading("pre-renewal", 5, { nps: 7 }),
      reading("post-onboarding", 2, { nps: 9 }),
      reading("pre-renewal", 3, { nps: 0 }, "term-2025-01-01"),
    );
    expect(programs.map(({ program, value }) => [program, value])).toEqual([
      ["post-onboarding", 100],
      ["pre-renewal", 0],
    ]);
  });

  test("is nothing without an answer", () => {
    expect(nps(reading("case-closure", 2, { csat: 5 }))).toEqual({ latest: null, programs: [] });
  });

  test.each([
    [1, "automatic"],
    [2, "manual"],
    [3, "manual"],
  ])("of one set on day %i and one answered on day 2 is the %s one", (day, source) => {
    expect(nps(set(day), reading("pre-renewal", 2, { nps: 9 })).latest?.source).toBe(source);
  });

  test("in a program is what was answered, whatever somebody set", () => {
    expect(nps(set(9), reading("pre-renewal", 2, { nps: 9 })).programs).toMatchObject([
      { value: 100, source: "automatic" },
    ]);
  });
});

describe("the trend", () => {
  const before = reading("pre-renewal", 2, { nps: 7 }, "term-2025-01-01");
  test.each([
    [9, "up"],
    [0, "down"],
    [8, "same"],
  ])("of a 7 that is followed by a %i is %s", (score, trend) => {
    expect(nps(before, reading("pre-renewal", 5, { nps: score })).latest).toMatchObject({
      trend,
      previous: { value: 0, n: 1, date: on(2), program: "pre-renewal" },
    });
  });

  test("of a first is none", () => {
    expect(nps(before).latest).toMatchObject({ trend: null, previous: null });
  });

  test("is by the same program's before, of the account too", () => {
    const { latest, programs } = nps(
      before,
      reading("post-onboarding", 4, { nps: 9 }),
      reading("pre-renewal", 5, { nps: 8 }),
    );
    expect(latest).toMatchObject({ trend: "same", previous: { program: "pre-renewal", date: on(2) } });
    expect(programs).toMatchObject([{ trend: null }, { trend: "same", previous: { date: on(2) } }]);
  });

  test("is none where only other programs, or only somebody, told of the account before", () => {
    const none = { trend: null, previous: null };
    expect(nps(before, reading("post-onboarding", 5, { nps: 9 })).latest).toMatchObject(none);
    expect(nps(set(2), reading("post-onboarding", 5, { nps: 9 })).latest).toMatchObject(none);
    expect(nps(before, set(5)).latest).toMatchObject(none);
  });

  test("of what somebody set is by what was set before, whatever was answered between", () => {
    const { latest } = nps({ ...set(2), value: 30 }, reading("pre-renewal", 4, { nps: 10 }), set(5));
    expect(latest).toMatchObject({ trend: "up", previous: { value: 30, date: on(2), source: "manual" } });
  });
});

/** Entries of any kind, each in a place of its own. */
const entries = fc
  .uniqueArray(
    fc.record({
      program: fc.constantFrom("pre-renewal", "case-closure", "by hand"),
      day: fc.integer({ min: 1, max: 20 }),
      score: fc.integer({ min: 0, max: 10 }),
    }),
    { selector: ({ program, day }) => `${program} ${day}`, minLength: 1, maxLength: 8 },
  )
  .map((all) =>
    all.map(({ program, day, score }): Entry => {
      if (program === "by hand") return set(day, score);
      return reading(program, day, { nps: score, csat: 1 + (score % 5) }, `event-${day}`);
    }),
  );

/** The card after these entries, and all that was told on the way. */
function entered(all: readonly Entry[]) {
  let card: Scorecard | undefined;
  let kept: Entry[] = [];
  const events = all.flatMap((entry) => {
    const next = scorecardWith({ card, entries: kept }, entry, NOW);
    if (next === undefined) return [];
    const told = scorecardUpdated(card, next);
    card = next;
    kept = [...kept.filter((one) => !isSamePlace(one, entry)), entry];
    return told;
  });
  return { card, kept, events };
}
const standing = (card: Scorecard | undefined) =>
  [card?.nps, card?.csat].map((of) => of && { latest: of.latest, programs: of.programs });

describe("a card", () => {
  test("ends the same in whatever order its entries come", () => {
    fc.assert(
      fc.property(entries, fc.nat(), (all, turn) => {
        const at = turn % all.length;
        const turned = [...all.slice(at), ...all.slice(0, at)].reverse();
        expect(standing(entered(turned).card)).toEqual(standing(entered(all).card));
      }),
      { seed: 5 },
    );
  });

  test("is not changed by an entry that it has", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const { card, kept } = entered(all);
        for (const entry of all) expect(scorecardWith({ card, entries: kept }, entry, NOW)).toBeUndefined();
      }),
      { seed: 6 },
    );
  });

  test("never has an answered score over one that somebody set later, and always one answered later still", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const dates = all.map((entry) =>
          entry.type === "manual-score" ? entry.date : (entry.nps?.date ?? ""),
        );
        const newest = dates.toSorted().at(-1);
        const isSet = all.some((entry) => entry.type === "manual-score" && entry.date === newest);
        const latest = entered(all).card?.nps?.latest;
        expect([latest?.date, latest?.source]).toEqual([newest, isSet ? "manual" : "automatic"]);
      }),
      { seed: 7 },
    );
  });

  test("is told under an id that no other change has", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const { events } = entered(all);
        const ids = events.map(({ detail }) => detail.id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { seed: 8 },
    );
  });

  test("tells of the measure that stands otherwise, and of no other", () => {
    const first = reading("pre-renewal", 2, { nps: 9, csat: 4 });
    const { card, kept } = entered([first]);
    const next = scorecardWith({ card, entries: kept }, set(3), NOW);
    if (next === undefined) throw new Error("what was set changed nothing");
    expect(scorecardUpdated(card, next).map(({ detail }) => detail)).toMatchObject([
      { measure: "nps", value: 40, n: null, program: null, source: "manual", trend: null, revision: 2 },
    ]);
    expect(next.csat).toEqual(card?.csat);
  });

  test("tells nothing of an entry that is older than what stands and stood before", () => {
    const newer = [reading("pre-renewal", 8, { nps: 9 }), reading("pre-renewal", 7, { nps: 9 }, "event-7")];
    const { events } = entered([...newer, reading("pre-renewal", 2, { nps: 0 }, "event-2")]);
    expect(events).toHaveLength(2);
  });

  test("tells that nothing stands any more where what stood was not a person's", () => {
    const { events, card } = entered([
      reading("pre-renewal", 2, { nps: 9 }),
      aReading({ programId: "pre-renewal" }),
    ]);
    const nothing = { value: null, n: null, date: null, program: null, source: null, trend: null };
    expect(events.at(-1)?.detail).toMatchObject({ ...nothing, previous: null, programs: [], revision: 2 });
    expect(card?.nps?.latest).toBeNull();
  });

  test("falls back to the one before, and tells so under an id of its own", () => {
    const before = reading("pre-renewal", 2, { nps: 9 });
    const { events } = entered([
      before,
      reading("case-closure", 5, { nps: 0 }),
      aReading({ programId: "case-closure" }),
    ]);
    const [first, , last] = events.map(({ detail }) => detail);
    expect(last).toMatchObject({ value: 100, program: "pre-renewal" });
    expect(last?.id).not.toBe(first?.id);
  });

  test("says what its contract says", () => {
    fc.assert(
      fc.property(entries, (all) => {
        for (const { type, detail } of entered(all).events) {
          expect(type).toBe("Scorecard Updated");
          expect(EVENTS[type].parse(detail)).toEqual(detail);
        }
      }),
      { seed: 9, numRuns: 30 },
    );
  });
});
