import middy from "@middy/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";
import { markSent, recordBounceType, recordEarliest, settleReminder } from "#shared/dynamodb/delivery.ts";
import { invitationById } from "#shared/dynamodb/invitations.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { log } from "#shared/lambda/log.ts";
import { type DeliveryPorts, recordDelivery, SesEvent } from "./record-delivery.ts";

const table = tableFrom(process.env);

const ports: DeliveryPorts = {
  invitation: (invitationId) => invitationById(table, invitationId),
  recordEarliest: (invitationId, field, at) => recordEarliest(table, invitationId, field, at),
  recordBounceType: (invitationId, bounceType) => recordBounceType(table, invitationId, bounceType),
  suppress: (personHash, suppression) => suppress(table, personHash, suppression),
  settle: async (invitation, sent) => {
    await markSent(table, invitation, sent);
  },
  settleReminder: (invitationId, sent) => settleReminder(table, invitationId, sent),
};

/** SNS wraps SES's event in an envelope of its own. */
const Envelope = z.object({ Message: z.string() });
const Kind = z.object({
  eventType: z.string(),
  mail: z.object({ tags: z.object({ invitation: z.unknown().optional() }) }),
});
/** What SES says in plain words when it is given a topic to publish to. */
const GREETING = /^Successfully validated SNS topic/;
const READ: readonly string[] = SesEvent.options.map((option) => option.shape.eventType.value);

export const handler = middy(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const failed: string[] = [];
  for (const record of event.Records) {
    try {
      const { Message } = Envelope.parse(JSON.parse(record.body));
      if (GREETING.test(Message)) continue;
      const said: unknown = JSON.parse(Message);
      const { eventType, mail } = Kind.parse(said);
      // A test mail is of no invitation.
      if (!READ.includes(eventType) || mail.tags.invitation === undefined) continue;
      const { kind, invitationId } = await recordDelivery(ports)(SesEvent.parse(said));
      if (kind === "no-such-invitation") log("delivery-passed-over", { kind, eventType, invitationId });
    } catch (error) {
      log("delivery-failed", {
        messageId: record.messageId,
        error: error instanceof Error ? error.name : "unknown",
      });
      failed.push(record.messageId);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
});
