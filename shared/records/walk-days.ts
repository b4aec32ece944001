import * as z from "zod";
import { Day } from "../domain/accounts/account.ts";
import { addDays } from "../domain/days.ts";
import type { Page, Paging } from "./page.ts";

/** A place on the way: a program's day, and the last invitation seen of it. */
export const DayPlace = z.strictObject({ day: Day, programId: z.string(), after: z.string().optional() });
export type DayPlace = z.infer<typeof DayPlace>;

export type WalkPorts<Item> = {
  idsOnDay(
    programId: string,
    day: string,
    page: { readonly after: string | undefined; readonly limit: number },
  ): Promise<readonly string[]>;
  /** The items to be listed of these ids of a program's day: those which the filters let through. */
  itemsOf(ids: readonly string[], day: string, programId: string): Promise<readonly Item[]>;
};

const DAYS_AT_ONCE = 16;
/** One request looks at no more than these: then the page ends early, and the cursor goes on. */
const MAX_DAYS = 400;
const MAX_IDS = 3000;
/** Sorts behind every id of a day. */
const END_OF_DAY = "~";

/** Goes through the days of programs, the newest first, until a page is full. */
export async function walkDays<Item>(
  ports: WalkPorts<Item>,
  programIds: readonly string[],
  range: { readonly from: string; readonly to: string },
  { limit, place }: Paging<DayPlace>,
): Promise<Page<Item, DayPlace>> {
  const items: Item[] = [];
  const way = placesFrom(programIds, range, place);
  let seenIds = 0;
  for (let seenDays = 0; ; seenDays += DAYS_AT_ONCE) {
    const batch = takeFrom(way, DAYS_AT_ONCE);
    const last = batch.at(-1);
    if (last === undefined) return { items, next: undefined };
    const firstIds = await Promise.all(batch.map((at) => idsFrom(ports, at, limit)));
    for (const [i, at] of batch.entries()) {
      let here: DayPlace = at;
      let ids = firstIds[i] ?? [];
      while (ids.length > 0) {
        const some = ids.slice(0, limit - items.length);
        items.push(...(await ports.itemsOf(some, at.day, at.programId)));
        seenIds += some.length;
        here = { ...at, after: some.at(-1) };
        if (items.length >= limit || seenIds >= MAX_IDS) return { items, next: here };
        const left = ids.slice(some.length);
        ids = left.length > 0 || ids.length < limit ? left : await idsFrom(ports, here, limit);
      }
    }
    if (seenDays + DAYS_AT_ONCE >= MAX_DAYS) return { items, next: { ...last, after: END_OF_DAY } };
  }
}

const idsFrom = <Item>(ports: WalkPorts<Item>, { programId, day, after }: DayPlace, limit: number) =>
  ports.idsOnDay(programId, day, { after, limit });

function* placesFrom(
  programIds: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
  start: DayPlace | undefined,
): Generator<DayPlace, undefined> {
  const first = start !== undefined && start.day < to ? start.day : to;
  for (let day = first; day >= from; day = addDays(day, -1)) {
    for (const programId of programIds.toSorted()) {
      const isPassed = start !== undefined && day === start.day && programId < start.programId;
      const isStart = start !== undefined && day === start.day && programId === start.programId;
      if (!isPassed) yield isStart ? start : { day, programId };
    }
  }
}

function takeFrom(way: Generator<DayPlace, undefined>, count: number): DayPlace[] {
  const taken: DayPlace[] = [];
  while (taken.length < count) {
    const { value } = way.next();
    if (value === undefined) break;
    taken.push(value);
  }
  return taken;
}
