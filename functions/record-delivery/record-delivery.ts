import * as z from "zod";
import type { Suppression } from "#shared/domain/accounts/suppression.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { DeliveryField } from "#shared/dynamodb/delivery.ts";

const Common = z.object({
  mail: z.object({
    timestamp: z.iso.datetime(),
    messageId: z.string(),
    tags: z.object({
      invitation: z.array(z.string()).min(1),
      /** Which of an invitation's mails; the survey itself where a mail does not say. */
      mail: z.array(z.string()).optional(),
    }),
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
  Common.extend({
    eventType: z.literal("Complaint"),
    complaint: at.extend({ complaintFeedbackType: z.string().nullish() }),
  }),
  Common.extend({ eventType: z.literal("Reject") }),
]);
export type SesEvent = z.infer<typeof SesEvent>;

export type DeliveryPorts = {
  invitation(invitationId: string): Promise<Invitation | undefined>;
  /** Keeps the earliest time of a kind, whatever order events come in. */
  recordEarliest(invitationId: string, field: DeliveryField, at: string): Promise<void>;
  /** Keeps the kind of a bounce, a permanent one before any other. */
  recordBounceType(invitationId: string, bounceType: string): Promise<void>;
  /** Nobody writes to this person any more. */
  suppress(personHash: string, suppression: Suppression): Promise<void>;
  /** SES has the mail after all: an invitation that nobody knew about is sent. */
  settle(invitation: Invitation, sent: Sent): Promise<void>;
  /** The same of its reminder. */
  settleReminder(invitationId: string, sent: Sent): Promise<void>;
};
type Sent = { readonly sentAt: string; readonly messageId: string };

/** Takes one event of SES's into the invitation it is about. Twice, or out of order, is the same as once in order. */
export const recordDelivery =
  (ports: DeliveryPorts) =>
  async (
    event: SesEvent,
  ): Promise<{
    readonly kind: "recorded" | "not-to-be-noted" | "no-such-invitation";
    readonly invitationId: string;
  }> => {
    const invitationId = event.mail.tags.invitation[0] ?? "";
    const invitation = await ports.invitation(invitationId);
    if (invitation === undefined) return { kind: "no-such-invitation", invitationId };
    // SES says no such thing of these; were it said, nothing would follow from it.
    if (event.eventType === "Open" && invitation.isOpenUntracked)
      return { kind: "not-to-be-noted", invitationId };
    const isReminder = event.mail.tags.mail?.[0] === "reminder";
    await settle(ports, invitation, isReminder, event);
    const report = isReminder ? ofReminder(reportOf(event)) : reportOf(event);
    if (report !== undefined && isNew(report, invitation))
      await ports.recordEarliest(invitationId, report.field, report.at);
    if (event.eventType === "Bounce" && !isReminder)
      await ports.recordBounceType(invitationId, event.bounce.bounceType);
    const suppression = suppressionBy(event);
    if (suppression !== undefined)
      await ports.suppress(invitation.personHash, { ...suppression, invitationId });
    return { kind: "recorded", invitationId };
  };

/** Whatever SES says of a mail, it has it. */
async function settle(
  ports: DeliveryPorts,
  invitation: Invitation,
  isReminder: boolean,
  { mail: { timestamp, messageId } }: SesEvent,
): Promise<void> {
  const { status, reminder, invitationId } = invitation;
  const state = isReminder ? reminder?.status : status;
  if (state !== "unknown" && state !== "sending") return;
  const sent = { sentAt: timestamp, messageId };
  await (isReminder ? ports.settleReminder(invitationId, sent) : ports.settle(invitation, sent));
}

type Report = { readonly field: DeliveryField; readonly at: string };

/**
 * A reminder that does not arrive takes back nothing of the survey, which did; what becomes of it otherwise became of
 * the survey, if not earlier.
 */
function ofReminder(report: Report | undefined): Report | undefined {
  switch (report?.field) {
    case "bouncedAt":
    case "rejectedAt":
      return { ...report, field: `reminder.${report.field}` };
    default:
      return report;
  }
}

/** Mails are opened again and again, of which the first time is kept: what is known by now costs no write. */
function isNew({ field, at }: Report, { reminder, ...survey }: Invitation): boolean {
  const known =
    field === "reminder.bouncedAt"
      ? reminder?.bouncedAt
      : field === "reminder.rejectedAt"
        ? reminder?.rejectedAt
        : survey[field];
  return known === undefined || known > at;
}

function reportOf(event: SesEvent): Report | undefined {
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
      return isNotSpam(event.complaint)
        ? undefined
        : { field: "complainedAt", at: event.complaint.timestamp };
    case "Reject":
      return { field: "rejectedAt", at: event.mail.timestamp };
  }
}

/** An address that does not exist, and somebody who called our mail spam, get no more; a passing bounce says neither. */
function suppressionBy(event: SesEvent): Suppression | undefined {
  if (event.eventType === "Bounce" && event.bounce.bounceType === "Permanent")
    return { reason: "hard-bounce", at: event.bounce.timestamp };
  if (event.eventType === "Complaint" && !isNotSpam(event.complaint))
    return { reason: "complaint", at: event.complaint.timestamp };
  return undefined;
}

/**
 * SES reports under the name of a complaint also that a mail is not spam, such as one that was taken for it by mistake:
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
const isNotSpam = ({ complaintFeedbackType }: { readonly complaintFeedbackType?: string | null }): boolean =>
  complaintFeedbackType === "not-spam";
