import * as z from "zod";
import { ATTRIBUTES } from "./account.ts";
import { ROLES } from "./contact.ts";
import { addDays } from "./days.ts";

/** Names a question's field in the survey's form, so none of the form's own. */
const QuestionId = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,62}$/,
    "must be lower-case letters, digits and hyphens, a letter first, 63 at most",
  )
  .refine((id) => !["program", "version", "answers"].includes(id), "is a field of the survey's own form");
const asked = {
  questionId: QuestionId,
  text: z.string().trim().min(1, "a question needs its words").max(1000),
  required: z.boolean(),
};
/** Points from 0 to 10, "how likely are you to recommend us": one question, whole numbers. */
const NpsQuestion = z.strictObject({ ...asked, kind: z.literal("nps") });
/** Five labelled steps from very dissatisfied (1) to very satisfied (5). */
const CsatQuestion = z.strictObject({ ...asked, kind: z.literal("csat") });
const TextQuestion = z.strictObject({ ...asked, kind: z.literal("text") });

export const Question = z.discriminatedUnion("kind", [NpsQuestion, CsatQuestion, TextQuestion]);
export type Question = z.infer<typeof Question>;

/** Fires once a cycle, a number of days after (or, negative, before) a date of the account. */
const DateTrigger = z.strictObject({
  kind: z.literal("date"),
  anchor: z.enum(["customerSince", "renewalOn", "lastRenewedOn"]),
  offsetDays: z.int().min(-730).max(730),
  /** `life`: once in an account's life. `term`: once per subscription term. */
  cycle: z.enum(["life", "term"]),
  /** Until when a contact barred only by the cooldown waits, counted from the anchor like `offsetDays`. */
  waitsUntilOffsetDays: z.int().min(-730).max(730),
});

/** Fires when something happened to a contact: over the API, or as `Touchpoint Reached` on the bus. */
const EventTrigger = z.strictObject({
  kind: z.literal("event"),
  /** The `type` that a touchpoint names. */
  touchpoint: z.string().min(1).max(64),
  /** A touchpoint that is not sent by then is dropped. */
  dropsAfterHours: z.int().min(1).max(168),
});

export const Trigger = z.discriminatedUnion("kind", [DateTrigger, EventTrigger]);
type DateTrigger = z.infer<typeof DateTrigger>;

/** Which accounts are asked: each attribute named must have one of its values. None named is everybody. */
export const Audience = z.partialRecord(
  z.enum(ATTRIBUTES),
  z.array(z.string().min(1).max(128)).min(1).max(200),
);
export type Audience = z.infer<typeof Audience>;

/** A role by its name; one that there is not is refused by name. */
const WantedRole = z.enum(ROLES, {
  error: ({ input }) => `there is no role ${JSON.stringify(input)}: name ${ROLES.join(", ")}`,
});

/** What ops decide of a program. */
export const ProgramDefinition = z.strictObject({
  name: z.string().min(1).max(128),
  touchpoint: z.string().min(1).max(64),
  /** The team that answers for the program. */
  owner: z.string().min(1).max(128),
  /** A paused program's queued mail stops too; a retired one's results stay readable. */
  status: z.enum(["active", "paused", "retired"]),
  trigger: Trigger,
  audience: Audience,
  wants: z.strictObject({
    /** A contact is wanted who has any of these. */
    roles: z.array(WantedRole).min(1, "name a role: nobody has none of them"),
    soldTo: z.enum(["never", "without-admin"]),
  }),
  questions: z.array(Question).min(1, "a survey asks at least one question").max(20),
  /** Days after its sending on which a survey closes. */
  closesAfterDays: z.int().min(1).max(365),
  /** `waking-hours`: in the contact's send window. `at-once`: at any hour. */
  sends: z.enum(["waking-hours", "at-once"]),
});
export type ProgramDefinition = z.infer<typeof ProgramDefinition>;

/** A version of a program, which never changes: a change makes the next one. */
export type Program = ProgramDefinition & { readonly programId: string; readonly version: number };

/** A program that selects by dates, as its schedule runs it. */
export type DateProgram = Program & { readonly trigger: DateTrigger };
/** The last day on which somebody waiting for a cooldown may still be asked, counted from the account's date. */
export const waitsUntil = ({ trigger }: DateProgram, anchorOn: string): string =>
  addDays(anchorOn, trigger.waitsUntilOffsetDays);
export const isDateProgram = (program: Program): program is DateProgram => program.trigger.kind === "date";
