import type { Day } from "../domain/accounts/account.ts";
import { Cta } from "../domain/ctas/cta.ts";
import { addDays } from "../domain/days.ts";
import { sideBySide } from "../side-by-side.ts";
import { itemsByKey } from "./batch-get.ts";
import { type ListedCta, listedCta } from "./cta-places.ts";
import {
  accountKey,
  closedCtasPartition,
  ctaKey,
  OPEN_CTAS_PARTITION,
  openedCtasPartition,
  RAISED_CTA_PREFIX,
} from "./keys.ts";
import { itemsWhere, itemsWithPrefix } from "./partition.ts";
import { DUE_INDEX, type Table } from "./table.ts";

/** Before and behind every time that a place begins with. */
const [FIRST, LAST] = ["!", "~"];

/**
 * Those that are not closed, the one that is due first at the head, as the index lists them: at most `most`, due in
 * [`from`, `before`) as far as these are given, from behind the place `after`.
 */
export async function openCtas(
  table: Table,
  range: {
    readonly from?: string | undefined;
    readonly before?: string | undefined;
    readonly after?: string | undefined;
    readonly most?: number;
  } = {},
): Promise<ListedCta[]> {
  const { from = FIRST, before = LAST, after, most } = range;
  return await listed(table, {
    pk: OPEN_CTAS_PARTITION,
    // "$" is the character after "#", which ends a place.
    from: after === undefined ? from : `${after}$`,
    to: before,
    descending: false,
    most,
  });
}

/** Those that were closed in a month (`YYYY-MM`, UTC), the newest first: at most `most`, from behind the place `after`. */
export async function closedCtas(
  table: Table,
  month: string,
  { after, most }: { readonly after?: string | undefined; readonly most?: number } = {},
): Promise<ListedCta[]> {
  const pk = closedCtasPartition(month);
  return await listed(table, { pk, from: FIRST, to: after ?? LAST, descending: true, most });
}

async function listed(
  table: Table,
  of: {
    readonly pk: string;
    readonly from: string;
    readonly to: string;
    readonly descending: boolean;
    readonly most?: number | undefined;
  },
): Promise<ListedCta[]> {
  const { pk, from, to, descending, most } = of;
  // Nothing lies between two ends that have changed places, which DynamoDB does not take.
  if (from > to) return [];
  const items = await itemsWhere(table, {
    index: DUE_INDEX,
    where: "duePk = :pk AND dueSk BETWEEN :from AND :to",
    values: { ":pk": pk, ":from": from, ":to": to },
    descending,
    ...(most === undefined ? {} : { most }),
  });
  return items.map(({ dueSk }) => listedCta(String(dueSk)));
}

/**
 * The ids of those that were opened from one day (UTC) to another, both inclusive, the oldest first: of one kind, if one
 * is given. Costs what was opened in between.
 */
export async function openedCtaIds(
  table: Table,
  { from, to, kind }: { readonly from: Day; readonly to: Day; readonly kind?: Cta["kind"] | undefined },
): Promise<string[]> {
  const places = await sideBySide(monthsFrom(from, to), 8, (month) =>
    itemsWhere(table, {
      index: DUE_INDEX,
      where: "duePk = :pk AND dueSk BETWEEN :from AND :to",
      values: { ":pk": openedCtasPartition(month), ":from": from, ":to": `${to}${LAST}` },
    }),
  );
  return places.flat().flatMap(({ dueSk }) => {
    const [, ctaId = "", of] = String(dueSk).split("#");
    return kind === undefined || of === kind ? [ctaId] : [];
  });
}

/**
 * The ids of those that were last closed from one day (UTC) to another, both inclusive, and are not open again: of one
 * kind. Costs what was closed in those months.
 */
export async function closedCtaIds(
  table: Table,
  { from, to, kind }: { readonly from: Day; readonly to: Day; readonly kind: Cta["kind"] },
): Promise<string[]> {
  const closed = await sideBySide([...monthsFrom(from, to)], 8, (month) => closedCtas(table, month));
  return closed.flat().flatMap((cta) => {
    const day = cta.place.slice(0, from.length);
    return cta.kind === kind && day >= from && day <= to ? [cta.ctaId] : [];
  });
}

/** Those that were opened in a month within a range of days: at most `most`, the oldest first, from behind a place. */
export async function openedCtas(
  table: Table,
  month: string,
  {
    from,
    to,
    after,
    most,
  }: {
    readonly from: Day;
    readonly to: Day;
    readonly after?: string | undefined;
    readonly most: number;
  },
): Promise<{ readonly ctaId: string; readonly place: string }[]> {
  // "!" is lower than whatever could go on from a place.
  const [first, last] = [after === undefined ? from : `${after}!`, `${to}${LAST}`];
  if (first > last) return [];
  const items = await itemsWhere(table, {
    index: DUE_INDEX,
    where: "duePk = :pk AND dueSk BETWEEN :from AND :to",
    values: { ":pk": openedCtasPartition(month), ":from": first, ":to": last },
    most,
  });
  return items.map(({ dueSk }) => ({ ctaId: String(dueSk).split("#")[1] ?? "", place: String(dueSk) }));
}

function* monthsFrom(from: Day, to: Day): Generator<string> {
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); ) {
    yield month;
    month = addDays(`${month}-28`, 4).slice(0, 7);
  }
}

/** The ids of every call to action that an account ever had, the newest first. */
export async function ctaIdsOfAccount(table: Table, accountId: string): Promise<string[]> {
  const raised = await itemsWithPrefix(table, accountKey(accountId).pk, RAISED_CTA_PREFIX);
  return raised.map(({ ctaId }) => String(ctaId)).reverse();
}

/** These calls to action as they stand now, in the order of the ids; one that is no more is left out. */
export async function ctasByIds(table: Table, ctaIds: readonly string[]): Promise<Cta[]> {
  const items = await itemsByKey(table, ctaIds.map(ctaKey), { consistent: true });
  const ctas = items.filter(({ type }) => type === "cta").map((item) => Cta.parse(item));
  const byId = new Map(ctas.map((cta) => [cta.ctaId, cta]));
  return ctaIds.flatMap((ctaId) => byId.get(ctaId) ?? []);
}

/** Of these ids, those that joined another as they were to be opened, each with the id of that one. */
export async function joinedInstead(table: Table, ctaIds: readonly string[]): Promise<Map<string, string>> {
  const items = await itemsByKey(table, ctaIds.map(ctaKey), { consistent: true });
  return new Map(
    items.filter(({ type }) => type === "joined-cta").map(({ ctaId, into }) => [String(ctaId), String(into)]),
  );
}
