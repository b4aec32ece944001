import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueTimes, lastDue } from "../../../../infra/local/scheduler/schedule-expression.ts";
import { times } from "./times.ts";

describe("cron in a zone with clock changes", () => {
  const zone = "Europe/Berlin";

  it("keeps its local time over a change", () => {
    expect(times("cron(0 9 * * ? *)", { zone, after: "2026-03-28T00:00:00Z" })).toEqual([
      "2026-03-28T08:00Z",
      "2026-03-29T07:00Z",
      "2026-03-30T07:00Z",
    ]);
  });

  it("skips a local time that does not exist", () => {
    expect(times("cron(30 2 * * ? *)", { zone, after: "2026-03-28T00:00:00Z", count: 2 })).toEqual([
      "2026-03-28T01:30Z",
      "2026-03-30T00:30Z",
    ]);
  });

  it("is due once where a local time comes twice", () => {
    expect(times("cron(30 2 * * ? *)", { zone, after: "2026-10-24T12:00:00Z", count: 2 })).toEqual([
      "2026-10-25T00:30Z",
      "2026-10-26T01:30Z",
    ]);
    expect(times("cron(0/30 * * * ? *)", { zone, after: "2026-10-25T00:00:00Z" })).toEqual([
      "2026-10-25T00:30Z",
      "2026-10-25T02:00Z",
      "2026-10-25T02:30Z",
    ]);
  });

  it("is asked from within the repeated hour", () => {
    expect(times("cron(0/30 * * * ? *)", { zone, after: "2026-10-25T01:10:00Z", count: 1 })).toEqual([
      "2026-10-25T02:00Z",
    ]);
  });

  it("refuses a zone that does not exist", () => {
    expect(() => times("rate(1 day)", { zone: "Europe/Atlantis" })).toThrow("Europe/Atlantis");
  });
});

describe("rate", () => {
  const since = "2026-03-01T10:07:00Z";

  it.each([
    ["5 minutes", ["2026-03-01T10:07Z", "2026-03-01T10:12Z", "2026-03-01T10:17Z"]],
    ["1 hour", ["2026-03-01T10:07Z", "2026-03-01T11:07Z", "2026-03-01T12:07Z"]],
    ["5 days", ["2026-03-01T10:07Z", "2026-03-06T10:07Z", "2026-03-11T10:07Z"]],
  ])("of %s is counted from its beginning", (fields, expected) => {
    expect(times(`rate(${fields})`, { since, after: "2026-03-01T10:00:00Z" })).toEqual(expected);
  });

  it("takes a day for 24 hours over a clock change", () => {
    const over = { since, zone: "Europe/Berlin", after: "2026-03-28T11:00:00Z", count: 2 };
    expect(times("rate(1 day)", over)).toEqual(["2026-03-29T10:07Z", "2026-03-30T10:07Z"]);
  });

  it.each(["0 minutes", "5", "5 weeks", "-1 days", "1.5 hours"])("refuses %j", (fields) => {
    expect(() => times(`rate(${fields})`)).toThrow("rate takes");
  });
});

describe("at", () => {
  it("is due once, in its zone", () => {
    expect(times("at(2026-11-20T13:00:00)")).toEqual(["2026-11-20T13:00Z"]);
    expect(times("at(2026-11-20T13:00:00)", { zone: "America/New_York" })).toEqual(["2026-11-20T18:00Z"]);
    expect(times("at(2026-11-20T13:00:00)", { after: "2026-11-20T13:00:00Z" })).toEqual([]);
  });

  it.each(["2026-11-20", "2026-11-20T13:00:00Z", "2026-13-20T13:00:00"])("refuses %j", (fields) => {
    expect(() => times(`at(${fields})`)).toThrow("at takes");
  });
});

it("refuses another kind of expression", () => {
  expect(() => times("every(5 minutes)")).toThrow('"every(5 minutes)"');
});

it("finds the last time due without those between", () => {
  const expressions = ["cron(* * * * ? *)", "cron(0 9 ? * MON *)", "cron(*/7 3 L * ? *)", "rate(11 minutes)"];
  const start = Date.UTC(2026, 0, 1);
  const minutes = fc.integer({ min: 0, max: 3 * 24 * 60 });
  fc.assert(
    fc.property(fc.constantFrom(...expressions), minutes, minutes, (expression, one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      const [after, upTo] = [new Date(start + from * 60_000), new Date(start + to * 60_000)];
      const due = dueTimes(expression, "UTC", new Date(start));
      let last: Date | undefined;
      for (let at = due(after); at !== undefined && at <= upTo; at = due(at)) last = at;
      expect(lastDue(due, after, upTo)).toEqual(last);
    }),
    { numRuns: 50, seed: 7 },
  );
});
