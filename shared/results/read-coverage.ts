import type { Day } from "../domain/accounts/account.ts";
import { earlierOf, laterOf } from "../domain/days.ts";
import {
  type CoverageByPeriod,
  CoverageCount,
  type CoverageQuery,
  type DayRange,
} from "../domain/results/coverage.ts";
import type { KeptSheet } from "../domain/results/portfolio-facts.ts";
import { firstDayToLook, newestUpTo, type SheetRow } from "../domain/results/portfolio-sheet.ts";

/** The portfolio's sheets, as whoever reads them needs them. */
export type SheetPorts = {
  /** Those of a range of days, in their order. */
  sheetsIn(range: DayRange): Promise<readonly KeptSheet[]>;
  rowsOf(day: Day): AsyncIterable<readonly SheetRow[]>;
};

/** Each is a sheet to be read: what is more is asked for with a longer interval. */
const MAX_PERIODS = 60;
/** About 10 µs each of a whole processor, against the 29 seconds of a request. */
const MAX_ROWS = 1_500_000;

/**
 * The coverage of periods, by the sheet of each one's last day; of one that is not over, of the newest day. Undefined
 * where there is none of that day or the three before, and of all of them where they are more than 60 or their sheets have more than 1.5 million rows.
 */
export const readCoverage =
  (ports: SheetPorts, maxRows = MAX_ROWS) =>
  async (query: CoverageQuery, today: Day): Promise<CoverageByPeriod> => {
    const { periods } = query;
    const nothing = periods.map(() => undefined);
    const lastDays = periods.map(({ to }) => earlierOf(to, today));
    const [first] = lastDays;
    if (first === undefined || periods.length > MAX_PERIODS) return nothing;
    const range = {
      from: firstDayToLook(lastDays.reduce(earlierOf, first)),
      to: lastDays.reduce(laterOf, first),
    };
    const days = (await ports.sheetsIn(range)).map(({ day }) => day);
    const counts = periods.map(({ from }, i) => {
      const asOf = newestUpTo(lastDays[i] ?? "", days);
      return asOf === undefined || asOf < from ? undefined : { asOf, count: new CoverageCount(query, from) };
    });
    const known = counts.filter((one) => one !== undefined);
    const byDay = Map.groupBy(known, ({ asOf }) => asOf);
    for (const [day, ofDay] of byDay) {
      let accounts = 0;
      for await (const rows of ports.rowsOf(day)) {
        accounts += rows.length;
        for (const row of rows) for (const { count } of ofDay) count.add(row);
      }
      // By the first of them: the others are of about as many.
      if (accounts * byDay.size > maxRows) return nothing;
    }
    return counts.map((one) => one?.count.coverage(one.asOf));
  };
