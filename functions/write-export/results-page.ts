import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import type { ExportRequest } from "#shared/domain/exports/export.ts";
import { RESULTS_COLUMNS, resultsRow } from "#shared/domain/exports/results-row.ts";
import { periodsBetween } from "#shared/domain/results/periods.ts";
import { queryResults, type ResultsPorts } from "#shared/results/query-results.ts";
import type { ExportPage } from "./write-export.ts";

export type ResultsPagePorts = ResultsPorts & { programIds(): Promise<readonly string[]> };

/** The program, and the first day of the periods that are still to come of it. */
const Place = z.object({ program: z.string(), from: Day.optional() });

/** Each is a sheet to be read for its coverage: of 100,000 accounts, a second. */
const PERIODS_PER_PAGE = 15;

/** The figures of one program: of some periods, and of no more than make as many groups as one answer may have. */
export async function resultsPage(
  ports: ResultsPagePorts,
  request: ExportRequest,
  at: string | undefined,
  asOf: Date,
): Promise<ExportPage> {
  const { program, to, groupBy, interval, includeSuspect = false } = request;
  const programs = program === undefined ? (await ports.programIds()).toSorted() : [program];
  const place = at === undefined ? undefined : Place.parse(JSON.parse(at));
  const programId = place === undefined ? programs[0] : place.program;
  const nothing: ExportPage = { kind: "page", columns: RESULTS_COLUMNS, rows: [], next: undefined };
  if (programId === undefined) return nothing;
  const following = programs.find((other) => other > programId);
  const next = following === undefined ? undefined : JSON.stringify({ program: following });

  let periods = periodsBetween(place?.from ?? request.from, to, interval).slice(0, PERIODS_PER_PAGE);
  for (;;) {
    const { from } = periods[0] ?? request;
    const last = periods.at(-1)?.to ?? to;
    const query = { programs: [programId], from, to: last, groupBy, interval, includeSuspect };
    const outcome = await queryResults(ports)(query, asOf);
    switch (outcome.kind) {
      case "too-many-groups":
        if (periods.length < 2)
          return { kind: "impossible", message: `One period of ${programId} has ${outcome.groups} groups.` };
        periods = periods.slice(0, Math.ceil(periods.length / 2));
        break;
      case "no-such-program":
        return { ...nothing, next };
      case "anonymous":
        if (program === undefined) return { ...nothing, next };
        return {
          kind: "impossible",
          message: `${programId} is anonymous: group it by segment, or not at all.`,
        };
      case "results": {
        const { asOf: at } = outcome.results;
        const of = { program: programId, groupBy, includeSuspect, asOf: at };
        const rows = outcome.results.groups.map((group) => resultsRow(of, group));
        const [later] = periodsBetween(request.from, to, interval).filter(({ from }) => from > last);
        const rest = later && JSON.stringify({ program: programId, from: later.from });
        return { kind: "page", columns: RESULTS_COLUMNS, rows, next: rest ?? next };
      }
    }
  }
}
