import type { Day } from "#shared/domain/accounts/account.ts";
import { addDays, earlierOf, laterOf } from "#shared/domain/days.ts";
import { isActiveAndPaid } from "#shared/domain/eligibility/eligibility-rules.ts";
import type { DayRange } from "#shared/domain/results/coverage.ts";
import type { SheetRow } from "#shared/domain/results/portfolio-sheet.ts";
import { type Renewing, renewalOutcome } from "#shared/domain/results/renewals.ts";

/** So long before it a renewal is asked about, and looked at from the month of that day on. */
const ASKED_DAYS = 120;
/** A term is a month at least: a date that moved by less is the same renewal, whatever else has changed. */
const SHORTEST_TERM_DAYS = 28;

export const monthOf = (day: Day): string => day.slice(0, 7);
const firstOfMonth = (day: Day): Day => `${monthOf(day)}-01`;

/** The first day whose sheet may tell of renewals due from a day on. */
export const firstLookFor = (renewalOn: Day): Day => firstOfMonth(addDays(renewalOn, -ASKED_DAYS));

/** The last day of which a sheet tells the renewals: of later ones a later month does. */
const lastSeenOn = (day: Day): Day => addDays(firstOfMonth(addDays(firstOfMonth(day), 31)), ASKED_DAYS - 1);

/** A renewal as it was on the last day on which it was seen undecided. */
type Undecided = { readonly row: SheetRow; readonly asOf: Day };

/**
 * The renewals that were due in a period, whenever they were decided, by sheets that are shown in their order.
 *
 * One counts that a sheet has of an active, paid account between {@link firstLookFor} its date and that date. Neither
 * depends on the period: those of a period are those of its parts. Only accounts that have one are held in memory.
 */
export class RenewalCohort {
  readonly #period: DayRange;
  /** Of each account in their order; mostly one. */
  readonly #renewals = new Map<string, Undecided[]>();
  readonly #atTheEnd = new Map<string, SheetRow>();

  constructor(period: DayRange) {
    this.#period = period;
  }

  /** Takes note of those who were still to renew on a day. */
  see(asOf: Day, rows: readonly SheetRow[]): void {
    const from = laterOf(this.#period.from, asOf);
    const to = earlierOf(this.#period.to, lastSeenOn(asOf));
    for (const row of rows)
      if (row.renewalOn !== undefined && row.renewalOn >= from && row.renewalOn <= to && isActiveAndPaid(row))
        this.#note({ row, asOf });
  }

  /** Takes note of what has become of them by the last day. */
  seeOutcomes(rows: readonly SheetRow[]): void {
    for (const row of rows) if (this.#renewals.has(row.accountId)) this.#atTheEnd.set(row.accountId, row);
  }

  /** Each renewal with what was known of its account before it was decided, and its outcome. */
  renewing(programId: string): (Renewing & Pick<Undecided, "row">)[] {
    return [...this.#renewals].flatMap(([accountId, renewals]) =>
      renewals.map(({ row, asOf }, i) => ({
        row,
        facts: row.programs?.[programId],
        arrUsd: row.arrUsd,
        // Where it was to renew again, it has.
        outcome:
          i < renewals.length - 1 ? "renewed" : renewalOutcome(row, asOf, this.#atTheEnd.get(accountId)),
      })),
    );
  }

  #note(seen: Undecided): void {
    const { accountId } = seen.row;
    const renewals = this.#renewals.get(accountId) ?? [];
    const last = renewals.at(-1);
    if (last === undefined) this.#renewals.set(accountId, [seen]);
    else if (renewalOutcome(last.row, last.asOf, seen.row) === "undecided") renewals.splice(-1, 1, seen);
    else if (isNextTerm(last.row, seen.row)) renewals.push(seen);
  }
}

const isNextTerm = (before: Pick<SheetRow, "renewalOn">, after: Pick<SheetRow, "renewalOn">): boolean =>
  before.renewalOn !== undefined && (after.renewalOn ?? "") >= addDays(before.renewalOn, SHORTEST_TERM_DAYS);
