import * as z from "zod";
import type { ApiRequest } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { cursorFor, encodeCursor } from "#shared/lambda/cursor.ts";
import { givenIn, readQuery } from "#shared/lambda/query.ts";
import { json, type Reply } from "#shared/lambda/reply.ts";
import type { Page, Paging } from "#shared/records/page.ts";

const PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 500;
export const PageLimit = z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(PAGE_SIZE);

/**
 * A route that lists: its filters, where a page can go on, and who is asked for the page.
 *
 * @param replyWith what becomes of the page, `next` being its cursor. @default the items as JSON
 */
export function listRoute<Filters extends z.ZodRawShape, Place, Item = unknown>(
  filters: Filters,
  place: z.ZodType<Place>,
  list: (
    filters: z.output<z.ZodObject<Filters>>,
    paging: Paging<Place>,
    request: ApiRequest,
    now: Date,
  ) => Promise<Page<Item, Place>>,
  replyWith: (items: readonly Item[], next: string | null, request: ApiRequest) => Reply = jsonList,
): (request: ApiRequest) => Promise<Reply> {
  const Filters = z.object(filters);
  const names = [...Object.keys(filters), "limit", "cursor"].join(", ");
  return async (request) => {
    const paging = { limit: PageLimit, cursor: cursorFor(place, request) };
    const takes = `This list takes ${names}; see errors for what is wrong with these.`;
    const asked = readQuery(z.strictObject({ ...filters, ...paging }), request, takes);
    if (asked.kind === "end") return asked.reply;
    // Each by itself has the type that it is known by.
    const { limit, cursor } = z.object(paging).parse(givenIn(request));
    const wanted = Filters.parse(givenIn(request));
    const { items, next } = await list(wanted, { limit, place: cursor }, request, now());
    return replyWith(items, next === undefined ? null : encodeCursor(next, request), request);
  };
}

export const jsonList = (items: readonly unknown[], next: string | null): Reply => json(200, { items, next });

/** A page of a list that fits in memory, sorted by a name that each item has of its own. */
export function pageOf<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  order: "ascending" | "descending",
  { limit, place }: Paging<string>,
): Page<Item, string> {
  const sign = order === "ascending" ? 1 : -1;
  const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -sign : sign);
  // By comparison: the item that the cursor names may be gone by now.
  const left = items
    .filter((item) => place === undefined || compare(place, nameOf(item)) < 0)
    .toSorted((a, b) => compare(nameOf(a), nameOf(b)));
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return { items: page, next: last === undefined || left.length <= limit ? undefined : nameOf(last) };
}
