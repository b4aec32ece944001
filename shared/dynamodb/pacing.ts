import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { SendingState } from "../domain/sending/sending-state.ts";
import { SENDING_KEY, UNSETTLED_PARTITION } from "./keys.ts";
import { itemsWhere } from "./partition.ts";
import { DUE_INDEX, fromItem, type Table, toItem, unlessConditionFails } from "./table.ts";

/** How sending stood when the dispatcher last looked; undefined before it ever did. */
export async function sendingState(table: Table): Promise<SendingState | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(SENDING_KEY), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : SendingState.parse(fromItem(Item));
}

/**
 * Keeps how sending stands and, with it, the slots that it gives out; `false` where another dispatch has given out
 * slots since `seen` was read: then nothing is kept, and those of `next` are not ours.
 */
export async function keepSendingState(
  table: Table,
  next: SendingState,
  seen: SendingState | undefined,
): Promise<boolean> {
  const kept = await unlessConditionFails(
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({ ...SENDING_KEY, ...next }),
        ...(seen === undefined
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : {
              ConditionExpression: "nextSlotAt = :seen",
              ExpressionAttributeValues: marshall({ ":seen": seen.nextSlotAt }),
            }),
      }),
    ),
  );
  return kept.kind === "written";
}

/** A mail of which nobody knows whether it went out, and since when. */
export type Unsettled = { readonly invitationId: string; readonly since: string };

/** The mails that became unknown between two times and still are, the oldest first, at most `most` of them. */
export async function unsettledBetween(
  table: Table,
  from: Date,
  to: Date,
  most: number,
): Promise<Unsettled[]> {
  const items = await itemsWhere(table, {
    index: DUE_INDEX,
    where: "duePk = :pk AND dueSk BETWEEN :from AND :to",
    values: { ":pk": UNSETTLED_PARTITION, ":from": from.toISOString(), ":to": to.toISOString() },
    most,
  });
  return items.map((item) => {
    const [since = "", invitationId = ""] = String(item.dueSk).split("#");
    return { invitationId, since };
  });
}
