import { describe, expect, it } from "vitest";
import type { Bucket } from "#shared/domain/results/buckets.ts";
import type { ResultsPorts } from "#shared/results/query-results.ts";
import { type ComparisonQuery, compareResults } from "../../../functions/query-results/compare-results.ts";
import { aProgram } from "../../builders.ts";
import { aBucket } from "../../shared/domain/results/some-buckets.ts";
import { measuring } from "../../shared/results/measuring.ts";

const NOW = new Date("2027-01-05T12:00:00Z");
const AUTUMN = { from: "2026-07-01", to: "2026-09-30" };
const WINTER = { from: "2026-10-01", to: "2026-12-31" };

const compare = (
  buckets: readonly Bucket[],
  query: Partial<ComparisonQuery>,
  over: Partial<ResultsPorts> = {},
) =>
  compareResults(measuring(buckets, over))(
    { programs: ["post-onboarding"], includeSuspect: false, a: WINTER, b: AUTUMN, ...query },
    NOW,
  );

async function compared(...given: Parameters<typeof compare>) {
  const outcome = await compare(...given);
  if (outcome.kind !== "compared") throw new Error(`asked for a comparison, got ${outcome.kind}`);
  return outcome.comparison;
}

const repeated = (score: number, times: number) => Array<number>(times).fill(score);
const segment = (value: string, scores: readonly number[], day = "2026-12-05") =>
  aBucket({ attribute: "segment", value, scores, day });

describe("comparing results", () => {
  it("holds one period against another", async () => {
    const buckets = [
      aBucket({ day: "2026-09-30", scores: repeated(0, 40) }),
      aBucket({ day: "2026-10-01", scores: repeated(10, 40) }),
      aBucket({ day: "2027-01-01", scores: repeated(0, 40) }),
    ];
    expect(await compared(buckets, {}, { firstCountedDay: async () => "2026-09-30" })).toMatchObject({
      programId: "post-onboarding",
      blended: false,
      groupsOverlap: false,
      asOf: NOW.toISOString(),
      a: { key: {}, ...WINTER, early: true, figures: { nps: { value: 100, n: 40 } } },
      b: { key: {}, ...AUTUMN, early: true, figures: { nps: { value: -100, n: 40 } } },
      differences: { nps: { difference: 200, significant: true, small: false }, csatMean: null, rr1: null },
      definitions: { difference: expect.any(String), significant: expect.stringContaining("chance") },
    });
  });

  it("holds one value of an attribute against another, each read by itself", async () => {
    const buckets = [
      segment("scale", repeated(9, 3)),
      segment("tech-touch", [0]),
      segment("csm-managed", [3]),
    ];
    const a = { ...WINTER, value: "scale" };
    const b = { ...WINTER, value: "csm-managed" };
    expect(await compared(buckets, { groupBy: "segment", a, b })).toMatchObject({
      groupsOverlap: false,
      a: { key: { segment: "scale" }, figures: { nps: { n: 3 } } },
      b: { key: { segment: "csm-managed" }, figures: { nps: { n: 1 } } },
      differences: { nps: { difference: 200, significant: false, small: true } },
    });
  });

  it("holds a value's period against another of its periods", async () => {
    const buckets = [segment("scale", [9], "2026-08-01"), segment("scale", [3], "2026-11-01")];
    const [a, b] = [WINTER, AUTUMN].map((days) => ({ ...days, value: "scale" }));
    if (a === undefined || b === undefined) throw new Error("two sides");
    const { differences } = await compared(buckets, { groupBy: "segment", a, b });
    expect(differences.nps?.difference).toBe(-200);
  });

  it("counts suspects on both sides, where they are asked for", async () => {
    const suspect = {
      nps: [5, ...repeated(0, 10)],
      csat: repeated(0, 5),
      closings: [],
      answered: 5,
      completed: 5,
    };
    const buckets = ["2026-08-01", "2026-11-01"].map((day) =>
      aBucket({ day, scores: [9], withSuspects: suspect }),
    );
    const ns = async (includeSuspect: boolean) => {
      const { a, b } = await compared(buckets, { includeSuspect });
      return [a.figures.nps?.n, b.figures.nps?.n];
    };
    expect([await ns(false), await ns(true)]).toEqual([
      [1, 1],
      [5, 5],
    ]);
  });

  it.each([
    ["the same period", WINTER],
    ["one that begins on the last day of the other", { from: "2026-12-31", to: "2027-02-01" }],
    ["one within the other", { from: "2026-11-01", to: "2026-11-01" }],
  ])("refuses %s of the same answers", async (_, b) => {
    expect(await compare([], { b })).toEqual({ kind: "same-answers" });
  });

  it("says that an account of two products may be on both sides, if the days are the same", async () => {
    const ask = async (b: { readonly from: string; readonly to: string }) => {
      const sides = { a: { ...WINTER, value: "ci" }, b: { ...b, value: "scm" } };
      return (await compared([], { groupBy: "products", ...sides })).groupsOverlap;
    };
    expect([await ask(WINTER), await ask(AUTUMN)]).toEqual([true, false]);
  });

  it("takes no program that is not there, and an anonymous one by its segments alone", async () => {
    expect(await compare([], {}, { program: async () => undefined })).toEqual({
      kind: "no-such-program",
      programId: "post-onboarding",
    });
    const program = async () => aProgram("post-onboarding", { anonymous: true });
    const sides = { a: { ...WINTER, value: "x" }, b: { ...WINTER, value: "y" } };
    expect((await compare([], { groupBy: "plan", ...sides }, { program })).kind).toBe("anonymous");
    const sent = aBucket({ day: "2026-12-05", sent: 50 });
    const { differences } = await compared([sent, { ...sent, day: "2026-08-05" }], {}, { program });
    expect(differences).toMatchObject({ rr1: null, rr2: null });
  });
});
