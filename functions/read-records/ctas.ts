import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { PathId } from "#shared/domain/accounts/portfolio-body.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import type { CtaView } from "#shared/domain/ctas/cta-view.ts";
import { utcDay } from "#shared/domain/days.ts";
import type { ListedCta } from "#shared/dynamodb/cta-places.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import { type CtaViewPorts, ctaViews } from "#shared/records/cta-views.ts";
import type { Page, Paging } from "#shared/records/page.ts";
import { type Asked, type CtaFilters, ctaChoice } from "./cta-choice.ts";
import { pageOf } from "./list-route.ts";
import { type InOrder, walkCtas } from "./walk-ctas.ts";

/** Within what a sort key may be. */
const InIndex = z.string().min(1).max(300);
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const OpenPlace = z.strictObject({ open: InIndex });
const ClosedPlace = z.strictObject({ month: Month, after: InIndex.optional() });
export const CtaPlace = z.union([z.strictObject({ account: z.string() }), OpenPlace, ClosedPlace]);
type Place = z.infer<typeof CtaPlace>;

export type CtaPorts = CtaViewPorts & {
  /** Those due in [`from`, `before`), as far as these are given. */
  openCtas(
    range: InOrder & { readonly from: string | undefined; readonly before: string | undefined },
  ): Promise<readonly ListedCta[]>;
  closedCtas(month: string, page: InOrder): Promise<readonly ListedCta[]>;
  ctaIdsOfAccount(accountId: string): Promise<readonly string[]>;
  ctasByIds(ctaIds: readonly string[]): Promise<readonly Cta[]>;
  cta(ctaId: string): Promise<Cta | undefined>;
};

/**
 * Calls to action. Of an account: all that it ever had, the newest first. Otherwise those that are not closed, what is
 * due first at the head, and then those closed in the last 24 months, the newest first.
 */
export const listCtas =
  (ports: CtaPorts) =>
  async (filters: CtaFilters, paging: Paging<Place>, asked: Asked): Promise<Page<CtaView, Place>> => {
    const { account, status, overdue } = filters;
    const { limit, place } = paging;
    if (account !== undefined) {
      const found = await wanted(ports, filters, asked, await ports.ctaIdsOfAccount(account));
      const at = place !== undefined && "account" in place ? place.account : undefined;
      const nameOf = ({ openedAt, ctaId }: CtaView) => `${openedAt}#${ctaId}`;
      const { items, next } = pageOf(found, nameOf, "descending", { limit, place: at });
      return { items, next: next === undefined ? undefined : { account: next } };
    }
    const mayBeOpen = status !== "closed" && (place === undefined || "open" in place);
    const openFrom = place !== undefined && "open" in place ? place.open : undefined;
    // What is closed is not overdue, nor has it time left.
    const mayBeClosed = overdue === undefined && (status === undefined || status === "closed");
    const open = mayBeOpen
      ? await openPage(ports, filters, { limit, place: openFrom }, asked)
      : { items: [], next: undefined };
    if (open.next !== undefined || !mayBeClosed) return open;
    const at = place !== undefined && "month" in place ? place : { month: monthOf(asked.now) };
    const left = limit - open.items.length;
    const closed = await closedPage(ports, filters, { limit: left, place: at }, asked);
    return { items: [...open.items, ...closed.items], next: closed.next };
  };

async function openPage(
  ports: CtaPorts,
  filters: CtaFilters,
  paging: Paging<string>,
  asked: Asked,
): Promise<Page<CtaView, Place>> {
  const time = asked.now.toISOString();
  const range = {
    from: filters.overdue === "false" ? time : undefined,
    before: filters.overdue === "true" ? time : undefined,
  };
  const read = (page: InOrder) => ports.openCtas({ ...range, ...page });
  const { ids, next } = await walkCtas(read, ctaChoice(filters, asked).isListed, paging);
  const items = await wanted(ports, filters, asked, ids);
  return { items, next: next === undefined ? undefined : { open: next } };
}

/** How far back closed ones are listed; what was closed before is found by its account. */
const MONTHS_BACK = 24;

async function closedPage(
  ports: CtaPorts,
  filters: CtaFilters,
  { limit, place }: Paging<z.infer<typeof ClosedPlace>>,
  asked: Asked,
): Promise<Page<CtaView, Place>> {
  const items: CtaView[] = [];
  const last = monthsBefore(monthOf(asked.now), MONTHS_BACK);
  let { month, after } = place ?? { month: monthOf(asked.now) };
  for (; month > last; month = monthsBefore(month, 1), after = undefined) {
    if (items.length >= limit) return { items, next: { month, after } };
    const read = (page: InOrder) => ports.closedCtas(month, page);
    const paging = { limit: limit - items.length, place: after };
    const { ids, next } = await walkCtas(read, ctaChoice(filters, asked).isListed, paging);
    items.push(...(await wanted(ports, filters, asked, ids)));
    if (next !== undefined) return { items, next: { month, after: next } };
  }
  return { items, next: undefined };
}

const monthOf = (now: Date): string => utcDay(now).slice(0, 7);
const monthsBefore = (month: string, months: number): string =>
  Temporal.PlainYearMonth.from(month).subtract({ months }).toString();

async function wanted(
  ports: CtaPorts,
  filters: CtaFilters,
  asked: Asked,
  ids: readonly string[],
): Promise<CtaView[]> {
  // The index may lag behind: how it stands is what counts.
  const ctas = await ports.ctasByIds([...new Set(ids)]);
  return await ctaViews(ports, ctas.filter(ctaChoice(filters, asked).isWanted), asked.now);
}

/** `GET /v1/ctas/{ctaId}`: one, with everything that was done to it. */
export const readCta =
  (ports: CtaPorts) =>
  async ({ path }: ApiRequest, now: Date): Promise<Reply> => {
    const { data: ctaId } = PathId.safeParse(path.ctaId);
    const cta = ctaId === undefined ? undefined : await ports.cta(ctaId);
    if (cta === undefined) return problem(404, "There is no call to action of that id.");
    const [view] = await ctaViews(ports, [cta], now);
    return json(200, view);
  };
