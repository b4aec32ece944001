import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, daysBetween } from "#shared/domain/days.ts";
import { quarterOf } from "#shared/domain/results/quarters.ts";
import { fallOf, type Look, looksOn } from "#shared/domain/results/score-falls.ts";
import { aRandom, drawn } from "./statistics/draws.ts";

const NO_NPS = Array<number>(11).fill(0);
const NO_CSAT = [0, 0, 0, 0, 0];
const npsDay = (day: string, detractors: number, promoters: number) => ({
  day,
  nps: [detractors, ...Array<number>(9).fill(0), promoters],
  csat: NO_CSAT,
});
const csatDay = (day: string, csat: readonly number[]) => ({ day, nps: NO_NPS, csat });

const [AT_THE_END] = looksOn("2027-01-01");
const [HALFWAY] = looksOn("2026-11-16");

describe("what is looked at", () => {
  it("is the quarter up to yesterday, against the whole one before, where little but chance is ruled out", () => {
    expect(looksOn("2026-11-16")).toEqual([
      {
        now: { name: "2026-Q4", from: "2026-10-01", to: "2026-11-15" },
        before: { name: "2026-Q3", from: "2026-07-01", to: "2026-09-30" },
        alpha: 0.001,
      },
    ]);
  });

  it("is the whole quarter for a week once it is over, at the usual level", () => {
    const whole = {
      now: { name: "2026-Q4", from: "2026-10-01", to: "2026-12-31" },
      before: { name: "2026-Q3", from: "2026-07-01", to: "2026-09-30" },
      alpha: 0.05,
    };
    expect(looksOn("2027-01-01")).toEqual([whole]);
    expect(looksOn("2027-01-07")[0]).toEqual(whole);
    expect(looksOn("2027-01-07")[1]?.now).toEqual({
      name: "2027-Q1",
      from: "2027-01-01",
      to: "2027-01-06",
    });
    expect(looksOn("2027-01-08").map(({ now }) => now.name)).toEqual(["2027-Q1"]);
  });

  it("takes on any day each quarter once, days that are over, and the whole one before it", () => {
    const day = fc.nat(20_000).map((days) => addDays("1999-12-31", days));
    fc.assert(
      fc.property(day, (today) => {
        const looks = looksOn(today);
        expect(new Set(looks.map(({ now }) => now.name)).size).toBe(looks.length);
        for (const { now, before, alpha } of looks) {
          expect(daysBetween(before.to, now.from)).toBe(1);
          expect(before).toEqual(quarterOf(before.from));
          expect(now.to < today && now.from <= now.to).toBe(true);
          expect(alpha === 0.05).toBe(now.to === quarterOf(now.from).to);
        }
      }),
      { seed: 20261204, numRuns: 300 },
    );
  });
});

describe("a fall", () => {
  it("is found of NPS, in points, with what it is made of", () => {
    const days = [npsDay("2026-09-30", 10, 30), npsDay("2026-10-01", 20, 20), npsDay("2026-12-31", 1, 1)];
    expect(fallOf("nps", days, AT_THE_END)).toMatchObject({
      before: { value: 50, n: 40, period: "2026-Q3", from: "2026-07-01", to: "2026-09-30" },
      now: { value: 0, n: 42, period: "2026-Q4", from: "2026-10-01", to: "2026-12-31" },
      difference: -50,
      satisfied: null,
    });
    expect(fallOf("csat", days, AT_THE_END)).toBeUndefined();
  });

  it("is found of CSAT by its mean, with the share of the satisfied beside it", () => {
    const days = [csatDay("2026-08-01", [0, 0, 4, 16, 20]), csatDay("2026-11-01", [4, 4, 8, 16, 8])];
    const fall = fallOf("csat", days, AT_THE_END);
    expect(fall).toMatchObject({ before: { value: 4.4, n: 40 }, now: { value: 3.5, n: 40 } });
    expect(fall?.difference).toBeCloseTo(-0.9, 12);
    expect(fall?.satisfied).toMatchObject({ before: 0.9, now: 0.6 });
    expect(fall?.satisfied?.difference).toBeCloseTo(-0.3, 12);
  });

  it("is none of the days outside both quarters", () => {
    const days = [npsDay("2026-06-30", 0, 90), npsDay("2026-11-01", 40, 0), npsDay("2027-01-01", 90, 0)];
    expect(fallOf("nps", days, AT_THE_END)).toBeUndefined();
  });

  it("is none below 30 answers on either side", () => {
    const found = (before: number, now: number) =>
      fallOf("nps", [npsDay("2026-08-01", 0, before), npsDay("2026-11-01", now, 0)], AT_THE_END);
    expect([found(29, 30), found(30, 29)]).toEqual([undefined, undefined]);
    expect(found(30, 30)).toBeDefined();
  });

  it("is none where the score rose, however significantly", () => {
    const days = [npsDay("2026-08-01", 90, 0), npsDay("2026-11-01", 0, 90)];
    expect(fallOf("nps", days, AT_THE_END)).toBeUndefined();
  });

  it("is one halfway only where next to no doubt is left", () => {
    const days = (detractors: number) => [
      npsDay("2026-08-01", 10, 40),
      npsDay("2026-11-01", detractors, 50 - detractors),
    ];
    // p = 0.02 and 0.0002.
    expect(fallOf("nps", days(20), AT_THE_END)).toBeDefined();
    expect(fallOf("nps", days(20), HALFWAY)).toBeUndefined();
    expect(fallOf("nps", days(28), HALFWAY)).toBeDefined();
  });
});

/** Of quarters in which nothing changes: in how many a fall is found by whoever looks every day. */
function falseAlarms(seed: number, runs: number, alphaOf: (look: Look) => number): number {
  const random = aRandom(seed);
  const looks = Array.from({ length: 92 }, (_, i) => looksOn(addDays("2026-10-02", i))[0]);
  const day = (of: string, [detractors = 0, passives = 0, promoters = 0]: readonly number[]) => ({
    ...npsDay(of, detractors, promoters),
    nps: [detractors, 0, 0, 0, 0, 0, 0, passives, 0, 0, promoters],
  });
  const shares = [0.3, 0.3, 0.4];
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    const before = day("2026-08-01", drawn(random, shares, 5 * 92));
    let soFar: readonly number[] = [0, 0, 0];
    for (const look of looks) {
      const today = drawn(random, shares, 5);
      soFar = soFar.map((count, i) => count + (today[i] ?? 0));
      const days = [before, day("2026-10-01", soFar)];
      if (fallOf("nps", days, { ...look, alpha: alphaOf(look) }) === undefined) continue;
      alarms += 1;
      break;
    }
  }
  return alarms / runs;
}

it("is found in about 3 of 100 quarters in which nothing changed, though it is looked for every day", () => {
  const seed = 20261205;
  const watched = falseAlarms(seed, 1500, ({ alpha }) => alpha);
  const naive = falseAlarms(seed, 300, () => 0.05);
  // Once would be 2.5 of 100; four standard errors of 1,500 quarters are 1.8 of 100.
  expect({ seed, watched, isRare: watched > 0.01 && watched < 0.048 }).toMatchObject({ isRare: true });
  expect({ seed, naive, isOften: naive > 0.08 }).toMatchObject({ isOften: true });
});
