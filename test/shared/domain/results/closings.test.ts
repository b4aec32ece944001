import { describe, expect, it } from "vitest";
import { closingsOf, expiredBy, MAX_CLOSINGS } from "#shared/domain/results/closings.ts";

const START = Date.parse("2026-12-31T00:00:00.000Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const iso = (ms: number): string => new Date(ms).toISOString();
const closingEvery = (ms: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => iso(START + i * ms));
const expired = (closesAt: readonly string[], at: number) => expiredBy(closingsOf(closesAt), new Date(at));

describe("silent surveys have expired", () => {
  it("to the millisecond, where they close at few moments", () => {
    const many = closingEvery(HOUR, MAX_CLOSINGS).flatMap((at) => Array<string>(1_000).fill(at));
    expect([-1, 0, 1].map((ms) => expired(many, START + ms))).toEqual([0, 0, 1_000]);
    expect([0, 1].map((ms) => expired(many, START + 23 * HOUR + ms))).toEqual([23_000, 24_000]);
  });

  it("by the end of the minute, where many close within some", () => {
    const many = closingEvery(1_000, 1_200);
    expect(closingsOf(many)).toHaveLength(20);
    expect([MINUTE - 1, MINUTE].map((ms) => expired(many, START + ms))).toEqual([0, 60]);
  });

  it("by the end of the hour, where they close all day long", () => {
    const many = closingEvery(MINUTE, 24 * 60);
    expect(closingsOf(many)).toHaveLength(MAX_CLOSINGS);
    expect([HOUR - 1, HOUR].map((ms) => expired(many, START + ms))).toEqual([0, 60]);
    expect(expired(many, START + 24 * HOUR)).toBe(many.length);
  });

  it("by the end of the day, where the program was changed on the day of their sending", () => {
    const many = [
      ...closingEvery(HOUR, 24),
      ...closingEvery(HOUR, 24).map((at) => iso(Date.parse(at) - 20 * 24 * HOUR)),
    ];
    expect(closingsOf(many)).toHaveLength(2);
    expect([-1, 0].map((ms) => expired(many, START + 24 * HOUR + ms))).toEqual([24, 48]);
  });

  it("at no time where there are none", () => {
    expect(closingsOf([])).toEqual([]);
    expect(expiredBy([], new Date(START))).toBe(0);
  });
});
