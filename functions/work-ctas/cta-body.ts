import * as z from "zod";
import { Cta } from "#shared/domain/ctas/cta.ts";
import type { CtaCommand } from "#shared/domain/ctas/cta-work.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { CTA_DRIVERS } from "#shared/events/ctas.ts";

/** What sleeps longer is forgotten: better closed, and opened again by the next answer. */
const MAX_SNOOZE_DAYS = 90;
const OUTCOME_CHARACTERS = 200;
const NOTE_CHARACTERS = 2000;
const NAME_CHARACTERS = 256;

const words = (most: number) =>
  z
    .string({ error: "must be text" })
    .trim()
    .min(1, { error: "is empty and must not be" })
    .max(most, { error: `is longer than ${most} characters` })
    .refine((text) => text.isWellFormed(), { error: "has half a character, which is no text in UTF-8" });

/** In any case, and with blanks for hyphens, as people write it. */
const Driver = z.string({ error: "must be text" }).transform((text, context) => {
  const said = text.trim().toLowerCase().replace(/\s+/g, "-");
  const driver = CTA_DRIVERS.find((one) => one === said);
  if (driver !== undefined) return driver;
  context.addIssue(`must be one of ${CTA_DRIVERS.join(", ")}`);
  return z.NEVER;
});

const Owner = z.strictObject({
  name: words(NAME_CHARACTERS),
  email: z
    .email({ error: "must be an e-mail address" })
    .max(254, { error: "is too long for an e-mail address" }),
  role: Cta.shape.owner.shape.role.default("csm"),
});

/** What a request says is to be done with a call to action. Its snooze must end after the day of `now`. */
export function ctaBody(now: Date) {
  const today = utcDay(now);
  const latest = addDays(today, MAX_SNOOZE_DAYS);
  return z
    .strictObject({
      status: Cta.shape.status.optional(),
      until: z.iso
        .date({ error: "must be a day of the calendar as YYYY-MM-DD", abort: true })
        .refine((until) => until > today, { error: `must be after today, ${today}: it is open again then` })
        .refine((until) => until <= latest, {
          error: `must not be after ${latest}, ${MAX_SNOOZE_DAYS} days from now`,
        })
        .optional(),
      outcome: words(OUTCOME_CHARACTERS).optional(),
      driver: Driver.nullish(),
      owner: Owner.optional(),
      note: words(NOTE_CHARACTERS).optional(),
    })
    .superRefine((body, context) => {
      for (const [field, message] of misfits(body))
        context.addIssue({ code: "custom", path: [field], message });
    });
}
export type CtaBody = z.output<ReturnType<typeof ctaBody>>;

type Misfit = readonly [field: string, message: string];

/** Fields that do not go together, or do not without another. */
function misfits({ status, until, outcome, driver, owner, note }: CtaBody): Misfit[] {
  const isSnoozed = status === "snoozed";
  const isClosed = status === "closed";
  const rules: readonly (readonly [isBroken: boolean, ...Misfit])[] = [
    [
      status === undefined && owner === undefined && note === undefined,
      "status",
      "must be given, or an owner, or a note",
    ],
    [isSnoozed && until === undefined, "until", "must be given: the day on which it is open again"],
    [!isSnoozed && until !== undefined, "until", "goes with the status snoozed"],
    [isClosed && outcome === undefined, "outcome", "must be given: what came of it, in a few words"],
    [!isClosed && outcome !== undefined, "outcome", "goes with the status closed"],
    [!isClosed && driver != null, "driver", "goes with the status closed"],
    [
      isClosed && owner !== undefined,
      "owner",
      "cannot be given with the status closed: nobody works it then",
    ],
    [
      owner !== undefined && note === undefined,
      "note",
      "must be given: the new owner will ask what this is about",
    ],
  ];
  return rules.flatMap(([isBroken, ...misfit]) => (isBroken ? [misfit] : []));
}

/** In the order in which they are done: what is closed is opened before it is reassigned. */
export function commandsOf({ status, until, outcome, driver = null, owner }: CtaBody): CtaCommand[] {
  const commands: CtaCommand[] = [];
  if (status === "open") commands.push({ kind: "open" });
  if (owner !== undefined) commands.push({ kind: "reassign", owner });
  if (status === "acknowledged") commands.push({ kind: "acknowledge" });
  if (status === "snoozed" && until !== undefined) commands.push({ kind: "snooze", until });
  if (status === "closed" && outcome !== undefined) commands.push({ kind: "close", outcome, driver });
  return commands.length === 0 ? [{ kind: "note" }] : commands;
}
