import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { moveInvitation } from "./invitations.ts";
import { invitationKey } from "./keys.ts";
import { type Table, unlessConditionFails } from "./table.ts";

/** Keeps the earliest time of a kind; a later report of the same kind changes nothing. */
export async function recordEarliest(
  table: Table,
  invitationId: string,
  field: "deliveredAt" | "openedAt" | "bouncedAt" | "complainedAt" | "rejectedAt",
  at: string,
): Promise<void> {
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(invitationKey(invitationId)),
        UpdateExpression: "SET #field = :at",
        ConditionExpression: "attribute_exists(pk) AND (attribute_not_exists(#field) OR #field > :at)",
        ExpressionAttributeNames: { "#field": field },
        ExpressionAttributeValues: marshall({ ":at": at }),
      }),
    ),
  );
}

/** Keeps the kind of a bounce. A permanent one stands, whatever passing ones came before or come after it. */
export async function recordBounceType(
  table: Table,
  invitationId: string,
  bounceType: string,
): Promise<void> {
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(invitationKey(invitationId)),
        UpdateExpression: "SET bounceType = :bounceType",
        ConditionExpression:
          "attribute_exists(pk) AND (attribute_not_exists(bounceType) OR :bounceType = :permanent)",
        ExpressionAttributeValues: marshall({ ":bounceType": bounceType, ":permanent": "Permanent" }),
      }),
    ),
  );
}

/** SES has the mail of an invitation whose sender did not hear so. */
export async function settleAsSent(
  table: Table,
  invitationId: string,
  sentAt: string,
  messageId: string,
): Promise<void> {
  await moveInvitation(table, {
    invitationId,
    from: ["unknown", "sending"],
    set: { status: "sent", sentAt, messageId },
  });
}
