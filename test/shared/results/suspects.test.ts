import { expect, it } from "vitest";
import { type Bucket, emptyFunnel } from "#shared/domain/results/buckets.ts";
import { queryResults } from "#shared/results/query-results.ts";
import { measuring } from "./measuring.ts";

const day = "2026-12-01";
const scores = (score?: number) => Array.from({ length: 11 }, (_, step) => (step === score ? 1 : 0));

/** A segment in which one answer is suspect, beside a person's where there is one. */
const segment = (value: string, sent: number, human?: number): Bucket => ({
  programId: "post-onboarding",
  attribute: "segment",
  value,
  day,
  nps: scores(human),
  csat: [0, 0, 0, 0, 0],
  funnel: { ...emptyFunnel(), invited: sent, sent },
  closings: [],
  withSuspects: { nps: scores(0), csat: [0, 0, 0, 0, 0], closings: [], answered: 1, completed: 1 },
});

it("suspects count where they are asked for, and a value that has nothing else is left out without them", async () => {
  const ask = queryResults(measuring([segment("scale", 2, 9), segment("tech-touch", 0)]));
  const query = { programs: ["post-onboarding"], from: day, to: day, groupBy: "segment" } as const;
  const groups = async (includeSuspect: boolean) => {
    const outcome = await ask({ ...query, includeSuspect }, new Date("2026-12-02T00:00:00Z"));
    return outcome.kind === "results" ? outcome.results.groups : [];
  };
  const group = (value: string, points: number, answered: number) =>
    expect.objectContaining({
      key: { segment: value },
      nps: expect.objectContaining({ value: points }),
      funnel: expect.objectContaining({ answered }),
    });
  expect(await groups(false)).toEqual([group("scale", 100, 0)]);
  expect(await groups(true)).toEqual([group("scale", -100, 1), group("tech-touch", -100, 1)]);
});
