import { addDays } from "#shared/domain/days.ts";
import type { SheetRow } from "#shared/domain/results/portfolio-sheet.ts";
import type { Renewals } from "#shared/domain/results/renewals.ts";
import { queryRenewals } from "../../../functions/query-renewals/query-renewals.ts";

/** Asks of sheets by their days, once all of them are there; and says which were read. */
export function asksOf(sheets: Readonly<Record<string, readonly SheetRow[]>>, maxRows?: number) {
  const days = Object.keys(sheets).sort();
  const read: string[] = [];
  const renewals = queryRenewals(
    {
      sheetsIn: async ({ from, to }) =>
        days
          .filter((day) => day >= from && day <= to)
          .map((day) => ({ day, writtenAt: `${day}T23:59:59.000Z` })),
      rowsOf: async function* (day) {
        read.push(day);
        yield sheets[day] ?? [];
      },
      program: async () => undefined,
      importedTouchpoint: async () => ({}),
    },
    maxRows,
  );
  const ask = async (from: string, to: string) =>
    await renewals({ program: "pre-renewal", from, to }, days.at(-1) ?? "");
  /** Those of all accounts; undefined where nothing is known. */
  const figures = async (from: string, to: string): Promise<Renewals | undefined> => {
    const outcome = await ask(from, to);
    return outcome.kind === "renewals" ? outcome.renewals.groups?.[0] : undefined;
  };
  return { ask, figures, read };
}

/** The days from one to another. */
export function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}
