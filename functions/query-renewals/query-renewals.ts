import type { Attribute, Day } from "#shared/domain/accounts/account.ts";
import { addDays, earlierOf } from "#shared/domain/days.ts";
import { isAnonymous } from "#shared/domain/programs/anonymity.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { newestUpTo, valuesIn } from "#shared/domain/results/portfolio-sheet.ts";
import { type Renewals, renewalsOf } from "#shared/domain/results/renewals.ts";
import type { SheetPorts } from "#shared/results/read-coverage.ts";
import { DEFINITIONS } from "./definitions.ts";
import { firstLookFor, monthOf, RenewalCohort } from "./renewal-cohort.ts";

export type RenewalsQuery = {
  readonly program: string;
  /** UTC days, both inclusive: those on which the accounts were to renew. */
  readonly from: Day;
  readonly to: Day;
  readonly groupBy?: Attribute | undefined;
};

export type RenewalsPorts = SheetPorts & {
  program(programId: string): Promise<Program | undefined>;
  importedTouchpoint(programId: string): Promise<object | undefined>;
};

type RenewalsReply = Pick<RenewalsQuery, "from" | "to"> & {
  readonly programId: string;
  readonly groupBy: Attribute | null;
  readonly asOf: {
    /** The first and the last of the days on which it was looked who was still to renew, and what they had said. */
    readonly bandsFrom: Day | null;
    readonly bandsTo: Day | null;
    readonly outcomes: Day | null;
  };
  readonly definitions: typeof DEFINITIONS;
  /** Null where there are no sheets from when the period began, or none from when it ended. */
  readonly groups: readonly ({ readonly key: Readonly<Record<string, string>> } & Renewals)[] | null;
};

export type RenewalsOutcome =
  | { readonly kind: "renewals"; readonly renewals: RenewalsReply }
  | { readonly kind: "no-such-program" }
  | { readonly kind: "anonymous" }
  | { readonly kind: "too-many-rows" };

/** Where there is no sheet from before the period, how far into it the first may be. */
const LOOK_AHEAD_DAYS = 3;
/** About 10 µs each of a whole processor, against the 29 seconds of a request. */
const MAX_ROWS = 2_000_000;

/** How those renewed who were to renew in a period, by what they had last said to a program before they decided. */
export const queryRenewals =
  (ports: RenewalsPorts, maxRows = MAX_ROWS) =>
  async (query: RenewalsQuery, today: Day): Promise<RenewalsOutcome> => {
    const { program: programId, from, to, groupBy } = query;
    const program = await ports.program(programId);
    if (program === undefined && (await ports.importedTouchpoint(programId)) === undefined)
      return { kind: "no-such-program" };
    if (program !== undefined && isAnonymous(program)) return { kind: "anonymous" };
    const seen = await cohortOf(ports, query, today, maxRows);
    if (seen === "too-many-rows") return { kind: "too-many-rows" };
    const { asOf, cohort } = seen;
    const groups = cohort === undefined ? null : groupsOf(cohort.renewing(programId), groupBy);
    return {
      kind: "renewals",
      renewals: { programId, from, to, groupBy: groupBy ?? null, asOf, definitions: DEFINITIONS, groups },
    };
  };

/**
 * Those due in a period, by the first sheet of each month on which there are accounts at all, and their outcomes by that
 * of its last day, or of the newest. The same days whatever the period: a day more in one of its parts would show renewals
 * that the whole has not seen.
 */
async function cohortOf(
  ports: SheetPorts,
  { from, to }: RenewalsQuery,
  today: Day,
  maxRows: number,
): Promise<"too-many-rows" | { asOf: RenewalsReply["asOf"]; cohort: RenewalCohort | undefined }> {
  const lastDay = earlierOf(to, today);
  const days = (await ports.sheetsIn({ from: firstLookFor(from), to: lastDay })).map(({ day }) => day);
  const outcomes = newestUpTo(lastDay, days);
  const sheets = new Set(days.map(monthOf)).size + 1;
  const cohort = new RenewalCohort({ from, to });
  const looked: Day[] = [];
  for (const day of days) {
    if (monthOf(day) === monthOf(looked.at(-1) ?? "")) continue;
    let accounts = 0;
    for await (const rows of ports.rowsOf(day)) {
      accounts += rows.length;
      cohort.see(day, rows);
    }
    // By one of them: the others are of about as many.
    if (accounts * sheets > maxRows) return "too-many-rows";
    if (accounts > 0) looked.push(day);
  }
  const [bandsFrom = null] = looked;
  const asOf = { bandsFrom, bandsTo: looked.at(-1) ?? null, outcomes: outcomes ?? null };
  const isKept = bandsFrom !== null && bandsFrom < addDays(from, LOOK_AHEAD_DAYS);
  if (!isKept || outcomes === undefined) return { asOf, cohort: undefined };
  for await (const rows of ports.rowsOf(outcomes)) cohort.seeOutcomes(rows);
  return { asOf, cohort };
}

function groupsOf(
  cohort: ReturnType<RenewalCohort["renewing"]>,
  groupBy: Attribute | undefined,
): NonNullable<RenewalsReply["groups"]> {
  if (groupBy === undefined) return [{ key: {}, ...renewalsOf(cohort) }];
  const valued = cohort.flatMap((one) => valuesIn(one.row, groupBy).map((value) => ({ ...one, value })));
  return [...Map.groupBy(valued, ({ value }) => value)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, members]) => ({ key: { [groupBy]: value }, ...renewalsOf(members) }));
}
