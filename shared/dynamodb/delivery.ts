import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Invitation } from "../domain/sending/invitation.ts";
import { moveInvitation } from "./invitations.ts";
import { invitationKey, sendDueKey } from "./keys.ts";
import { moveReminder, reminderSent } from "./reminders.ts";
import { type Table, unlessConditionFails } from "./table.ts";

/** Times of which the earliest is kept: of the survey, whichever mail brought it about, and of the reminder's own way. */
export type DeliveryField =
  | "deliveredAt"
  | "openedAt"
  | "bouncedAt"
  | "complainedAt"
  | "rejectedAt"
  | "reminder.bouncedAt"
  | "reminder.rejectedAt";

/** Keeps the earliest time of a kind; a later report of the same kind changes nothing. */
export async function recordEarliest(
  table: Table,
  invitationId: string,
  field: DeliveryField,
  at: string,
): Promise<void> {
  const names = field.split(".");
  const path = names.map((_, i) => `#name${i}`).join(".");
  const parent = names.length > 1 ? "#name0" : "pk";
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(invitationKey(invitationId)),
        UpdateExpression: `SET ${path} = :at`,
        ConditionExpression: `attribute_exists(${parent}) AND (attribute_not_exists(${path}) OR ${path} > :at)`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#name${i}`, name])),
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

/**
 * SES has an invitation's mail: from now on its reminder, where it gets one, waits in the due index. Said by the attempt
 * that sent it or, without one, by SES's own event, which settles what no sender heard; why it was unknown is past.
 */
export async function markSent(
  table: Table,
  invitation: Invitation,
  sent: { readonly sentAt: string; readonly messageId: string },
  attemptId?: string,
): Promise<boolean> {
  const { invitationId, remindAt } = invitation;
  return await moveInvitation(table, {
    invitationId,
    from: attemptId === undefined ? ["unknown", "sending"] : ["sending"],
    // What only the attempt needed goes with it: past a kilobyte an item costs a write unit more each time.
    set: { status: "sent", ...sent, reason: undefined, deferred: undefined, attempt: undefined },
    ...(remindAt === undefined ? {} : { due: sendDueKey(remindAt, invitation, "reminder") }),
    ...(attemptId === undefined ? {} : { attemptId }),
  });
}

/** SES has a reminder whose sender did not hear so. */
export async function settleReminder(
  table: Table,
  invitationId: string,
  sent: { readonly sentAt: string; readonly messageId: string },
): Promise<void> {
  const set = { ...reminderSent(sent), reason: undefined };
  await moveReminder(table, { invitationId, from: ["unknown", "sending"], set });
}
