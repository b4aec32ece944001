import * as z from "zod";
import { Reference } from "./domain/programs/touchpoint.ts";

/** What is said on the bus, by this product under source `lifecycle-surveys`. Fields may be added, never taken away. */
export const EVENT_SOURCE = "lifecycle-surveys";

const envelope = {
  version: z.literal(1),
  id: z
    .string()
    .describe("The same for every delivery of the same event, so that a target can tell a repeat."),
  occurredAt: z.iso.datetime(),
};

const Answers = z.array(
  z.object({
    questionId: z.string(),
    kind: z.enum(["nps", "csat", "text", "single-choice", "multiple-choice"]),
    value: z.union([z.number(), z.string(), z.array(z.string()).readonly()]),
    chosen: z
      .array(z.string())
      .optional()
      .describe("The words of the options chosen, in the program's own language; only of choices."),
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
  invitationId: z.string().nullable().describe("Null, as account and contact, of an anonymous answer."),
  programId: z.string(),
  programVersion: z.int(),
  accountId: z.string().nullable(),
  accountName: z.string().nullable(),
  segment: z.string().nullable(),
  contactId: z.string().nullable(),
  answeredAt: z.iso.datetime(),
  responseVersion: z.int().positive().describe("1 for the first answer; a changed answer is a higher one."),
  isFirst: z
    .boolean()
    .optional()
    .describe(
      "Whether it is the first that counts: of a changed answer not, but of a person's after all that may not have been.",
    ),
  nps: z.int().min(0).max(10).nullable(),
  csat: z.int().min(1).max(5).nullable(),
  answers: Answers,
});

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
const CtaEscalated = CtaOpened.extend({
  openedAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
  escalatedAt: z.iso.datetime(),
  from: CtaOpened.shape.owner.describe(
    "Who had it; the same as the owner where that was a queue, behind which there is nobody.",
  ),
});

/** What somebody has to do, said every morning of a business day on which there is something. */
const CtaDigest = z.object({
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
const CtaClosed = z.object({
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

export const MEASURES = ["nps", "csat"] as const;
export type Measure = (typeof MEASURES)[number];

const score = {
  value: z.number().describe("NPS in points, -100 to 100; of CSAT the mean, 1 to 5."),
  n: z.int().positive().nullable().describe("How many answered; null of a value that somebody set."),
  date: z.iso
    .datetime()
    .describe("When the newest of them first answered; of a value that somebody set, as of when."),
  program: z
    .string()
    .nullable()
    .describe("Null of a value that somebody set, which is of the account as a whole."),
  source: z.enum(["automatic", "manual"]),
};
/** A score, and how it compares with the one before it; null where there is none. */
export const Standing = z.object({
  ...score,
  trend: z.enum(["up", "down", "same"]).nullable(),
  previous: z.object(score).nullable(),
});
export type Standing = z.infer<typeof Standing>;

/** How an account stands by a measure, as of now: whole, and nothing but what stands. */
const ScorecardUpdated = z.object({
  ...envelope,
  accountId: z.string(),
  measure: z.enum(MEASURES),
  revision: z
    .int()
    .positive()
    .describe("Rises with the account's changes: what comes with a lower one has been overtaken."),
  ...Standing.shape,
  value: score.value
    .nullable()
    .describe(
      "Null, as all of the score, where what stood does not count any more and there is nothing else.",
    ),
  date: score.date.nullable(),
  source: score.source.nullable(),
  programs: z
    .array(Standing)
    .describe("The newest of each program, compared with that program's own before it."),
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
    roles: z.array(z.string()).describe("Any of these would do."),
    contacts: z.int().nonnegative().describe("How many contacts the account has, none of whom is one."),
  }),
});

const quarter = {
  value: z.number().describe("NPS in points, -100 to 100; of CSAT the mean, 1 to 5."),
  n: z.int().positive(),
  period: z.string().describe("The calendar's, in UTC: `2026-Q4`."),
  from: z.iso.date().describe("The days that were counted, both inclusive."),
  to: z.iso.date(),
};
/** Of two figures, the later less the earlier, with its 95 % interval and the two-sided p-value of no difference. */
const difference = { difference: z.number(), low: z.number(), high: z.number(), pValue: z.number() };

/** A program's score is significantly lower than in the quarter before. Said once for a measure and quarter. */
const ScoreFell = z.object({
  ...envelope,
  touchpoint: z.string(),
  programId: z.string(),
  measure: z.enum(MEASURES),
  before: z.object(quarter),
  now: z.object(quarter).describe("Of a quarter that is not over, as far as it has come."),
  ...difference,
  satisfied: z
    .object({ before: z.number(), now: z.number(), ...difference })
    .nullable()
    .describe(
      "Of CSAT the share of 4 and 5, in 0..1, beside the mean by which the fall was found; null of NPS.",
    ),
});

/**
 * Something happened to a contact that an event program asks about. Said by `POST /v1/touchpoints`, and by any other
 * system under a source of its own.
 */
export const TouchpointReached = z.object({
  ...envelope,
  occurredAt: z.iso.datetime({ offset: true }),
  type: z.string().min(1).max(64).describe("The touchpoint that an event program's trigger names."),
  accountId: z.string().min(1).max(128),
  contactId: z.string().min(1).max(128),
  reference: Reference.describe(
    "What it is called where it comes from; the same reference is asked about once.",
  ),
});

/** Detail-type on the bus → its contract. */
export const EVENTS = {
  "Invitation Sent": InvitationSent,
  "Response Received": ResponseReceived,
  "CTA Opened": CtaOpened,
  "CTA Escalated": CtaEscalated,
  "CTA Closed": CtaClosed,
  "CTA Digest": CtaDigest,
  "Scorecard Updated": ScorecardUpdated,
  "Contact Role Missing": ContactRoleMissing,
  "Score Fell": ScoreFell,
  "Touchpoint Reached": TouchpointReached,
} as const;

export type EventType = keyof typeof EVENTS;
export type EventDetail<T extends EventType> = z.infer<(typeof EVENTS)[T]>;
export type BusEvent = { [T in EventType]: { readonly type: T; readonly detail: EventDetail<T> } }[EventType];
