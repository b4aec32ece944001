import type { Bucket } from "#shared/domain/results/buckets.ts";
import { queryResults, type ResultsPorts, type ResultsQuery } from "#shared/results/query-results.ts";
import { aProgram } from "../../builders.ts";

/** Every program is like the shipped one, has these buckets, and counted nothing before; no portfolio is known. */
export const measuring = (buckets: readonly Bucket[], over: Partial<ResultsPorts> = {}): ResultsPorts => ({
  program: async (programId) => aProgram("post-onboarding", { programId }),
  importedTouchpoint: async () => undefined,
  firstCountedDay: async () => undefined,
  bucketsOf: async (programId, attribute, value, { from, to }) =>
    buckets.filter(
      (one) =>
        one.programId === programId &&
        one.attribute === attribute &&
        one.value === value &&
        one.day >= from &&
        one.day <= to,
    ),
  bucketsByValue: async (programId, attribute, { from, to }) =>
    buckets.filter(
      (one) => one.programId === programId && one.attribute === attribute && one.day >= from && one.day <= to,
    ),
  coverage: async ({ periods }) => periods.map(() => undefined),
  ...over,
});

export const NOW = new Date("2027-01-05T12:00:00Z");
export const DECEMBER = { from: "2026-12-01", to: "2026-12-31", includeSuspect: false } as const;

/** The results of December, or as the query says otherwise. */
export async function asked(
  buckets: readonly Bucket[],
  query: Partial<ResultsQuery> & Pick<ResultsQuery, "programs">,
  over: Partial<ResultsPorts> = {},
) {
  const outcome = await queryResults(measuring(buckets, over))({ ...DECEMBER, ...query }, NOW);
  if (outcome.kind !== "results") throw new Error(`asked for results, got ${outcome.kind}`);
  return outcome.results;
}
