import * as z from "zod";
import { Reference } from "./domain/touchpoint.ts";

/** What is said on the bus, by this product under source `lifecycle-surveys`. Fields may be added, never taken away. */
export const EVENT_SOURCE = "lifecycle-surveys";

const envelope = {
  version: z.literal(1),
  /** The same for every delivery of the same event, so that a target can tell a repeat. */
  id: z.string(),
  occurredAt: z.iso.datetime(),
};

const Answers = z.array(
  z.object({
    questionId: z.string(),
    kind: z.enum(["nps", "csat", "text"]),
    value: z.union([z.number(), z.string()]),
  }),
);

const InvitationSent = z.object({
  ...envelope,
  invitationId: z.string(),
  programId: z.string(),
  accountId: z.string(),
  contactId: z.string(),
  sentAt: z.iso.datetime(),
});

export const ResponseReceived = z.object({
  ...envelope,
  responseId: z.string(),
  invitationId: z.string(),
  programId: z.string(),
  programVersion: z.int(),
  accountId: z.string(),
  accountName: z.string().nullable(),
  segment: z.string().nullable(),
  contactId: z.string(),
  answeredAt: z.iso.datetime(),
  /** 1 for the first answer; a changed answer is a higher one. */
  responseVersion: z.int().positive(),
  nps: z.int().min(0).max(10).nullable(),
  csat: z.int().min(1).max(5).nullable(),
  answers: Answers,
});

export const CTA_KINDS = ["negative", "positive", "contact-role-missing", "silent-renewal"] as const;
export const BANDS = ["detractor", "passive", "promoter", "dissatisfied", "neutral", "satisfied"] as const;

export const CtaOpened = z.object({
  ...envelope,
  ctaId: z.string(),
  kind: z.enum(CTA_KINDS),
  /** The answer was both negative and positive, and opened one of each. */
  mixed: z.boolean(),
  accountId: z.string(),
  accountName: z.string().nullable(),
  program: z.string(),
  invitationId: z.string().nullable(),
  /** Of the answer that opened it, the worst band for a negative one, the best for a positive one. */
  band: z.enum(BANDS).nullable(),
  owner: z.object({
    role: z.enum(["csm", "csm-manager", "queue"]),
    name: z.string(),
    email: z.string(),
  }),
  /** The ids of the contacts to follow up with. */
  contacts: z.array(z.string()),
  reason: z.string(),
  scores: z.object({ nps: z.int().nullable(), csat: z.int().nullable() }),
  comment: z.string().nullable(),
  arrUsd: z.number().nullable(),
  renewalOn: z.iso.date().nullable(),
  dueAt: z.iso.datetime(),
});

/** When an account is looked at for somebody to ask: as it becomes a customer, before a survey, and on its day. */
export const OCCASIONS = ["customer-since", "ahead", "due"] as const;

/** Nobody of an account is one of those whom a coming survey asks. Said once for the call to action it opened. */
const ContactRoleMissing = z.object({
  ...envelope,
  accountId: z.string(),
  accountName: z.string().nullable(),
  programId: z.string(),
  cycle: z.string(),
  occasion: z.enum(OCCASIONS),
  dueOn: z.iso.date(),
  ctaId: z.string(),
  owner: CtaOpened.shape.owner,
  missing: z.object({
    /** Any of these would do. */
    roles: z.array(z.string()),
    /** How many contacts the account has, none of whom is one. */
    contacts: z.int().nonnegative(),
  }),
});

/**
 * Something happened to a contact that an event program asks about. Said by `POST /v1/touchpoints`, and by any other
 * system under a source of its own.
 */
export const TouchpointReached = z.object({
  ...envelope,
  occurredAt: z.iso.datetime({ offset: true }),
  /** The touchpoint that an event program's trigger names. */
  type: z.string().min(1).max(64),
  accountId: z.string().min(1).max(128),
  contactId: z.string().min(1).max(128),
  /** What it is called where it comes from; the same reference is asked about once. */
  reference: Reference,
});

/** Detail-type on the bus → its contract. */
export const EVENTS = {
  "Invitation Sent": InvitationSent,
  "Response Received": ResponseReceived,
  "CTA Opened": CtaOpened,
  "Contact Role Missing": ContactRoleMissing,
  "Touchpoint Reached": TouchpointReached,
} as const;

export type EventType = keyof typeof EVENTS;
export type EventDetail<T extends EventType> = z.infer<(typeof EVENTS)[T]>;
export type BusEvent = { [T in EventType]: { readonly type: T; readonly detail: EventDetail<T> } }[EventType];
