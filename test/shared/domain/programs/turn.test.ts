import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, daysBetween } from "#shared/domain/days.ts";
import { drawBefore, placeInDraw, turnFrom } from "#shared/domain/programs/turn.ts";
import { aRecurringProgram, aSampleProgram } from "../../../builders.ts";

const yearly = aRecurringProgram();
const TODAY = "2026-10-01";
const someDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays("1999-01-01", days));
const somePeriod = fc.integer({ min: 90, max: 730 });

describe("an account's turn", () => {
  test("is spread evenly: of 10,000 accounts every day of the year gets its share", () => {
    const days = new Map<string, number>();
    for (let n = 0; n < 10_000; n++) {
      const turn = turnFrom(`acc-${n}`, yearly, TODAY);
      days.set(turn, (days.get(turn) ?? 0) + 1);
    }
    const shares = [...days.values()];
    expect(days.size).toBe(365);
    expect([...days.keys()].sort().at(-1)).toBe(addDays(TODAY, 364));
    // 27.4 to be expected of each; of 364 degrees of freedom chi-square passes 460 once in 2,000.
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...shares)).toBeLessThanOrEqual(48);
    const expected = 10_000 / 365;
    expect(shares.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)).toBeLessThan(460);
  });

  test("does not lie on the same day of another program", () => {
    const other = aRecurringProgram({ programId: "other" });
    const ids = Array.from({ length: 365 }, (_, n) => `acc-${n}`);
    const same = ids.filter((id) => turnFrom(id, yearly, TODAY) === turnFrom(id, other, TODAY));
    expect(same.length).toBeLessThan(10);
  });

  test("stays where it is, whatever day it is looked for from, and comes back after a period", () => {
    fc.assert(
      fc.property(fc.string(), somePeriod, someDay, (accountId, everyDays, from) => {
        const program = aRecurringProgram({ everyDays });
        const turn = turnFrom(accountId, program, from);
        expect(turn >= from).toBe(true);
        // Turns are counted from 2000 on; before, the first of all is the next.
        if (from >= "2000-01-01") expect(daysBetween(from, turn)).toBeLessThan(everyDays);
        expect(turnFrom(accountId, program, turn)).toBe(turn);
        expect(turnFrom(accountId, program, addDays(turn, 1))).toBe(addDays(turn, everyDays));
      }),
      { seed: 21 },
    );
  });
});

describe("a draw", () => {
  const quarterly = aSampleProgram(10, { startsOn: "2026-11-30", everyDays: 91 });

  test.each([
    ["2026-11-29", undefined],
    ["2026-11-30", "2026-11-30"],
    ["2027-02-28", "2026-11-30"],
    ["2027-03-01", "2027-03-01"],
    ["2028-02-29", "2028-02-28"],
  ])("by %s is that of %s", (on, drawOn) => {
    expect(drawBefore(quarterly, on)).toBe(drawOn);
  });

  test("of every day is one a day", () => {
    expect(drawBefore(aSampleProgram(1, { everyDays: 1 }), "2028-02-29")).toBe("2028-02-29");
  });

  test("has an order that is stable, its own, and not that of the ids", () => {
    const ids = Array.from({ length: 200 }, (_, n) => `acc-${String(n).padStart(3, "0")}`);
    const order = (drawOn: string, programId = "product-csat") =>
      ids.toSorted((a, b) =>
        placeInDraw(programId, drawOn, a) < placeInDraw(programId, drawOn, b) ? -1 : 1,
      );
    expect(order("2026-11-30")).toEqual(order("2026-11-30"));
    expect(order("2026-11-30")).not.toEqual(ids);
    expect(order("2026-11-30")).not.toEqual(order("2027-03-01"));
    expect(order("2026-11-30")).not.toEqual(order("2026-11-30", "other"));
  });

  test("gives every account the same chance", () => {
    const first = new Map<string, number>();
    for (let n = 0; n < 1000; n++) {
      const drawOn = addDays("2026-11-30", n);
      const [winner = ""] = ["a", "b", "c", "d"].sort((a, b) =>
        placeInDraw("product-csat", drawOn, a) < placeInDraw("product-csat", drawOn, b) ? -1 : 1,
      );
      first.set(winner, (first.get(winner) ?? 0) + 1);
    }
    // 250 of each; five times the standard deviation of 13.7 to either side.
    for (const times of first.values()) expect(Math.abs(times - 250)).toBeLessThan(69);
    expect(first.size).toBe(4);
  });
});
