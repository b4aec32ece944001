import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { Invitation } from "../domain/invitation.ts";
import { itemsByKey } from "./batch-get.ts";
import { dayPartition, invitationKey, SEND_PARTITION } from "./keys.ts";
import { itemsOfPartition, itemsWhere } from "./partition.ts";
import { DUE_INDEX, fromItem, type Table } from "./table.ts";

/** Which of a day's two lists: the invitations sent on it, or those first answered on it. */
export type DayList = "SENT" | "ANSWERED";

/** The ids on a list of a program's day, in their order: at most `limit`, from behind `after`. */
export async function idsOnDay(
  table: Table,
  list: DayList,
  programId: string,
  day: string,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<string[]> {
  const { Items } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
      ExpressionAttributeValues: marshall({
        ":pk": dayPartition(programId, day),
        // "!" sorts behind the id itself and before any other, "$" behind the whole list.
        ":from": page.after === undefined ? `${list}#` : `${list}#${page.after}!`,
        ":to": `${list}$`,
      }),
      Limit: page.limit,
      ConsistentRead: true,
    }),
  );
  return (Items ?? []).map((item) => String(fromItem(item).sk).slice(list.length + 1));
}

/** Every invitation of a program's day: those on the list of the sent, and those on the list of the answered. */
export async function invitationsOnDay(
  table: Table,
  programId: string,
  day: string,
): Promise<{ readonly sent: Invitation[]; readonly answered: Invitation[] }> {
  const ids: Record<DayList, Set<string>> = { SENT: new Set(), ANSWERED: new Set() };
  for (const { sk } of await itemsOfPartition(table, dayPartition(programId, day), { consistent: true })) {
    const [list, id = ""] = String(sk).split("#");
    if (list === "SENT" || list === "ANSWERED") ids[list].add(id);
  }
  const invitations = await invitationsByIds(table, [...ids.SENT, ...ids.ANSWERED]);
  return {
    sent: invitations.filter(({ invitationId }) => ids.SENT.has(invitationId)),
    answered: invitations.filter(({ invitationId }) => ids.ANSWERED.has(invitationId)),
  };
}

/** These invitations, in the order of the ids; one that does not exist is left out. */
export async function invitationsByIds(table: Table, ids: readonly string[]): Promise<Invitation[]> {
  const items = await itemsByKey(table, ids.map(invitationKey), { consistent: true });
  const byId = new Map(items.map((item) => Invitation.parse(item)).map((i) => [i.invitationId, i]));
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
}

/**
 * The invitations that wait for their send window, earliest first: at most `limit`, from behind a place in the index;
 * fewer only at the end. Reminders, which wait there too, are of invitations that have been sent.
 */
export async function waitingInvitations(
  table: Table,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<{ readonly invitationId: string; readonly place: string }[]> {
  const waiting: { invitationId: string; place: string }[] = [];
  let after = page.after ?? "";
  for (;;) {
    const places = await itemsWhere(table, {
      index: DUE_INDEX,
      // The empty text cannot stand in a key: the lowest that can comes before every time.
      where: "duePk = :pk AND dueSk > :after",
      values: { ":pk": SEND_PARTITION, ":after": after === "" ? "!" : after },
      most: page.limit,
    });
    for (const { dueSk } of places) {
      const place = String(dueSk);
      if (!place.endsWith("#reminder")) waiting.push({ place, invitationId: place.split("#")[1] ?? "" });
      after = place;
      if (waiting.length === page.limit) return waiting;
    }
    if (places.length < page.limit) return waiting;
  }
}
