import * as z from "zod";
import type { Invitation } from "#shared/domain/invitation.ts";

const Common = z.object({
  mail: z.object({
    timestamp: z.iso.datetime(),
    messageId: z.string(),
    tags: z.object({ invitation: z.array(z.string()).min(1) }),
  }),
});
const at = z.object({ timestamp: z.iso.datetime() });

/** SES's event publishing, as far as it is read here; other kinds are passed over. */
export const SesEvent = z.discriminatedUnion("eventType", [
  Common.extend({ eventType: z.literal("Send") }),
  Common.extend({ eventType: z.literal("Delivery"), delivery: at }),
  Common.extend({ eventType: z.literal("Open"), open: at }),
  Common.extend({
    eventType: z.literal("Bounce"),
    bounce: at.extend({ bounceType: z.string(), bounceSubType: z.string().optional() }),
  }),
  Common.extend({ eventType: z.literal("Complaint"), complaint: at }),
  Common.extend({ eventType: z.literal("Reject") }),
]);
export type SesEvent = z.infer<typeof SesEvent>;

type DeliveryField = "deliveredAt" | "openedAt" | "bouncedAt" | "complainedAt" | "rejectedAt";

export type DeliveryPorts = {
  invitation(invitationId: string): Promise<Invitation | undefined>;
  /** Keeps the earliest time of a kind, whatever order events come in. */
  recordEarliest(invitationId: string, field: DeliveryField, at: string): Promise<void>;
  /** Keeps the kind of a bounce, a permanent one before any other. */
  recordBounceType(invitationId: string, bounceType: string): Promise<void>;
  /** SES has the mail after all: an invitation that nobody knew about is sent. */
  settle(invitationId: string, sentAt: string, messageId: string): Promise<void>;
};

/** Takes one event of SES's into the invitation it is about. Twice, or out of order, is the same as once in order. */
export const recordDelivery =
  (ports: DeliveryPorts) =>
  async (
    event: SesEvent,
  ): Promise<{ readonly kind: "recorded" | "no-such-invitation"; readonly invitationId: string }> => {
    const invitationId = event.mail.tags.invitation[0] ?? "";
    const invitation = await ports.invitation(invitationId);
    if (invitation === undefined) return { kind: "no-such-invitation", invitationId };
    if (invitation.status === "unknown" || invitation.status === "sending") {
      await ports.settle(invitationId, event.mail.timestamp, event.mail.messageId);
    }
    const report = reportOf(event);
    if (report !== undefined) await ports.recordEarliest(invitationId, report.field, report.at);
    if (event.eventType === "Bounce") await ports.recordBounceType(invitationId, event.bounce.bounceType);
    return { kind: "recorded", invitationId };
  };

function reportOf(event: SesEvent): { field: DeliveryField; at: string } | undefined {
  switch (event.eventType) {
    case "Send":
      return undefined;
    case "Delivery":
      return { field: "deliveredAt", at: event.delivery.timestamp };
    case "Open":
      return { field: "openedAt", at: event.open.timestamp };
    case "Bounce":
      return { field: "bouncedAt", at: event.bounce.timestamp };
    case "Complaint":
      return { field: "complainedAt", at: event.complaint.timestamp };
    case "Reject":
      return { field: "rejectedAt", at: event.mail.timestamp };
  }
}
