import { describe, expect, it } from "vitest";
import { emptyFunnel } from "#shared/domain/results/buckets.ts";
import { queryResults, type ResultsPorts, type ResultsQuery } from "#shared/results/query-results.ts";
import { aProgram } from "../../builders.ts";
import { aBucket } from "../domain/results/some-buckets.ts";
import { asked, DECEMBER, measuring, NOW } from "./measuring.ts";

const outcomeOf = (query: Partial<ResultsQuery>, over: Partial<ResultsPorts>) =>
  queryResults(measuring([], over))({ ...DECEMBER, programs: ["pre-renewal"], ...query }, NOW);

const bySegment = (value: string, over: Parameters<typeof aBucket>[0] = {}) =>
  aBucket({ attribute: "segment", value, ...over });

describe("results of several programs", () => {
  const ours = aBucket({ programId: "pre-renewal", scores: [10, 10, 0], sent: 5 });
  const others = aBucket({ programId: "post-renewal", scores: [0], sent: 3 });

  it("are one number of all that were named, and of no other", async () => {
    const results = await asked([ours, others, aBucket({ scores: [0] })], {
      programs: ["pre-renewal", "post-renewal"],
    });
    expect(results).toMatchObject({
      programId: "pre-renewal,post-renewal",
      programs: ["pre-renewal", "post-renewal"],
      blended: true,
      groups: [{ nps: { n: 4, value: 0 }, funnel: { sent: 8 } }],
    });
  });

  it("of which there is one are not blended", async () => {
    expect(await asked([ours], { programs: ["pre-renewal"] })).toMatchObject({
      programId: "pre-renewal",
      programs: ["pre-renewal"],
      blended: false,
    });
  });

  it("name the one that there is not", async () => {
    const known = async (programId: string) =>
      programId === "pre-renewal" ? aProgram("pre-renewal") : undefined;
    const outcome = await outcomeOf({ programs: ["pre-renewal", "no-such"] }, { program: known });
    expect(outcome).toEqual({ kind: "no-such-program", programId: "no-such" });
  });

  it("know nothing that one of them does not", async () => {
    const program = async (programId: string) =>
      aProgram("post-onboarding", { programId, tracksOpens: programId !== "silent" });
    const { groups } = await asked([ours], { programs: ["pre-renewal", "silent"] }, { program });
    expect(groups).toMatchObject([{ funnel: { opened: null, clicked: 0 } }]);
  });

  it("are broken down by nothing but the segment, where one of them is anonymous", async () => {
    const program = async (programId: string) =>
      aProgram("post-onboarding", { programId, anonymous: programId === "pulse" });
    const ask = (groupBy: "plan" | "segment") =>
      outcomeOf({ programs: ["pre-renewal", "pulse"], groupBy }, { program });
    expect(await ask("plan")).toEqual({ kind: "anonymous", programId: "pulse" });
    expect((await ask("segment")).kind).toBe("results");
  });
});

it("a retired program's results stay readable", async () => {
  const program = async () => aProgram("post-onboarding", { status: "retired" });
  const results = await asked([aBucket({ scores: [9] })], { programs: ["post-onboarding"] }, { program });
  expect(results.groups).toMatchObject([{ nps: { n: 1 } }]);
});

describe("results of an imported touchpoint", () => {
  const imported: Partial<ResultsPorts> = {
    program: async (programId) =>
      programId === "pre-renewal" ? aProgram("pre-renewal", { programId }) : undefined,
    importedTouchpoint: async (id) => (id === "old-tool" ? { programId: id } : undefined),
  };
  const funnel = { ...emptyFunnel(), invited: 4, sent: 4, answered: 2, completed: 2 };
  const theirs = aBucket({ programId: "old-tool", scores: [9, 2], funnel });

  it("say of its mails only what an import can know", async () => {
    const { groups } = await asked([theirs], { programs: ["old-tool"] }, imported);
    const unknown = { delivered: null, opened: null, clicked: null };
    const unknownToo = { bounced: null, complained: null, unsubscribed: null };
    expect(groups).toMatchObject([
      { nps: { n: 2 }, funnel: { ...unknown, ...unknownToo, sent: 4, answered: 2, open: 0, expired: 0 } },
    ]);
  });

  it("beside a program of ours count what became of our mails", async () => {
    const delivered = { ...emptyFunnel(), invited: 1, sent: 1, delivered: 1 };
    const ours = aBucket({ programId: "pre-renewal", funnel: delivered });
    const { groups } = await asked([theirs, ours], { programs: ["old-tool", "pre-renewal"] }, imported);
    expect(groups).toMatchObject([{ funnel: { sent: 5, delivered: 1, opened: 0 } }]);
  });
});

describe("the groups of results", () => {
  it("by a value alone read that value alone, and have it where nothing was counted", async () => {
    const buckets = [bySegment("scale", { scores: [9] }), bySegment("tech-touch", { scores: [1] })];
    const all = async () => Promise.reject(new Error("every value was read"));
    const ask = (value: string) =>
      asked(buckets, { programs: ["post-onboarding"], groupBy: "segment", value }, { bucketsByValue: all });
    expect(await ask("scale")).toMatchObject({
      groupBy: "segment",
      value: "scale",
      groups: [{ key: { segment: "scale" }, nps: { n: 1, value: 100 } }],
    });
    expect((await ask("nowhere")).groups).toMatchObject([
      { key: { segment: "nowhere" }, nps: null, csat: null },
    ]);
  });

  it("say their real days, and whether the program was young then", async () => {
    const { groups } = await asked(
      [],
      { programs: ["post-onboarding"], interval: "week", from: "2026-12-29", to: "2027-01-05" },
      { firstCountedDay: async () => "2026-11-05" },
    );
    expect(groups.map(({ period, from, to, early }) => [period, from, to, early])).toEqual([
      ["2026-W53", "2026-12-29", "2027-01-03", true],
      ["2027-W01", "2027-01-04", "2027-01-05", false],
    ]);
  });

  it.each([
    ["products", true],
    ["segment", false],
    [undefined, false],
  ] as const)("by %s overlap, or not, and the reply says so", async (groupBy, overlap) => {
    const results = await asked([], { programs: ["post-onboarding"], groupBy });
    expect(results.groupsOverlap).toBe(overlap);
    expect(results.definitions.unknown).toContain("overlap");
  });

  it("are refused where they are too many for one answer", async () => {
    const many = Array.from({ length: 200 }, (_, i) => bySegment(`s-${i}`, { sent: 1 }));
    const days = ["2026-12-01", "2026-12-31"].flatMap((day) => many.map((one) => ({ ...one, day })));
    expect((await asked(days, { programs: ["post-onboarding"], groupBy: "segment" })).groups).toHaveLength(
      200,
    );
    const year = Array.from({ length: 31 }, (_, i) => `2026-12-${String(i + 1).padStart(2, "0")}`);
    const tooMany = year.flatMap((day) => many.map((one) => ({ ...one, day })));
    const outcome = await queryResults(measuring(tooMany))(
      { ...DECEMBER, programs: ["post-onboarding"], groupBy: "segment", interval: "day" },
      NOW,
    );
    expect(outcome).toEqual({ kind: "too-many-groups", groups: 6200 });
  });
});
