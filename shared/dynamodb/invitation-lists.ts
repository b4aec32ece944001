import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { AnonymousAnswer } from "../domain/answers/anonymous-answer.ts";
import { asInvitation, ImportedResponse } from "../domain/answers/imported-response.ts";
import { Invitation } from "../domain/sending/invitation.ts";
import { itemsByKey } from "./batch-get.ts";
import { ANONYMOUS_PREFIX, dayPartition, invitationKey, SEND_PARTITION } from "./keys.ts";
import { itemsOfPartition, itemsWhere } from "./partition.ts";
import { anonymousAnswerIn } from "./released-answers.ts";
import { DUE_INDEX, fromItem, type Table } from "./table.ts";

/** Which of a day's two lists: the invitations sent on it, or those first answered on it. */
export type DayList = "SENT" | "ANSWERED";

type Page = { readonly after?: string | undefined; readonly limit: number };

/** The ids on a list of a program's day, in their order: at most `limit`, from behind `after`. */
export async function idsOnDay(
  table: Table,
  list: DayList,
  programId: string,
  day: string,
  { after, limit }: Page,
): Promise<string[]> {
  const from = after === undefined ? `${list}#` : `${list}#${after}!`;
  const places = await placesOnDay(table, programId, day, { from, to: `${list}$`, limit });
  return places.map((place) => place.slice(list.length + 1));
}

/** The places of a day's answers, the anonymous before the others; each is one of {@link responsesAt}. */
export const answerPlacesOnDay = (
  table: Table,
  programId: string,
  day: string,
  { after, limit }: Page,
): Promise<string[]> =>
  placesOnDay(table, programId, day, {
    from: after === undefined ? ANONYMOUS_PREFIX : `${after}!`,
    to: "ANSWERED$",
    limit,
  });

/** What was answered at these places of a program's day, in their order; one where nothing is is left out. */
export async function responsesAt(
  table: Table,
  programId: string,
  day: string,
  places: readonly string[],
): Promise<(Invitation | AnonymousAnswer)[]> {
  const isAnonymous = (place: string) => place.startsWith(ANONYMOUS_PREFIX);
  const keys = places.filter(isAnonymous).map((sk) => ({ pk: dayPartition(programId, day), sk }));
  const items = await itemsByKey(table, keys, { consistent: true });
  const bySk = new Map(items.map((item) => [String(item.sk), anonymousAnswerIn(item)]));
  const ids = places.filter((place) => !isAnonymous(place)).map((place) => place.slice("ANSWERED#".length));
  return [...places.flatMap((place) => bySk.get(place) ?? []), ...(await invitationsByIds(table, ids))];
}

/** At most `limit` sort keys of a day; "!" sorts behind one itself and before any other, "$" behind a whole list. */
async function placesOnDay(
  table: Table,
  programId: string,
  day: string,
  { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
): Promise<string[]> {
  // A cursor may name a place behind all of a day.
  if (from > to) return [];
  const { Items } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
      ExpressionAttributeValues: marshall({
        ":pk": dayPartition(programId, day),
        ":from": from,
        ":to": to,
      }),
      ProjectionExpression: "sk",
      Limit: limit,
      ConsistentRead: true,
    }),
  );
  return (Items ?? []).map((item) => String(fromItem(item).sk));
}

/**
 * What a program's day is counted from: the invitations on the list of the sent, those on the list of the answered, and
 * the anonymous answers dated that day.
 */
export async function recordsOfDay(
  table: Table,
  programId: string,
  day: string,
): Promise<{
  readonly sent: Invitation[];
  readonly answered: Invitation[];
  readonly anonymous: AnonymousAnswer[];
}> {
  const ids: Record<DayList, Set<string>> = { SENT: new Set(), ANSWERED: new Set() };
  const anonymous: AnonymousAnswer[] = [];
  for (const item of await itemsOfPartition(table, dayPartition(programId, day), { consistent: true })) {
    const [list, id = ""] = String(item.sk).split("#");
    if (list === "SENT" || list === "ANSWERED") ids[list].add(id);
    if (item.type === "anonymous-answer") anonymous.push(anonymousAnswerIn(item));
  }
  const invitations = await invitationsByIds(table, [...ids.SENT, ...ids.ANSWERED]);
  return {
    sent: invitations.filter(({ invitationId }) => ids.SENT.has(invitationId)),
    answered: invitations.filter(({ invitationId }) => ids.ANSWERED.has(invitationId)),
    anonymous,
  };
}

/** These invitations, imported ones among them, in the order of the ids; one that does not exist is left out. */
export async function invitationsByIds(table: Table, ids: readonly string[]): Promise<Invitation[]> {
  const items = await itemsByKey(table, ids.map(invitationKey), { consistent: true });
  const byId = new Map(items.map(invitationIn).map((i) => [i.invitationId, i]));
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
}

const invitationIn = (item: Readonly<Record<string, unknown>>): Invitation =>
  item.type === "imported-response" ? asInvitation(ImportedResponse.parse(item)) : Invitation.parse(item);

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
