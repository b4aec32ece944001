import * as z from "zod";
import { type Account, Day, SEGMENTS } from "#shared/domain/accounts/account.ts";
import { foldedText } from "#shared/domain/accounts/folded-text.ts";
import { isOpen, type Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Scorecard } from "#shared/domain/scorecard/scorecard.ts";
import type { Page, Paging } from "#shared/records/page.ts";

export const AccountFilters = {
  /** Stands in the name or the id, whatever the case and the accents. */
  q: z.string().max(256).optional(),
  /** `me`, or the CSM's name; not an e-mail, which has no place in a URL. */
  csm: z
    .string()
    .refine((csm) => !csm.includes("@"), {
      error: "give the CSM's name, or me: e-mail addresses do not belong in a URL",
    })
    .optional(),
  segment: z.enum([...SEGMENTS, "unknown"]).optional(),
  renewsBefore: Day.optional(),
};
type Filters = z.output<z.ZodObject<typeof AccountFilters>>;

/** Where the directory goes on: within what a sort key may be. */
export const AccountPlace = z
  .string()
  .min(1)
  .refine((place) => Buffer.byteLength(place) <= 1024);

type Listed = Pick<Account, "accountId" | "name" | "segment" | "renewalOn" | "csm">;
export type AccountsPorts = {
  directoryInOrder(page: {
    readonly after: string | undefined;
    readonly limit: number;
  }): Promise<readonly (Listed & { readonly sk: string })[]>;
  /** Those that exist, each with its place in the directory. */
  storedAccounts(
    accountIds: readonly string[],
  ): Promise<readonly { readonly account: Account; readonly listedAs: string | undefined }[]>;
  aheadOf(accountId: string): Promise<Ahead>;
  /** In no order; an account of which nothing was ever scored is left out. */
  scorecardsOf(accountIds: readonly string[]): Promise<readonly Scorecard[]>;
  programs(): Promise<readonly Program[]>;
};
type Ahead = { readonly openCtas: number; readonly milestones: readonly Milestone[] };

const READ_AT_ONCE = 500;
/** One request looks at no more than these, and answers no more than those: the page ends early, the cursor goes on. */
const MAX_READ = 5000;
const MAX_ANSWERED = 50;

/** Accounts in the order of their names. `caller` is the e-mail of who asks, for `csm=me`. */
export const listAccounts =
  (ports: AccountsPorts) =>
  async (
    filters: Filters,
    { limit, place }: Paging<string>,
    caller: string,
  ): Promise<Page<unknown, string>> => {
    const isWanted = wanted(filters, caller);
    const found = await find(ports, isWanted, Math.min(limit, MAX_ANSWERED), place);
    const stored = await ports.storedAccounts([...found.places.values()]);
    const active = (await ports.programs()).filter(({ status }) => status === "active");
    const byId = new Map(stored.map((one) => [one.account.accountId, one]));
    const scorecards = await ports.scorecardsOf([...byId.keys()]);
    const cards = new Map(scorecards.map((card) => [card.accountId, card]));
    const items = await Promise.all(
      [...found.places].map(async ([listedAs, accountId]) => {
        const now = byId.get(accountId);
        // Renamed or changed since the directory was written: it stands in its own place, or is not wanted.
        if (now === undefined || now.listedAs !== listedAs || !isWanted(now.account)) return [];
        return [viewOf(now.account, await ports.aheadOf(accountId), active, cards.get(accountId))];
      }),
    );
    return { items: items.flat(), next: found.next };
  };

/** The places of accounts that are wanted, each with its account's id. */
async function find(
  ports: AccountsPorts,
  isWanted: (listed: Listed) => boolean,
  limit: number,
  place: string | undefined,
): Promise<{ readonly places: ReadonlyMap<string, string>; readonly next: string | undefined }> {
  const places = new Map<string, string>();
  let after = place;
  for (let read = 0; read < MAX_READ; read += READ_AT_ONCE) {
    const entries = await ports.directoryInOrder({ after, limit: READ_AT_ONCE });
    for (const entry of entries) {
      if (places.size === limit) return { places, next: after };
      after = entry.sk;
      if (isWanted(entry)) places.set(entry.sk, entry.accountId);
    }
    if (entries.length < READ_AT_ONCE) return { places, next: undefined };
  }
  return { places, next: after };
}

function wanted({ q, csm, segment, renewsBefore }: Filters, caller: string): (listed: Listed) => boolean {
  const text = foldedText(q ?? "");
  const csmName = csm === undefined || csm === "me" ? undefined : foldedText(csm);
  const me = csm === "me" ? caller.toLowerCase() : undefined;
  return (listed) =>
    (foldedText(listed.name ?? "").includes(text) || foldedText(listed.accountId).includes(text)) &&
    (csmName === undefined || foldedText(listed.csm?.name ?? "") === csmName) &&
    (me === undefined || (me !== "" && listed.csm?.email.toLowerCase() === me)) &&
    (segment === undefined || (listed.segment ?? "unknown") === segment) &&
    (renewsBefore === undefined || (listed.renewalOn !== undefined && listed.renewalOn < renewsBefore));
}

function viewOf(
  account: Account,
  { openCtas, milestones }: Ahead,
  active: readonly Program[],
  card: Scorecard | undefined,
) {
  const { accountId, name, plan, status, segment, csm, renewalOn, arrUsd } = account;
  const isToCome = (milestone: Milestone) =>
    isOpen(milestone) && active.some(({ programId }) => programId === milestone.programId);
  const [next] = milestones.filter(isToCome).toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  return {
    accountId,
    name: name ?? null,
    plan: plan ?? null,
    status: status ?? null,
    segment: segment ?? null,
    csm: csm ?? null,
    renewalOn: renewalOn ?? null,
    arrUsd: arrUsd ?? null,
    score: { nps: card?.nps?.latest ?? null, csat: card?.csat?.latest ?? null },
    openCtas,
    nextSurvey: next === undefined ? null : { programId: next.programId, dueOn: next.dueOn },
  };
}
