import type { Day } from "#shared/domain/accounts/account.ts";
import { addDays, daysBetween, utcDay } from "#shared/domain/days.ts";
import { LATE_DAYS } from "#shared/domain/eligibility/milestone.ts";
import type { SampleProgram } from "#shared/domain/programs/program.ts";
import { drawBefore } from "#shared/domain/programs/turn.ts";
import type { PastPorts } from "./past-day.ts";

export type Range = { readonly from: Day; readonly to: Day };

/** The days of a range, both ends included. */
export const daysOf = ({ from, to }: Range): Day[] =>
  Array.from({ length: daysBetween(from, to) + 1 }, (_, days) => addDays(from, days));

/** Draws are made on their day or, where nobody has made one yet, late. */
export async function drawsIn(
  ports: Pick<PastPorts, "cursor">,
  program: SampleProgram,
  { from, to }: Range,
  now: Date,
): Promise<{ on: Day; accounts: null; contacts: null; sends: number }[]> {
  const last = drawBefore(program, from);
  const cursor = await ports.cursor(program.programId);
  const isMade = last !== undefined && cursor !== undefined && cursor >= last;
  const lateDays = from === utcDay(now) ? LATE_DAYS : 0;
  const isDrawnFirst = last !== undefined && !isMade && daysBetween(last, from) <= lateDays;
  const sends = program.status === "active" ? program.trigger.size : 0;
  return daysOf({ from, to })
    .filter((on) => (on === from ? isDrawnFirst : drawBefore(program, on) === on))
    .map((on) => ({ on, accounts: null, contacts: null, sends }));
}
