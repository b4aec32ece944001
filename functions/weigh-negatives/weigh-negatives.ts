import type { Account, Day } from "#shared/domain/accounts/account.ts";
import { byOwner, type Group } from "#shared/domain/ctas/by-owner.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import {
  DEFINITIONS,
  type Exposure,
  exposureOf,
  type Negatives,
  negativesOf,
} from "#shared/domain/ctas/negatives.ts";
import { UNKNOWN } from "#shared/domain/results/buckets.ts";

export const GROUPS = ["owner", "segment"] as const;

export type NegativesQuery = {
  /** All programs where none is named. */
  readonly program?: string | undefined;
  /** UTC days, both inclusive. */
  readonly from: Day;
  readonly to: Day;
  readonly groupBy?: (typeof GROUPS)[number] | undefined;
};
type Range = Pick<NegativesQuery, "from" | "to">;

export type NegativesPorts = {
  isProgram(programId: string): Promise<boolean>;
  /** The ids of the negatives, of all programs. */
  openIds(): Promise<readonly string[]>;
  openedIds(range: Range): Promise<readonly string[]>;
  closedIds(range: Range): Promise<readonly string[]>;
  ctasByIds(ctaIds: readonly string[]): Promise<readonly Cta[]>;
  /** Those of these accounts that exist. */
  accounts(accountIds: readonly string[]): Promise<readonly Account[]>;
};

type Key = Group<unknown>["key"];
type Weighed = Omit<NegativesQuery, "program" | "groupBy"> & {
  readonly program: string | null;
  readonly groupBy: NegativesQuery["groupBy"] | null;
  readonly asOf: string;
  readonly definitions: typeof DEFINITIONS;
  readonly all: { readonly open: Exposure };
  readonly groups: readonly { readonly key: Key; readonly open: Exposure }[];
  readonly touchpoints: readonly ({
    readonly programId: string;
    readonly groups: readonly ({ readonly key: Key } & Negatives)[];
  } & Negatives)[];
};

export type NegativesOutcome =
  | { readonly kind: "weighed"; readonly negatives: Weighed }
  | { readonly kind: "no-such-program" }
  | { readonly kind: "too-many"; readonly negatives: number };

/** What is read within the time of one request. */
export const MAX_CTAS = 10_000;

/**
 * Why negatives came to be, each touchpoint for itself, and what revenue stands under those that are open. Costs what is
 * open, and what was opened or closed in the range, of all programs.
 */
export const weighNegatives =
  (ports: NegativesPorts) =>
  async (query: NegativesQuery, now: Date): Promise<NegativesOutcome> => {
    const { program, from, to, groupBy } = query;
    if (program !== undefined && !(await ports.isProgram(program))) return { kind: "no-such-program" };
    const lists = await Promise.all([
      ports.openIds(),
      ports.openedIds({ from, to }),
      ports.closedIds({ from, to }),
    ]);
    const ctaIds = [...new Set(lists.flat())];
    if (ctaIds.length > MAX_CTAS) return { kind: "too-many", negatives: ctaIds.length };
    const all = await ports.ctasByIds(ctaIds);
    const ctas = program === undefined ? all : all.filter((cta) => cta.program === program);
    const found = await ports.accounts([...new Set(ctas.map(({ accountId }) => accountId))]);
    const accounts = new Map(found.map((account) => [account.accountId, account]));
    const grouped = (members: readonly Cta[]) => groupsOf(members, accounts, groupBy);
    const weigh = (members: readonly Cta[]) => negativesOf(members, accounts, { from, to }, now);
    const touchpoints = program === undefined ? [...new Set(ctas.map((cta) => cta.program))] : [program];
    return {
      kind: "weighed",
      negatives: {
        ...{ program: program ?? null, from, to, groupBy: groupBy ?? null },
        asOf: now.toISOString(),
        definitions: DEFINITIONS,
        all: { open: exposureOf(ctas, accounts, now) },
        groups: grouped(ctas).map(({ key, members }) => ({ key, open: exposureOf(members, accounts, now) })),
        touchpoints: touchpoints.sort().map((programId) => {
          const own = ctas.filter((cta) => cta.program === programId);
          const groups = grouped(own).map(({ key, members }) => ({ key, ...weigh(members) }));
          return { programId, ...weigh(own), groups };
        }),
      },
    };
  };

function groupsOf(
  ctas: readonly Cta[],
  accounts: ReadonlyMap<string, Account>,
  groupBy: NegativesQuery["groupBy"],
): Group<Cta>[] {
  if (groupBy === undefined) return [];
  if (groupBy === "owner") {
    const groups = byOwner(ctas.map((cta) => ({ cta })));
    return groups.map(({ key, members }) => ({ key, members: members.map(({ cta }) => cta) }));
  }
  return [...Map.groupBy(ctas, ({ accountId }) => accounts.get(accountId)?.segment ?? UNKNOWN)]
    .map(([segment, members]) => ({ key: { segment }, members }))
    .sort((a, b) => (a.key.segment < b.key.segment ? -1 : 1));
}
