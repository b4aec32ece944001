import * as z from "zod";
import { BANDS } from "../../events/ctas.ts";
import { ATTRIBUTES, Day } from "../accounts/account.ts";
import { ROLES } from "../accounts/contact.ts";
import { addDays } from "../days.ts";
import { LANGUAGES } from "../language.ts";
import { isAnonymous } from "./anonymity.ts";

/** Names a question's field in the survey's form, so none of the form's own. */
const QuestionId = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,62}$/,
    "must be lower-case letters, digits and hyphens, a letter first, 63 at most",
  )
  .refine(
    (id) => !["program", "version", "answers", "reach"].includes(id),
    "is a field of the survey's own form",
  );
const QuestionText = z.string().trim().min(1, "a question needs its words").max(1000);
const AfterwardsText = z.string().trim().min(1, "needs its words").max(600);
const OptionText = z.string().trim().min(1, "an option needs its words").max(200);
const asked = {
  questionId: QuestionId,
  text: QuestionText,
  /** What `text` is written in. @default "en" */
  language: z.enum(LANGUAGES, `must be one of ${LANGUAGES.join(", ")}`).optional(),
  /** The same question in others of our languages; who reads one that is not here is asked by `text`. */
  translations: z.record(z.string(), QuestionText).optional(),
  required: z.boolean(),
  /** A follow-up: asked of who gave a question before it, NPS or CSAT, a score from `from` to `to`. */
  showWhen: z.strictObject({ questionId: z.string(), from: z.int(), to: z.int() }).optional(),
};
/** Points from 0 to 10, "how likely are you to recommend us": one question, whole numbers. */
const NpsQuestion = z.strictObject({ ...asked, kind: z.literal("nps") });
/** Five labelled steps from very dissatisfied (1) to very satisfied (5). */
const CsatQuestion = z.strictObject({ ...asked, kind: z.literal("csat") });
/** Words of their own: a line, or as many as there are to say. @default "long" */
const TextQuestion = z.strictObject({
  ...asked,
  kind: z.literal("text"),
  length: z.enum(["short", "long"]).optional(),
});
const Option = z.strictObject({
  optionId: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be lower-case letters, digits and hyphens, 63 at most"),
  /** In the question's language. */
  text: OptionText,
  translations: z.record(z.string(), OptionText).optional(),
});
export type Option = z.infer<typeof Option>;
const choice = {
  ...asked,
  options: z.array(Option).min(2, "a choice is between two at least").max(20),
};
/** One of several options. */
const SingleChoiceQuestion = z.strictObject({ ...choice, kind: z.literal("single-choice") });
/** Any number of several options. */
const MultipleChoiceQuestion = z.strictObject({ ...choice, kind: z.literal("multiple-choice") });

export const Question = z.discriminatedUnion("kind", [
  NpsQuestion,
  CsatQuestion,
  TextQuestion,
  SingleChoiceQuestion,
  MultipleChoiceQuestion,
]);
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

/** Fires for every account once in so many days, each on a day of its own, so that they are spread evenly. */
const RecurringTrigger = z.strictObject({
  kind: z.literal("recurring"),
  everyDays: z.int().min(90).max(730),
});

/** Fires on one day for all accounts, and asks so many of their contacts, drawn at random. */
const SampleTrigger = z.strictObject({
  kind: z.literal("sample"),
  /** How many contacts a draw asks, of those who may be asked. */
  size: z.int().min(1).max(100_000),
  /** The day (UTC) of the first draw; the others follow `everyDays` apart. */
  startsOn: Day,
  everyDays: z.int().min(1).max(730),
});

/** Fires when something happened to a contact: over the API, or as `Touchpoint Reached` on the bus. */
const EventTrigger = z.strictObject({
  kind: z.literal("event"),
  /** The `type` that a touchpoint names. */
  touchpoint: z.string().min(1).max(64),
  /** A touchpoint that is not sent by then is dropped. */
  dropsAfterHours: z.int().min(1).max(168),
});

export const Trigger = z.discriminatedUnion("kind", [
  DateTrigger,
  RecurringTrigger,
  SampleTrigger,
  EventTrigger,
]);
type Trigger = z.infer<typeof Trigger>;

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

/** The rank of a program that says none: behind those that are shipped. */
const LAST_RANK = 5;

/** What an answer of a band leads to: a call to action, a line in its owner's next digest, or nothing. */
const Actions = z.partialRecord(z.enum(BANDS), z.enum(["cta", "digest", "none"]));

/** What ops decide of a program. */
export const ProgramDefinition = z.strictObject({
  name: z.string().min(1).max(128),
  touchpoint: z.string().min(1).max(64),
  /** The team that answers for the program. */
  owner: z.string().min(1).max(128),
  /** A paused program's queued mail stops too; a retired one's results stay readable. */
  status: z.enum(["active", "paused", "retired"]),
  trigger: Trigger,
  /** Who goes first where two scheduled programs need the same person within the cooldown: 1 before 2. */
  rank: z.int().min(1).max(100).default(LAST_RANK),
  audience: Audience,
  wants: z.strictObject({
    /** A contact is wanted who has any of these. */
    roles: z.array(WantedRole).min(1, "name a role: nobody has none of them"),
    soldTo: z.enum(["never", "without-admin"]),
  }),
  questions: z.array(Question).min(1, "a survey asks at least one question").max(20),
  /** Days after its sending on which a survey closes. */
  closesAfterDays: z.int().min(1).max(365),
  /** Days of silence after which one reminder is sent; null never. @default 7, and null for event programs */
  remindsAfterDays: z.int().min(1).max(60).nullable().optional(),
  /** `waking-hours`: in the contact's send window. `at-once`: at any hour. */
  sends: z.enum(["waking-hours", "at-once"]),
  /** An answer keeps its program, version, day and segment, and nobody can tell whose it is. @default false */
  anonymous: z.boolean().optional(),
  /** SES notes when a mail is first opened; never of an anonymous program. @default true */
  tracksOpens: z.boolean().optional(),
  /**
   * By the worst band of what is negative in an answer, and by the best of what is positive. @default "cta", of each
   * band that is not here
   */
  actions: Actions.optional(),
  /** What happens next, for who has answered; in place of our own words. */
  afterwards: z
    .strictObject({
      text: AfterwardsText,
      /** What `text` is written in. @default "en" */
      language: z.enum(LANGUAGES, `must be one of ${LANGUAGES.join(", ")}`).optional(),
      translations: z.record(z.string(), AfterwardsText).optional(),
    })
    .optional(),
});
export type ProgramDefinition = z.infer<typeof ProgramDefinition>;

/** A definition as ops send one: the rank may be left out. */
export const ChangedDefinition = ProgramDefinition.extend({
  rank: ProgramDefinition.shape.rank.unwrap().optional(),
});
export type ChangedDefinition = z.infer<typeof ChangedDefinition>;

/** A version of a program, which never changes: a change makes the next one. */
export type Program = ProgramDefinition & { readonly programId: string; readonly version: number };

/** A definition as it would be kept: without a rank, the program keeps the one that it has. */
export const definitionAfter = (
  before: Program | undefined,
  changed: ChangedDefinition,
): ProgramDefinition => ({
  ...changed,
  rank: changed.rank ?? before?.rank ?? LAST_RANK,
});

type ProgramOf<K extends Trigger["kind"]> = Program & { readonly trigger: Extract<Trigger, { kind: K }> };
const is =
  <K extends Trigger["kind"]>(...kinds: readonly K[]) =>
  (program: Program): program is ProgramOf<K> =>
    kinds.some((kind) => kind === program.trigger.kind);

export type DateProgram = ProgramOf<"date">;
export type RecurringProgram = ProgramOf<"recurring">;
export type SampleProgram = ProgramOf<"sample">;
/** A program with a milestone for each account: due on a day that is known beforehand. */
export type PlannedProgram = ProgramOf<"date" | "recurring">;
/** A program that a schedule runs, in distinction to one that waits for an event. */
export type ScheduledProgram = ProgramOf<"date" | "recurring" | "sample">;

export const isDateProgram = is("date");
export const isRecurringProgram = is("recurring");
export const isSampleProgram = is("sample");
export const isPlannedProgram = is("date", "recurring");
export const isScheduledProgram = is("date", "recurring", "sample");

/** Whether SES is to note when its mails are opened. */
export const isOpenTracked = (program: Pick<ProgramDefinition, "anonymous" | "tracksOpens">): boolean =>
  !isAnonymous(program) && program.tracksOpens !== false;

const REMINDS_AFTER_DAYS = 7;

/** After how many days of silence a reminder is sent; undefined where none is, or the survey is closed by then. */
export function reminderDays({ trigger, remindsAfterDays, closesAfterDays }: Program): number | undefined {
  const isSilent = trigger.kind === "event" || closesAfterDays <= REMINDS_AFTER_DAYS;
  const byDefault = isSilent ? undefined : REMINDS_AFTER_DAYS;
  return remindsAfterDays === undefined ? byDefault : (remindsAfterDays ?? undefined);
}

/** A scheduled program that asks for satisfaction alone, of which an account has at most two a year. */
export const isCapped = (program: Program): program is ScheduledProgram =>
  isScheduledProgram(program) && program.questions.every(({ kind }) => kind !== "nps");

/**
 * The last day on which a cycle may still be asked that waits for a slot, from the day it is counted from: the date
 * of the account or, of a recurring program, the turn, of which it is the first half.
 */
export function waitsUntil({ trigger }: PlannedProgram, anchorOn: Day): Day {
  const days = trigger.kind === "date" ? trigger.waitsUntilOffsetDays : Math.floor(trigger.everyDays / 2);
  return addDays(anchorOn, days);
}
