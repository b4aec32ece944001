import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  LONGEST_LATE_SPACING_MS,
  lateSpacingMs,
  paceFrom,
  REACH_MS,
  slotSpacingMs,
  slotsFor,
  startOf,
} from "#shared/domain/sending/pacing.ts";

const NOW = Date.parse("2026-12-01T09:00:00Z");
const unlimited = (perSecond: number) => ({ perSecond, leftToday: Number.POSITIVE_INFINITY });

describe("slots", () => {
  test("lie so that no second, wherever it begins, has more than the rate, across dispatches too", () => {
    const dispatch = fc.record({
      afterMs: fc.integer({ min: 0, max: 130_000 }),
      count: fc.integer({ min: 1, max: 300 }),
    });
    const rate = fc.oneof(fc.double({ min: 1, max: 60, noNaN: true }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(rate, fc.array(dispatch, { minLength: 1, maxLength: 6 }), (perSecond, dispatches) => {
        let now = NOW;
        let next = 0;
        const all: number[] = [];
        for (const { afterMs, count } of dispatches) {
          now += afterMs;
          const pace = paceFrom(now, next, unlimited(perSecond));
          if (pace.room < 1) continue;
          const { times, nextSlotAt } = slotsFor(Math.min(count, pace.room), now, pace);
          all.push(...times);
          next = nextSlotAt;
        }
        const most = Math.floor(perSecond);
        const apart = all.slice(most).map((time, i) => time - (all[i] ?? 0));
        expect(Math.min(1000, ...apart)).toBe(1000);
        expect(all.every((time) => Number.isInteger(time))).toBe(true);
      }),
      { seed: 14, numRuns: 200 },
    );
  });

  test("reach two minutes ahead and no further, whatever was planned before", () => {
    const { room, everyMs } = paceFrom(NOW, 0, unlimited(14));
    expect(room).toBe(Math.floor(REACH_MS / everyMs) + 1);
    const later = paceFrom(NOW + 60_000, NOW + room * everyMs, unlimited(14));
    expect(Math.abs(later.room - room / 2)).toBeLessThan(2);
    expect(paceFrom(NOW, NOW + REACH_MS + 1, unlimited(14)).room).toBe(0);
  });

  test("count those still to come as used up of the day's allowance", () => {
    const left = (leftToday: number, nextSlotAt = 0) =>
      paceFrom(NOW, nextSlotAt, { perSecond: 10, leftToday }).room;
    expect(left(7)).toBe(7);
    expect(left(0)).toBe(0);
    expect(left(-3)).toBe(0);
    expect(left(100, NOW + 9.5 * slotSpacingMs(10))).toBe(90);
    expect(left(5, NOW + 9.5 * slotSpacingMs(10))).toBe(0);
  });

  test("are none where nothing may be sent", () => {
    for (const perSecond of [0, -1, Number.NaN]) expect(paceFrom(NOW, 0, unlimited(perSecond)).room).toBe(0);
  });

  test("are rarer than one a second where the rate is below 1", () => {
    const pace = paceFrom(NOW, 0, unlimited(0.5));
    const [first = 0, second = 0] = slotsFor(2, NOW, pace).times;
    expect(second - first).toBeGreaterThan(2_000);
  });

  test("begin at once for a few, and for many when they have been queued", () => {
    const pace = paceFrom(NOW, 0, unlimited(14));
    expect(slotsFor(10, NOW, pace).times[0]).toBe(NOW);
    expect(slotsFor(500, NOW, pace).times[0]).toBe(NOW + 2_000);
  });
});

describe("a sender", () => {
  test("waits for a slot that is to come", () => {
    expect(startOf(NOW + 400, NOW, { lateStartAt: 0, spacingMs: 300 })).toEqual({
      at: NOW + 400,
      isLate: false,
    });
  });

  test("shares what the mail service takes with the others, where that is less than they are made for", () => {
    expect(lateSpacingMs(357, 0, 5)).toBe(357);
    expect(lateSpacingMs(357, slotSpacingMs(14), 5)).toBeLessThan(400);
    expect(lateSpacingMs(357, slotSpacingMs(2), 5)).toBeCloseTo(5 * slotSpacingMs(2));
    expect(lateSpacingMs(357, slotSpacingMs(0.1), 5)).toBe(LONGEST_LATE_SPACING_MS);
    expect(lateSpacingMs(4_500, slotSpacingMs(0.1), 5)).toBe(4_500);
  });

  test("spaces out what comes late, from batch to batch", () => {
    let lateStartAt = 0;
    const starts = [0, 0, 0, 5_000].map((afterMs) => {
      const { at, isLate } = startOf(NOW - 60_000, NOW + afterMs, { lateStartAt, spacingMs: 300 });
      expect(isLate).toBe(true);
      lateStartAt = at;
      return at - NOW;
    });
    expect(starts).toEqual([0, 300, 600, 5_000]);
  });
});
