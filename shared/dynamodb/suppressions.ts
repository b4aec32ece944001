import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { LiftedSuppression, type Lifting, Suppression } from "../domain/suppression.ts";
import { fieldUpdate } from "./field-update.ts";
import { suppressionKey } from "./keys.ts";
import { fromItem, type Table, unlessConditionFails } from "./table.ts";

/** One item keeps both what stands and what was lifted, so that each write sees the other in its condition. */
const STANDING = "suppression";
const LIFTED = "lifted-suppression";

/** Of all that happened to a person, what decides: the earliest that was not lifted, and what was. */
export type SuppressionRecord = {
  readonly standing?: Suppression;
  /** Oldest first. */
  readonly lifted: readonly LiftedSuppression[];
};

/**
 * Keeps that nobody writes to a person any more. The earliest reason stands, in whatever order they come and how
 * often; what happened before a lifting was lifted with it, however late it becomes known.
 */
export async function suppress(table: Table, personHash: string, suppression: Suppression): Promise<void> {
  const { reason, at, invitationId } = suppression;
  const update = fieldUpdate({ type: STANDING, version: 1, reason, at, invitationId });
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(suppressionKey(personHash)),
        ...update,
        ConditionExpression:
          "(attribute_not_exists(#at) OR #at > :at) AND (attribute_not_exists(liftedUpTo) OR liftedUpTo < :at)",
      }),
    ),
  );
}

/** Why nobody writes to a person any more; undefined where somebody may. */
export async function suppressionOf(table: Table, personHash: string): Promise<Suppression | undefined> {
  return (await suppressionRecord(table, personHash))?.standing;
}

/** Why nobody writes to a person any more, and what was lifted; undefined where nothing ever happened. */
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
  const standing = standingSuppression(item);
  const { lifted } = History.parse(item);
  return { ...(standing === undefined ? {} : { standing }), lifted };
}

const History = z.object({ lifted: z._default(z.array(LiftedSuppression), []) });

/** The suppression that an item of the table says; undefined where it was lifted, or the item is another. */
export function standingSuppression(item: Readonly<Record<string, unknown>>): Suppression | undefined {
  return item.type === STANDING ? Suppression.parse(item) : undefined;
}

/**
 * Somebody may write to a person again: lifts `standing`, and with it all that happened up to then. `false` where
 * another one stands by now, or none.
 */
export async function liftSuppression(
  table: Table,
  personHash: string,
  standing: Suppression,
  lifting: Lifting,
): Promise<boolean> {
  // A clock elsewhere may be ahead of ours: what was lifted stays lifted all the same.
  const isAhead = standing.at > lifting.liftedAt;
  const liftedUpTo = isAhead ? standing.at : lifting.liftedAt;
  const lifted = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(suppressionKey(personHash)),
        UpdateExpression:
          "SET #type = :lifted, liftedUpTo = :upTo, lifted = list_append(if_not_exists(lifted, :none), :one) " +
          "REMOVE #reason, #at, invitationId",
        ConditionExpression: "#type = :standing AND #at = :at AND #reason = :reason",
        ExpressionAttributeNames: { "#type": "type", "#reason": "reason", "#at": "at" },
        ExpressionAttributeValues: marshall(
          {
            ":lifted": LIFTED,
            ":standing": STANDING,
            ":upTo": liftedUpTo,
            ":none": [],
            ":one": [{ ...standing, ...lifting }],
            ":at": standing.at,
            ":reason": standing.reason,
          },
          { removeUndefinedValues: true },
        ),
      }),
    ),
  );
  return lifted.kind === "written";
}
