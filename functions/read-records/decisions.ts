import * as z from "zod";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import type { LedgerEntry, ListedEntry } from "#shared/dynamodb/ledger-lists.ts";
import { runIdOf } from "#shared/dynamodb/runs.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import { problem, type Reply } from "#shared/lambda/reply.ts";
import type { Page, Paging } from "#shared/records/page.ts";
import { listRoute } from "./list-route.ts";

export const DecisionFilters = { contact: z.string().optional(), program: z.string().optional() };
type Filters = z.output<z.ZodObject<typeof DecisionFilters>>;

/** The entry with which the list goes on and, of its contacts in the order of their ids, the first. */
const DecisionPlace = z.strictObject({ entry: z.string(), contact: z.string().optional() });
type Place = z.infer<typeof DecisionPlace>;

export type DecisionPorts = {
  hasAccount(accountId: string): Promise<boolean>;
  /** The account's ledger, the newest day first, from a place on. */
  ledgerOfAccount(
    accountId: string,
    page: { readonly from: string | undefined; readonly limit: number },
  ): Promise<readonly ListedEntry[]>;
  /** Those that are still there, in their order. */
  ledgerEntries(listed: readonly ListedEntry[]): Promise<readonly LedgerEntry[]>;
};

/** What was decided of an account and its contacts, the newest day first; a dry run decides nothing. */
export const listDecisions = (ports: DecisionPorts) => {
  const list = listRoute(DecisionFilters, DecisionPlace, (filters, paging, { path }) =>
    decisionsOf(ports, path.accountId ?? "", filters, paging),
  );
  return async (request: ApiRequest): Promise<Reply> =>
    (await ports.hasAccount(request.path.accountId ?? ""))
      ? await list(request)
      : problem(404, "There is no account of that id.");
};

const ENTRIES_AT_ONCE = 100;
/** One request looks at no more entries than these: then the page ends early, and the cursor goes on. */
const MAX_ENTRIES = 1000;

async function decisionsOf(
  ports: DecisionPorts,
  accountId: string,
  { contact, program }: Filters,
  { limit, place }: Paging<Place>,
): Promise<Page<DecisionView, Place>> {
  const items: DecisionView[] = [];
  let next = place;
  for (let read = 0; read < MAX_ENTRIES; read += ENTRIES_AT_ONCE) {
    const page = { from: next?.entry, limit: ENTRIES_AT_ONCE + 1 };
    const listed = await ports.ledgerOfAccount(accountId, page);
    const wanted = listed
      .slice(0, ENTRIES_AT_ONCE)
      .filter(({ runId, on }) => program === undefined || runId === runIdOf(program, on));
    for (const entry of await ports.ledgerEntries(wanted)) {
      const from = entry.place === next?.entry ? (next.contact ?? "") : "";
      for (const decision of inOrder(entry.decisions)) {
        const isWanted = contact === undefined || decision.contactId === contact;
        if (!isWanted || nameOf(decision) < from) continue;
        if (items.length === limit) return { items, next: { entry: entry.place, contact: nameOf(decision) } };
        items.push(viewOf(entry, decision));
      }
    }
    const following = listed[ENTRIES_AT_ONCE];
    next = following && { entry: following.place };
    if (next === undefined) break;
  }
  return { items, next };
}

const nameOf = ({ contactId }: Decision): string => contactId ?? "";
const inOrder = (decisions: readonly Decision[]): Decision[] =>
  decisions.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

type DecisionView = ReturnType<typeof viewOf>;
const viewOf = ({ runId, programId, on, at }: LedgerEntry, decision: Decision) => ({
  runId,
  programId,
  on,
  at,
  ...decision,
});
