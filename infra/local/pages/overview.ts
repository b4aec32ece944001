import {
  type Funnel,
  type Group,
  type Program,
  Programs,
  type Read,
  type ReadApi,
  Results,
  readProduct,
} from "./product.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Every program with its results in the period. */
export type Overview = Read<
  readonly {
    readonly program: Program;
    readonly results: Read<Group | undefined>;
  }[]
>;

/** @param days how many, up to and including today, UTC */
export async function readOverview(api: ReadApi, now: Date, days: number): Promise<Overview> {
  const programs = await readProduct(api, "/v1/programs", Programs);
  if (programs.kind === "failed") return programs;
  const from = new Date(now.getTime() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
  const to = now.toISOString().slice(0, 10);
  const value = await Promise.all(
    programs.value.items.map(async (program) => {
      const query = new URLSearchParams({ program: program.programId, from, to });
      const results = await readProduct(api, `/v1/results?${query}`, Results);
      return {
        program,
        results:
          results.kind === "read" ? { kind: "read" as const, value: results.value.groups[0] } : results,
      };
    }),
  );
  return { kind: "read", value };
}

/** The counts of all programs together; null where no program knows one. */
export function totalFunnel(overview: Overview): Funnel | undefined {
  if (overview.kind === "failed") return undefined;
  const total: Funnel = {};
  for (const { results } of overview.value) {
    if (results.kind === "failed") continue;
    for (const [step, count] of Object.entries(results.value?.funnel ?? {})) {
      const key = step as keyof Funnel;
      if (count != null) total[key] = (total[key] ?? 0) + count;
      else total[key] ??= null;
    }
  }
  return total;
}
