import type { Day } from "../accounts/account.ts";
import { addDays } from "../days.ts";

/** At which day each of the two checks last stopped, on its way back in time. */
export type Checked = { readonly recent?: Day | undefined; readonly older?: Day | undefined };

/** Looked at every day: as long as a survey is open, and what came of it is on its way. */
const RECENT_DAYS = 35;
/** Within so many days each of the others is looked at. */
const OLDER_WITHIN_DAYS = 30;

/**
 * The days whose counts are checked today, in that order: all recent ones, and of the others the next part of them,
 * each going on where the last check stopped, and from the oldest to the newest again.
 */
export function checkPlan(
  today: Day,
  oldest: Day,
  checked: Checked,
): { readonly recent: readonly Day[]; readonly older: readonly Day[] } {
  const days: Day[] = [];
  for (let day = today; day >= oldest; day = addDays(day, -1)) days.push(day);
  const older = days.slice(RECENT_DAYS);
  return {
    recent: from(checked.recent, days.slice(0, RECENT_DAYS)),
    older: from(checked.older, older).slice(0, Math.ceil(older.length / OLDER_WITHIN_DAYS)),
  };
}

/** These days, the newest first, once around from behind one of them. */
function from(behind: Day | undefined, days: readonly Day[]): Day[] {
  const first = days.findIndex((day) => behind === undefined || day < behind);
  return first === -1 ? [...days] : [...days.slice(first), ...days.slice(0, first)];
}
