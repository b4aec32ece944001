import { describe, expect, it } from "vitest";
import { type Grouping, isEarly, placesOf } from "#shared/domain/results/groups.ts";
import { aBucket } from "./some-buckets.ts";

const december = { from: "2026-12-01", to: "2026-12-31", includeSuspect: false } as const;
const scale = aBucket({ attribute: "segment", value: "scale", day: "2026-12-05", sent: 1 });
const techTouch = aBucket({ attribute: "segment", value: "tech-touch", day: "2026-12-24", sent: 2 });
const named = (grouping: Grouping) =>
  placesOf([techTouch, scale], grouping).map(({ value, period, buckets }) => [value, period.name, buckets]);

describe("the groups of a range", () => {
  it("leave out a value's period in which nothing was, where values are listed", () => {
    expect(named({ ...december, groupBy: "segment", interval: "week" })).toEqual([
      ["scale", "2026-W49", [scale]],
      ["tech-touch", "2026-W52", [techTouch]],
    ]);
  });

  it("have every period of a value that was asked for by its name, also of one that there never was", () => {
    const of = (value: string) =>
      placesOf(value === "scale" ? [scale] : [], {
        ...december,
        groupBy: "segment",
        value,
        interval: "week",
      });
    expect(of("scale").map(({ buckets }) => buckets.length)).toEqual([1, 0, 0, 0, 0]);
    expect(of("none").map(({ value, buckets }) => [value, buckets.length])).toEqual(
      Array(5).fill(["none", 0]),
    );
  });
});

describe("a group is early", () => {
  const period = (from: string, to: string) => ({ name: null, from, to });

  it.each([
    ["the program's first day alone", "2026-01-01", "2026-01-01", true],
    ["its 60th day", "2026-03-01", "2026-12-31", true],
    ["its 61st day on", "2026-03-02", "2026-12-31", false],
    ["all of it and a year before", "2025-01-01", "2026-12-31", true],
    ["nothing but what came before", "2025-01-01", "2025-12-31", false],
  ])("or not, of %s", (_, from, to, early) => {
    expect(isEarly(period(from, to), ["2026-01-01"])).toBe(early);
  });

  it("where it is so of one of several programs, and never where nothing was counted yet", () => {
    const january = period("2026-01-01", "2026-01-31");
    expect(isEarly(january, ["2024-01-01", "2026-01-15"])).toBe(true);
    expect(isEarly(january, ["2024-01-01", undefined])).toBe(false);
  });
});
