import type { Account, Day } from "#shared/domain/accounts/account.ts";
import { byOwner, type Group } from "#shared/domain/ctas/by-owner.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { isWithdrawn } from "#shared/domain/ctas/cta-withdrawal.ts";
import {
  DEFINITIONS,
  type Graded,
  type Performance,
  performanceOf,
} from "#shared/domain/ctas/loop-performance.ts";
import {
  type ClosedNegative,
  isClosedNegative,
  measureOf,
  recoveryOf,
} from "#shared/domain/ctas/recovery.ts";
import { UNKNOWN } from "#shared/domain/results/buckets.ts";
import type { Entry } from "#shared/domain/scorecard/score-entries.ts";
import type { Scorecard } from "#shared/domain/scorecard/scorecard.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { sideBySide } from "#shared/side-by-side.ts";

export const GROUPS = ["owner", "segment"] as const;

export type LoopQuery = {
  /** UTC days, both inclusive. */
  readonly from: Day;
  readonly to: Day;
  readonly groupBy?: (typeof GROUPS)[number] | undefined;
  readonly kind?: Cta["kind"] | undefined;
};

export type LoopPorts = {
  openedCtaIds(range: Pick<LoopQuery, "from" | "to" | "kind">): Promise<readonly string[]>;
  ctasByIds(ctaIds: readonly string[]): Promise<readonly Cta[]>;
  /** Those of these accounts that exist. */
  accounts(accountIds: readonly string[]): Promise<readonly Account[]>;
  /** How these accounts stand; one of which nothing was ever scored is left out. */
  scorecardsOf(accountIds: readonly string[]): Promise<readonly Scorecard[]>;
  /** What an account scored, by program and cycle. */
  scoreEntriesOf(accountId: string): Promise<readonly Entry[]>;
  invitationsByIds(ids: readonly string[]): Promise<readonly Invitation[]>;
};

type GroupFigures = { readonly key: Group<Graded>["key"] } & Performance;

export type LoopOutcome =
  | {
      readonly kind: "performance";
      readonly performance: Omit<LoopQuery, "kind" | "groupBy"> & {
        readonly kind: Cta["kind"] | null;
        readonly groupBy: LoopQuery["groupBy"] | null;
        readonly asOf: string;
        readonly definitions: typeof DEFINITIONS;
        readonly all: Performance;
        readonly groups: readonly GroupFigures[];
      };
    }
  | { readonly kind: "too-many"; readonly opened: number };

/** What is read within the time of one request. */
export const MAX_CTAS = 10_000;
const AT_ONCE = 16;

/**
 * How the calls to action of a period were worked, and whether it helped. Costs what was opened in the period, and of the
 * closed negatives what their accounts have answered since.
 */
export const gradeLoop =
  (ports: LoopPorts) =>
  async (query: LoopQuery, now: Date): Promise<LoopOutcome> => {
    const { from, to, kind, groupBy } = query;
    const ctaIds = await ports.openedCtaIds({ from, to, kind });
    if (ctaIds.length > MAX_CTAS) return { kind: "too-many", opened: ctaIds.length };
    const ctas = await ports.ctasByIds(ctaIds);
    const answers = await laterAnswers(ports, ctas.filter(isDone));
    const graded = ctas.map(
      (cta): Graded => ({
        cta,
        recovery: isDone(cta) ? recoveryOf(cta, answers.get(cta.accountId) ?? []) : undefined,
      }),
    );
    const groups = await groupsOf(ports, graded, groupBy);
    return {
      kind: "performance",
      performance: {
        ...{ from, to, kind: kind ?? null, groupBy: groupBy ?? null },
        asOf: now.toISOString(),
        definitions: DEFINITIONS,
        all: performanceOf(graded, now),
        groups: groups.map(({ key, members }) => ({ key, ...performanceOf(members, now) })),
      },
    };
  };

/** Withdrawn, nobody was done with it, and there is nothing to recover from. */
const isDone = (cta: Cta): cta is ClosedNegative => isClosedNegative(cta) && !isWithdrawn(cta);

/** By account, the answers in which one of its closed negatives may have its next. */
async function laterAnswers(
  ports: LoopPorts,
  closed: readonly ClosedNegative[],
): Promise<Map<string, Invitation[]>> {
  const byAccount = Map.groupBy(closed, ({ accountId }) => accountId);
  const cards = await ports.scorecardsOf([...byAccount.keys()]);
  const ids = await sideBySide(cards, AT_ONCE, async (card) => {
    const ctas = (byAccount.get(card.accountId) ?? []).filter((cta) => hasLater(cta, card));
    // Most have none, and are done with: cards are read by the hundred, entries account by account.
    const entries = ctas.length === 0 ? [] : await ports.scoreEntriesOf(card.accountId);
    return ctas.flatMap((cta) => laterResponses(cta, entries));
  });
  const answers = await ports.invitationsByIds([...new Set(ids.flat())]);
  return Map.groupBy(answers, ({ accountId }) => accountId);
}

/** Whether the newest score of any program is from after the closing. */
const hasLater = (cta: ClosedNegative, card: Scorecard): boolean =>
  card[measureOf(cta)]?.programs.some(({ date }) => date > cta.closedAt) ?? false;

/** Of the cycles that anybody answered after the closing, all who answered: a cycle is dated by its newest answer. */
const laterResponses = (cta: ClosedNegative, entries: readonly Entry[]): string[] =>
  entries.flatMap((entry) => {
    const tally = entry.type === "score-reading" ? entry[measureOf(cta)] : null;
    return tally !== null && tally.date > cta.closedAt ? tally.responses : [];
  });

async function groupsOf(
  ports: LoopPorts,
  graded: readonly Graded[],
  groupBy: LoopQuery["groupBy"],
): Promise<Group<Graded>[]> {
  if (groupBy === undefined) return [];
  if (groupBy === "owner") return byOwner(graded);
  const accounts = await ports.accounts([...new Set(graded.map(({ cta }) => cta.accountId))]);
  const segments = new Map(accounts.map(({ accountId, segment }) => [accountId, segment]));
  return [...Map.groupBy(graded, ({ cta }) => segments.get(cta.accountId) ?? UNKNOWN)]
    .map(([segment, members]) => ({ key: { segment }, members }))
    .sort((a, b) => (a.key.segment < b.key.segment ? -1 : 1));
}
