import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { SentMail } from "./mailbox.ts";

/** As `MatchingEventTypes` of a configuration set names them. */
export type SesEventType = "send" | "delivery" | "bounce" | "complaint" | "open" | "click";

const at = { ipAddress: z.string().default("192.0.2.1"), userAgent: z.string().default("Mozilla/5.0") };
const lowerCase = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : value);

/** What can happen to a mail after it was accepted, as `POST /_local/ses-events` takes it. */
export const Happening = z.preprocess(
  (value) =>
    typeof value === "object" && value !== null && "type" in value
      ? { ...value, type: lowerCase(value.type) }
      : value,
  z.discriminatedUnion("type", [
    z.object({
      type: z.literal("bounce"),
      bounceType: z.enum(["Permanent", "Transient", "Undetermined"]).default("Permanent"),
      bounceSubType: z.string().default("General"),
    }),
    z.object({
      type: z.literal("complaint"),
      complaintFeedbackType: z.string().default("abuse"),
      complaintSubType: z.string().nullable().default(null),
    }),
    z.object({ type: z.literal("delivery") }),
    z.object({ type: z.literal("open"), ...at }),
    z.object({ type: z.literal("click"), link: z.string().optional(), ...at }),
  ]),
);
export type Happening = z.infer<typeof Happening>;

const DIAGNOSES = {
  Permanent: { status: "5.1.1", diagnosticCode: "smtp; 550 5.1.1 user unknown" },
  Transient: { status: "4.2.2", diagnosticCode: "smtp; 452 4.2.2 mailbox full" },
  Undetermined: { status: "5.0.0", diagnosticCode: "smtp; 550 unknown" },
} as const;

/** `Send`, which SES publishes for every mail that it accepts. */
export function sendEvent(mail: SentMail): string {
  return JSON.stringify({ eventType: "Send", mail, send: {} });
}

/**
 * The record that SES publishes to SNS for what happened.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function happeningEvent(mail: SentMail, happening: Happening, now: Date, firstLink?: string): string {
  const timestamp = now.toISOString();
  const feedbackId = `${randomUUID()}-000000`;
  switch (happening.type) {
    case "delivery": {
      const delivery = {
        timestamp,
        processingTimeMillis: now.getTime() - Date.parse(mail.timestamp),
        recipients: mail.destination,
        smtpResponse: "250 2.6.0 Message received",
        remoteMtaIp: "192.0.2.2",
        reportingMTA: "localhost",
      };
      const tags = { ...mail.tags, "ses:outgoing-ip": ["192.0.2.0"] };
      return JSON.stringify({ eventType: "Delivery", mail: { ...mail, tags }, delivery });
    }
    case "bounce": {
      const bounce = {
        feedbackId,
        bounceType: happening.bounceType,
        bounceSubType: happening.bounceSubType,
        bouncedRecipients: mail.destination.map((emailAddress) => ({
          emailAddress,
          action: "failed",
          ...DIAGNOSES[happening.bounceType],
        })),
        timestamp,
        reportingMTA: "dns; localhost",
      };
      return JSON.stringify({ eventType: "Bounce", bounce, mail });
    }
    case "complaint": {
      const complaint = {
        feedbackId,
        complaintSubType: happening.complaintSubType,
        complainedRecipients: mail.destination.map((emailAddress) => ({ emailAddress })),
        timestamp,
        userAgent: "Local inbox",
        complaintFeedbackType: happening.complaintFeedbackType,
        arrivalDate: timestamp,
      };
      return JSON.stringify({ eventType: "Complaint", complaint, mail });
    }
    case "open": {
      const { ipAddress, userAgent } = happening;
      return JSON.stringify({ eventType: "Open", mail, open: { ipAddress, timestamp, userAgent } });
    }
    case "click": {
      const { ipAddress, userAgent, link = firstLink ?? "" } = happening;
      const click = { ipAddress, link, linkTags: null, timestamp, userAgent };
      return JSON.stringify({ eventType: "Click", click, mail });
    }
    default:
      return happening satisfies never;
  }
}

/**
 * What follows acceptance. SES's own simulator addresses do here what they do there; every other mail arrives.
 * https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html
 */
export function fateOf(recipients: readonly string[]): readonly Happening[] {
  const simulated = recipients
    .map((recipient) => /^([^@+]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(recipient)?.[1])
    .find((name) => name !== undefined);
  const delivery = { type: "delivery" } as const;
  switch (simulated?.toLowerCase()) {
    case "bounce":
      return [{ type: "bounce", bounceType: "Permanent", bounceSubType: "General" }];
    case "suppressionlist":
      return [{ type: "bounce", bounceType: "Permanent", bounceSubType: "Suppressed" }];
    case "complaint":
      return [delivery, { type: "complaint", complaintFeedbackType: "abuse", complaintSubType: null }];
    default:
      return [delivery];
  }
}
