import { createHash } from "node:crypto";
import type { Day } from "../accounts/account.ts";
import { addDays, daysBetween } from "../days.ts";
import type { RecurringProgram, SampleProgram } from "./program.ts";

/** From which the turns of every recurring program are counted. */
const FIRST_TURN: Day = "2000-01-01";

/**
 * The account's first turn from a day on. Where in the period it lies follows from the account's id and the
 * program's, evenly over all accounts, and stays there.
 */
export function turnFrom(accountId: string, { programId, trigger }: RecurringProgram, from: Day): Day {
  const hash = createHash("sha256")
    .update(JSON.stringify([programId, accountId]))
    .digest();
  const first = addDays(FIRST_TURN, hash.readUInt32BE() % trigger.everyDays);
  const turns = Math.max(0, Math.ceil(daysBetween(first, from) / trigger.everyDays));
  return addDays(first, turns * trigger.everyDays);
}

/** The newest draw of a sample up to a day, that day included; undefined before the first. */
export function drawBefore({ trigger }: SampleProgram, on: Day): Day | undefined {
  const days = daysBetween(trigger.startsOn, on);
  return days < 0 ? undefined : addDays(trigger.startsOn, days - (days % trigger.everyDays));
}

/** An account's place in a draw: those with the lowest come first. Random over accounts, and the same whenever asked. */
export const placeInDraw = (programId: string, drawOn: Day, accountId: string): string =>
  createHash("sha256")
    .update(JSON.stringify([programId, drawOn, accountId]))
    .digest("hex");

export const cycleOfDraw = (drawOn: Day): string => `draw-${drawOn}`;
