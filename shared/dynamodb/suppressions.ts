import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import {
  LiftedSuppression,
  type Lifting,
  SUPPRESSION_REASONS,
  Suppression,
} from "../domain/accounts/suppression.ts";
import { suppressionKey } from "./keys.ts";
import { fromItem, type Table, toItem, unlessConditionFails } from "./table.ts";

/**
 * One item of a person keeps an attribute for each reason that stands, what was lifted, and up to when: so that each
 * write sees in its condition what the others did.
 */
export type SuppressionRecord = {
  /** Of each reason the earliest that was not lifted; the earliest of all first. */
  readonly standing: readonly Suppression[];
  /** Oldest first. */
  readonly lifted: readonly LiftedSuppression[];
};

const Lifted = z._default(z.array(LiftedSuppression), []);

/** What stands by an item of the table, as {@link SuppressionRecord} has it. */
function standingBy(item: Readonly<Record<string, unknown>>): Suppression[] {
  const standing = SUPPRESSION_REASONS.flatMap((reason) => {
    const what = item[reason];
    return typeof what === "object" ? [Suppression.parse({ ...what, reason })] : [];
  });
  return standing.sort((a, b) => a.at.localeCompare(b.at));
}

/** Why nobody writes to a person any more, by their item; undefined where somebody may. */
export const suppressionBy = (item: Readonly<Record<string, unknown>>): Suppression | undefined =>
  standingBy(item)[0];

/**
 * Keeps that nobody writes to a person any more. Of a reason the earliest stands, in whatever order they come and how
 * often; what happened before a lifting was lifted with it, however late it becomes known.
 */
export async function suppress(
  table: Table,
  personHash: string,
  { reason, ...what }: Suppression,
): Promise<void> {
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(suppressionKey(personHash)),
        UpdateExpression: "SET #type = :type, #version = :version, #reason = :what",
        ConditionExpression:
          "(attribute_not_exists(#reason) OR #reason.#at > :at) AND " +
          "(attribute_not_exists(liftedUpTo) OR liftedUpTo < :at)",
        ExpressionAttributeNames: { "#type": "type", "#version": "version", "#reason": reason, "#at": "at" },
        ExpressionAttributeValues: toItem({
          ":type": "suppression",
          ":version": 1,
          ":what": what,
          ":at": what.at,
        }),
      }),
    ),
  );
}

/** Why nobody writes to a person any more; undefined where somebody may. */
export async function suppressionOf(table: Table, personHash: string): Promise<Suppression | undefined> {
  return (await suppressionRecord(table, personHash))?.standing[0];
}

/** Every reason why nobody writes to a person any more, and what was lifted; undefined where nothing ever happened. */
export async function suppressionRecord(
  table: Table,
  personHash: string,
): Promise<SuppressionRecord | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: marshall(suppressionKey(personHash)),
      ConsistentRead: true,
    }),
  );
  if (Item === undefined) return undefined;
  const item = fromItem(Item);
  return { standing: standingBy(item), lifted: Lifted.parse(item.lifted) };
}

/**
 * Somebody may write to a person again: lifts all that stands, and with it whatever else happened up to then. `false`
 * where other reasons stand by now than were seen, or none.
 *
 * @param seen every reason that stood when it was decided to lift them
 */
export async function liftSuppressions(
  table: Table,
  personHash: string,
  seen: readonly Suppression[],
  lifting: Lifting,
): Promise<boolean> {
  if (seen.length === 0) return false;
  // A clock elsewhere may be ahead of ours: what was lifted stays lifted all the same.
  const upTo = [lifting.liftedAt, ...seen.map(({ at }) => at)].sort().at(-1);
  const seenAt = SUPPRESSION_REASONS.map((reason) => seen.find((one) => one.reason === reason)?.at);
  const areAsSeen = seenAt.map((at, i) =>
    at === undefined ? `attribute_not_exists(#reason${i})` : `#reason${i}.#at = :at${i}`,
  );
  const lifted = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(suppressionKey(personHash)),
        UpdateExpression:
          "SET liftedUpTo = :upTo, lifted = list_append(if_not_exists(lifted, :none), :lifted) " +
          `REMOVE ${SUPPRESSION_REASONS.map((_, i) => `#reason${i}`).join(", ")}`,
        ConditionExpression: areAsSeen.join(" AND "),
        ExpressionAttributeNames: {
          "#at": "at",
          ...Object.fromEntries(SUPPRESSION_REASONS.map((reason, i) => [`#reason${i}`, reason])),
        },
        ExpressionAttributeValues: toItem({
          ":upTo": upTo,
          ":none": [],
          ":lifted": seen.map((suppression) => ({ ...suppression, ...lifting })),
          ...Object.fromEntries(seenAt.map((at, i) => [`:at${i}`, at])),
        }),
      }),
    ),
  );
  return lifted.kind === "written";
}
