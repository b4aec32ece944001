import type { Ask } from "../accounts/person.ts";
import { addDays, utcDay } from "../days.ts";
import * as cells from "./cells.ts";
import { CellReader, type CsvRecord, type Parsed } from "./cells.ts";

export type Send = { readonly email: string; readonly ask: Ask };

const UNKNOWN = "unknown";
/** Earlier is a slip of the export, not a survey. */
const EARLIEST = new Date("1990-01-01T00:00:00Z");
/** Other tools export what they have scheduled too; further ahead is a slip that would bar somebody for long. */
const MAX_DAYS_AHEAD = 90;

/**
 * Reads a survey that another tool sent from a row of `sends.csv`. Which tool and program it was may be unknown: it
 * starts a cooldown all the same. One that is scheduled for the coming days counts from its day.
 */
export function sendOf(record: CsvRecord, now: Date): Parsed<Send> {
  const row = new CellReader(record);
  const email = row.required("email", cells.emailAddress) ?? "";
  const sentAt = row.required("sent_at", cells.instant) ?? now;
  const tool = row.optional("tool", cells.text(128)) ?? UNKNOWN;
  const program = row.optional("program", cells.text(128)) ?? UNKNOWN;
  // Not by its day's text: that of the year 10000 begins with a +, before all digits.
  if (sentAt >= new Date(addDays(utcDay(now), MAX_DAYS_AHEAD + 1))) {
    row.refuse("sent_at", `is more than ${MAX_DAYS_AHEAD} days ahead`);
  }
  if (sentAt < EARLIEST) row.refuse("sent_at", "is before 1990, when no survey was sent");
  if (row.problems.length > 0) return { kind: "bad", problems: row.problems };
  return { kind: "good", value: { email, ask: { on: utcDay(sentAt), by: { tool, program } } } };
}
