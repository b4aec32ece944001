import * as z from "zod";
import { envelope } from "./envelope.ts";

export const CTA_KINDS = [
  "negative",
  "positive",
  "contact-role-missing",
  "silent-renewal",
  "call-back",
] as const;

export const BANDS = ["detractor", "passive", "promoter", "dissatisfied", "neutral", "satisfied"] as const;

export const CtaOpened = z.object({
  ...envelope,
  ctaId: z.string(),
  kind: z.enum(CTA_KINDS),
  mixed: z.boolean().describe("The answer was both negative and positive, and opened one of each."),
  accountId: z.string(),
  accountName: z.string().nullable(),
  program: z.string(),
  invitationId: z.string().nullable(),
  band: z
    .enum(BANDS)
    .nullable()
    .describe(
      "Of the answer that opened it, the worst band for a negative one, the best for a positive one.",
    ),
  owner: z.object({
    role: z.enum(["csm", "csm-manager", "queue"]),
    name: z.string(),
    email: z.string(),
  }),
  contacts: z.array(z.string()).describe("The ids of the contacts to follow up with."),
  reason: z.string(),
  scores: z.object({ nps: z.int().nullable(), csat: z.int().nullable() }),
  comment: z.string().nullable(),
  arrUsd: z.number().nullable(),
  renewalOn: z.iso.date().nullable(),
  dueAt: z.iso.datetime(),
});

/** Nobody was done in time with a call to action, and somebody else has it from now on. Said once of each. */
export const CtaEscalated = CtaOpened.extend({
  openedAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
  escalatedAt: z.iso.datetime(),
  from: CtaOpened.shape.owner.describe(
    "Who had it; the same as the owner where that was a queue, behind which there is nobody.",
  ),
});

/** What somebody has to do, said every morning of a business day on which there is something. */
export const CtaDigest = z.object({
  ...envelope,
  day: z.iso.date().describe("By the configured time zone; `occurredAt` is its 7 o'clock."),
  owner: CtaOpened.shape.owner,
  /** Of all that is not closed and does not sleep. What is overdue does not sleep. */
  counts: z.object({
    open: z.int().nonnegative(),
    overdue: z.int().nonnegative(),
    dueToday: z.int().nonnegative(),
  }),
  /** The most urgent first, as many as there is room for. */
  ctas: z.array(
    CtaOpened.pick({
      ctaId: true,
      kind: true,
      mixed: true,
      accountId: true,
      accountName: true,
      program: true,
      invitationId: true,
      band: true,
      contacts: true,
      reason: true,
      scores: true,
      comment: true,
      arrUsd: true,
      renewalOn: true,
      dueAt: true,
    }).extend({
      status: z.enum(["open", "acknowledged", "snoozed"]),
      openedAt: z.iso.datetime(),
      escalatedAt: z.iso.datetime().nullable(),
    }),
  ),
  moreCtas: z.int().nonnegative(),
  /** Those that open no call to action, since their program says so of their band; each is in one digest. */
  answers: z.array(
    CtaOpened.pick({
      kind: true,
      mixed: true,
      accountId: true,
      accountName: true,
      program: true,
      invitationId: true,
      band: true,
      contacts: true,
      scores: true,
      comment: true,
    }).extend({ answeredAt: z.iso.datetime() }),
  ),
  moreAnswers: z.int().nonnegative(),
});

/** Why a customer was not content, as whoever closed the call to action found. */
export const CTA_DRIVERS = ["product-quality", "support-quality", "support-accessibility", "other"] as const;

/** Somebody is done with a call to action; said again, as another closing, where it was opened again in between. */
export const CtaClosed = z.object({
  ...envelope,
  ctaId: z.string(),
  kind: z.enum(CTA_KINDS),
  mixed: z.boolean(),
  accountId: z.string(),
  accountName: z.string().nullable(),
  program: z.string(),
  invitationId: z.string().nullable(),
  band: z.enum(BANDS).nullable(),
  owner: CtaOpened.shape.owner,
  outcome: z
    .string()
    .describe("In the words of whoever closed it; `not a person's answer` where it was withdrawn."),
  driver: z
    .enum(CTA_DRIVERS)
    .nullable()
    .describe("Of a negative one always, unless it was withdrawn; of others never."),
  openedAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
  dueAt: z.iso.datetime(),
  closedAt: z.iso.datetime(),
  closedBy: z
    .string()
    .describe(
      "The e-mail address of whoever closed it, who need not be its owner; `lifecycle-surveys` where it was withdrawn, since what opened it may not be a person's answer.",
    ),
  closing: z.int().positive().describe("1 for the first time."),
});

/** When an account is looked at for somebody to ask: as it becomes a customer, before a survey, and on its day. */
export const OCCASIONS = ["customer-since", "ahead", "due"] as const;

/** Nobody of an account is one of those whom a coming survey asks. Said once for the call to action it opened. */
export const ContactRoleMissing = z.object({
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
    roles: z.array(z.string()).describe("Any of these would do."),
    contacts: z.int().nonnegative().describe("How many contacts the account has, none of whom is one."),
  }),
});
