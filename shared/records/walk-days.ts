import * as z from "zod";
import { Day } from "../domain/accounts/account.ts";
import { addDays, earlierOf, laterOf } from "../domain/days.ts";
import type { Page, Paging } from "./page.ts";

/** A place on the way: a program's day, and the last invitation seen of it. */
export const DayPlace = z.strictObject({ day: Day, programId: z.string(), after: z.string().optional() });
export type DayPlace = z.infer<typeof DayPlace>;

export type WalkPorts<Item> = {
  /** Before which there is nothing of a program; undefined of one of which there is nothing yet, apart from this moment's. */
  firstDay(programId: string): Promise<Day | undefined>;
  idsOnDay(
    programId: string,
    day: string,
    page: { readonly after: string | undefined; readonly limit: number },
  ): Promise<readonly string[]>;
  /** The items to be listed of these ids of a program's day: those which the filters let through. */
  itemsOf(ids: readonly string[], day: string, programId: string): Promise<readonly Item[]>;
};

/** Of a program of which nothing is known: what has just happened may not be marked yet, at midnight under the day before. */
const LAST_DAYS = 2;
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
  range: { readonly from: Day; readonly to: Day },
  { limit, place }: Paging<DayPlace>,
): Promise<Page<Item, DayPlace>> {
  const items: Item[] = [];
  const way = placesFrom(await beginnings(ports, programIds, range), range.to, place);
  let seenIds = 0;
  for (let seenDays = 0; ; seenDays += DAYS_AT_ONCE) {
    const batch = takeFrom(way, DAYS_AT_ONCE);
    const last = batch.at(-1);
    if (last === undefined) return { items, next: undefined };
    const firstIds = await Promise.all(batch.map((at) => idsFrom(ports, at, limit)));
    for (const [i, at] of batch.entries()) {
      let here: DayPlace = at;
      let listed = firstIds[i] ?? [];
      for (let left = listed; left.length > 0; ) {
        const some = left.slice(0, limit - items.length);
        items.push(...(await ports.itemsOf(some, at.day, at.programId)));
        seenIds += some.length;
        here = { ...at, after: some.at(-1) };
        if (items.length >= limit || seenIds >= MAX_IDS) return { items, next: here };
        left = left.slice(some.length);
        // As many as were asked for: there may be more behind them.
        if (left.length === 0 && listed.length >= limit) left = listed = await idsFrom(ports, here, limit);
      }
    }
    if (seenDays + DAYS_AT_ONCE >= MAX_DAYS) return { items, next: { ...last, after: END_OF_DAY } };
  }
}

const idsFrom = <Item>(ports: WalkPorts<Item>, { programId, day, after }: DayPlace, limit: number) =>
  ports.idsOnDay(programId, day, { after, limit });

/** From which day on each program is to be looked through, in the order of their ids. */
async function beginnings(
  { firstDay }: Pick<WalkPorts<never>, "firstDay">,
  programIds: readonly string[],
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<ReadonlyMap<string, Day>> {
  const sorted = programIds.toSorted();
  const first = await Promise.all(sorted.map(firstDay));
  return new Map(sorted.map((id, i) => [id, laterOf(from, first[i] ?? addDays(to, 1 - LAST_DAYS))]));
}

function* placesFrom(
  fromOf: ReadonlyMap<string, Day>,
  to: Day,
  start: DayPlace | undefined,
): Generator<DayPlace, undefined> {
  const first = start !== undefined && start.day < to ? start.day : to;
  const from = [...fromOf.values()].reduce(earlierOf, to);
  for (let day = first; day >= from; day = addDays(day, -1)) {
    for (const [programId, itsFrom] of fromOf) {
      const isPassed = start !== undefined && day === start.day && programId < start.programId;
      const isStart = start !== undefined && day === start.day && programId === start.programId;
      if (!isPassed && day >= itsFrom) yield isStart ? start : { day, programId };
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
