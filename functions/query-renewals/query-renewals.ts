import type { Attribute, Day } from "#shared/domain/accounts/account.ts";
import { addDays, earlierOf } from "#shared/domain/days.ts";
import { isActiveAndPaid } from "#shared/domain/eligibility/eligibility-rules.ts";
import { isAnonymous } from "#shared/domain/programs/anonymity.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import {
  firstDayToLook,
  newestUpTo,
  type SheetRow,
  valuesIn,
} from "#shared/domain/results/portfolio-sheet.ts";
import { type Renewals, type Renewing, renewalOutcome, renewalsOf } from "#shared/domain/results/renewals.ts";
import type { SheetPorts } from "#shared/results/read-coverage.ts";
import { DEFINITIONS } from "./definitions.ts";

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
  readonly asOf: { readonly bands: Day | null; readonly outcomes: Day | null };
  readonly definitions: typeof DEFINITIONS;
  /** Null where one of the two sheets is not there. */
  readonly groups: readonly ({ readonly key: Readonly<Record<string, string>> } & Renewals)[] | null;
};

export type RenewalsOutcome =
  | { readonly kind: "renewals"; readonly renewals: RenewalsReply }
  | { readonly kind: "no-such-program" }
  | { readonly kind: "anonymous" };

/** Where there is no sheet from before the period, how far into it the first may be. */
const LOOK_AHEAD_DAYS = 3;

/** How those renewed who were to renew in a period, by what they had last said to a program before it. */
export const queryRenewals =
  (ports: RenewalsPorts) =>
  async (query: RenewalsQuery, today: Day): Promise<RenewalsOutcome> => {
    const { program: programId, from, to, groupBy } = query;
    const program = await ports.program(programId);
    if (program === undefined && (await ports.importedTouchpoint(programId)) === undefined)
      return { kind: "no-such-program" };
    if (program !== undefined && isAnonymous(program)) return { kind: "anonymous" };
    const asOf = await sheetsFor(ports, query, today);
    const { bands, outcomes } = asOf;
    const groups =
      bands === null || outcomes === null
        ? null
        : groupsOf(await renewing(ports, query, { bands, outcomes }), groupBy);
    return {
      kind: "renewals",
      renewals: { programId, from, to, groupBy: groupBy ?? null, asOf, definitions: DEFINITIONS, groups },
    };
  };

/**
 * The sheet that shows the accounts as the period began, which is that of the day before, and the one that shows them as
 * it ended, or now.
 */
async function sheetsFor(
  ports: SheetPorts,
  { from, to }: RenewalsQuery,
  today: Day,
): Promise<RenewalsReply["asOf"]> {
  const eve = addDays(from, -1);
  const lastDay = earlierOf(to, today);
  const days = (await ports.sheetsIn({ from: firstDayToLook(eve), to: lastDay })).map(({ day }) => day);
  const soon = days.find((day) => day >= from && day < addDays(from, LOOK_AHEAD_DAYS));
  const bands = newestUpTo(eve, days) ?? soon;
  const outcomes = newestUpTo(lastDay, days);
  return { bands: bands ?? null, outcomes: outcomes !== undefined && outcomes >= from ? outcomes : null };
}

type Cohort = readonly (Renewing & { readonly row: SheetRow })[];

async function renewing(
  ports: SheetPorts,
  { program, from, to }: RenewalsQuery,
  { bands, outcomes }: { readonly bands: Day; readonly outcomes: Day },
): Promise<Cohort> {
  const cohort = new Map<string, SheetRow>();
  for await (const rows of ports.rowsOf(bands))
    for (const row of rows) if (isToRenew(row, { from, to })) cohort.set(row.accountId, row);
  const after = new Map<string, SheetRow>();
  for await (const rows of ports.rowsOf(outcomes))
    for (const row of rows) if (cohort.has(row.accountId)) after.set(row.accountId, row);
  return [...cohort.values()].map((row) => ({
    row,
    facts: row.programs?.[program],
    arrUsd: row.arrUsd,
    outcome: renewalOutcome(row, bands, after.get(row.accountId)),
  }));
}

const isToRenew = (row: SheetRow, { from, to }: Pick<RenewalsQuery, "from" | "to">): boolean =>
  isActiveAndPaid(row) && row.renewalOn !== undefined && row.renewalOn >= from && row.renewalOn <= to;

function groupsOf(cohort: Cohort, groupBy: Attribute | undefined): NonNullable<RenewalsReply["groups"]> {
  if (groupBy === undefined) return [{ key: {}, ...renewalsOf(cohort) }];
  const byValue = new Map<string, (typeof cohort)[number][]>();
  for (const one of cohort)
    for (const value of valuesIn(one.row, groupBy)) byValue.set(value, [...(byValue.get(value) ?? []), one]);
  return [...byValue]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, members]) => ({ key: { [groupBy]: value }, ...renewalsOf(members) }));
}
