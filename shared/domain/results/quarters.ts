import { Temporal } from "temporal-polyfill";
import type { Day } from "../accounts/account.ts";

/** A quarter of the calendar in UTC, `2026-Q4`, by its first and its last day. */
export type Quarter = { readonly name: string; readonly from: Day; readonly to: Day };

/** The quarter that a day falls into. */
export function quarterOf(day: Day): Quarter {
  const { year, month } = Temporal.PlainDate.from(day);
  const quarter = Math.ceil(month / 3);
  const first = Temporal.PlainYearMonth.from({ year, month: 3 * quarter - 2 });
  const last = first.add({ months: 2 });
  return {
    name: `${day.slice(0, 4)}-Q${quarter}`,
    from: first.toPlainDate({ day: 1 }).toString(),
    to: last.toPlainDate({ day: last.daysInMonth }).toString(),
  };
}
