import * as z from "zod";
import { ROLES } from "./contact.ts";

/** Points from 0 to 10, "how likely are you to recommend us": one question, whole numbers. */
const NpsQuestion = z.object({
  questionId: z.string(),
  kind: z.literal("nps"),
  text: z.string(),
  required: z.boolean(),
});
/** Five labelled steps from very dissatisfied (1) to very satisfied (5). */
const CsatQuestion = z.object({
  questionId: z.string(),
  kind: z.literal("csat"),
  text: z.string(),
  required: z.boolean(),
});
const TextQuestion = z.object({
  questionId: z.string(),
  kind: z.literal("text"),
  text: z.string(),
  required: z.boolean(),
});

export const Question = z.discriminatedUnion("kind", [NpsQuestion, CsatQuestion, TextQuestion]);
export type Question = z.infer<typeof Question>;

/** Fires once a cycle, a number of days after (or, negative, before) a date of the account. */
const DateTrigger = z.object({
  kind: z.literal("date"),
  anchor: z.enum(["customerSince", "renewalOn", "lastRenewedOn"]),
  offsetDays: z.int(),
  /** `life`: once in an account's life. `term`: once per subscription term. */
  cycle: z.enum(["life", "term"]),
  /** Until when a contact barred only by the cooldown waits, counted from the anchor like `offsetDays`. */
  waitsUntilOffsetDays: z.int(),
});

export const Program = z.object({
  programId: z.string(),
  version: z.int().positive(),
  name: z.string(),
  touchpoint: z.string(),
  /** The team that answers for the program. */
  owner: z.string(),
  status: z.enum(["active", "paused", "retired"]),
  trigger: DateTrigger,
  wants: z.object({
    /** A contact is wanted who has any of these. */
    roles: z.array(z.enum(ROLES)).min(1),
    soldTo: z.enum(["never", "without-admin"]),
  }),
  questions: z.array(Question).min(1),
  /** Days after its sending on which a survey closes. */
  closesAfterDays: z.int().positive(),
  /** `waking-hours`: in the contact's send window. `at-once`: at any hour. */
  sends: z.enum(["waking-hours", "at-once"]),
});
export type Program = z.infer<typeof Program>;
