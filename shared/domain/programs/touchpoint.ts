import { createHash } from "node:crypto";
import * as z from "zod";
import type { Program, Trigger } from "./program.ts";

/** What names a touchpoint where it comes from: the number of a case, of an engagement. It ends up in keys. */
export const Reference = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^#\p{Cc}]*$/u, "must not hold # or control characters");

/** How far the clock of another system may be ahead of ours. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

export type Touchpoint = {
  /** What happened, as an event program's trigger names it. */
  readonly type: string;
  readonly accountId: string;
  readonly contactId: string;
  readonly reference: string;
  /** ISO 8601, with its zone. */
  readonly occurredAt: string;
};

/** The same however often, and by whatever way, the touchpoint is told: 32 hexadecimal digits. */
export function touchpointId({
  type,
  accountId,
  contactId,
  reference,
}: Omit<Touchpoint, "occurredAt">): string {
  const parts = JSON.stringify([type, accountId, contactId, reference]);
  return createHash("sha256").update(parts).digest("hex").slice(0, 32);
}

/** The cycle that a touchpoint is: nobody is asked twice about the same reference. */
export const cycleOfTouchpoint = ({ reference }: Pick<Touchpoint, "reference">): string =>
  `event-${reference}`;

/** An event program, as a touchpoint fires it. */
export type EventProgram = Program & {
  readonly trigger: Extract<z.infer<typeof Trigger>, { kind: "event" }>;
};

export const isEventProgram = (program: Program): program is EventProgram => program.trigger.kind === "event";

/** Whether it is said to have happened later than clocks can differ by. */
export const isInTheFuture = ({ occurredAt }: Pick<Touchpoint, "occurredAt">, now: Date): boolean =>
  Date.parse(occurredAt) > now.getTime() + CLOCKS_DIFFER_MS;

/** Hours since it happened; 0 where the other clock is ahead. */
export const ageHours = ({ occurredAt }: Pick<Touchpoint, "occurredAt">, now: Date): number =>
  Math.max(0, now.getTime() - Date.parse(occurredAt)) / HOUR_MS;

/** After this its survey is not sent any more. */
export const dropsAt = ({ trigger }: EventProgram, { occurredAt }: Pick<Touchpoint, "occurredAt">): Date =>
  new Date(Date.parse(occurredAt) + trigger.dropsAfterHours * HOUR_MS);
