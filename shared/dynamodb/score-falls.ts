import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { EVENTS, type EventDetail } from "../events.ts";
import { SCORE_FELL_PARTITION, scoreFellKey } from "./keys.ts";
import { itemsWhere } from "./partition.ts";
import { type Table, toItem, unlessConditionFails } from "./table.ts";

type Detail = EventDetail<"Score Fell">;

/** A fall as it was found first, and whether the bus has it for certain. */
export type KeptFall = { readonly detail: Detail; readonly isTold: boolean };

/** The falls that were found of a quarter (`2026-Q4`) or a later one. */
export async function fallsSince(table: Table, quarter: string): Promise<KeptFall[]> {
  const items = await itemsWhere(table, {
    where: "pk = :pk AND sk >= :from",
    values: { ":pk": SCORE_FELL_PARTITION, ":from": quarter },
    consistent: true,
  });
  return items.map(keptFall);
}

/** Keeps a fall before it is told, the first of its program, measure and quarter; answers the one that is kept. */
export async function keepFall(table: Table, detail: Detail): Promise<KeptFall> {
  const put = table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: toItem({ ...keyOf(detail), type: "score-fell", version: 1, detail, isTold: false }),
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }),
  );
  const outcome = await unlessConditionFails(put);
  return outcome.kind === "refused" && outcome.item !== undefined
    ? keptFall(outcome.item)
    : { detail, isTold: false };
}

export async function markFallTold(table: Table, detail: Detail): Promise<void> {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(keyOf(detail)),
      UpdateExpression: "SET isTold = :yes",
      ExpressionAttributeValues: marshall({ ":yes": true }),
    }),
  );
}

const keyOf = ({ programId, measure, now }: Detail) =>
  scoreFellKey({ period: now.period, programId, measure });

const keptFall = ({ detail, isTold }: Readonly<Record<string, unknown>>): KeptFall => ({
  detail: EVENTS["Score Fell"].parse(detail),
  isTold: isTold === true,
});
