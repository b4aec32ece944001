import { timingSafeEqual } from "node:crypto";
import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import type { Link } from "../domain/sending/link-token.ts";
import { invitationKey } from "./keys.ts";
import { fromItem, type Table, toItem, unlessConditionFails } from "./table.ts";

/** What unsubscribing needs of an invitation; written out, as loading the whole schema costs a customer time. */
const Unsubscribable = z.object({
  invitationId: z.string(),
  personHash: z.string(),
  locale: z.optional(z.string()),
});
export type Unsubscribable = z.infer<typeof Unsubscribable>;

/**
 * The invitation whose mail carried an unsubscribe link, as long as it is kept: also after it was answered or closed.
 * A wrong token and an unknown invitation are the same: undefined.
 */
export async function invitationOfUnsubscribeLink(
  table: Table,
  link: Link,
): Promise<Unsubscribable | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: toItem(invitationKey(link.invitationId)),
      ConsistentRead: true,
    }),
  );
  const item = Item === undefined ? {} : fromItem(Item);
  const { unsubscribeHash } = item;
  if (typeof unsubscribeHash !== "string") return undefined;
  const held = Buffer.from(unsubscribeHash);
  const given = Buffer.from(link.tokenHash);
  const isGenuine = held.length === given.length && timingSafeEqual(held, given);
  return isGenuine ? Unsubscribable.parse(item) : undefined;
}

/** Notes on an invitation that its mail made somebody unsubscribe. The earliest time stays. */
export async function recordUnsubscribed(table: Table, invitationId: string, now: Date): Promise<void> {
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem(invitationKey(invitationId)),
        UpdateExpression: "SET unsubscribedAt = :now",
        ConditionExpression:
          "attribute_exists(pk) AND (attribute_not_exists(unsubscribedAt) OR unsubscribedAt > :now)",
        ExpressionAttributeValues: toItem({ ":now": now.toISOString() }),
      }),
    ),
  );
}
