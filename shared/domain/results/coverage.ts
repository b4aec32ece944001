import type { Attribute, Day } from "../accounts/account.ts";
import { isActiveAndPaid } from "../eligibility/eligibility-rules.ts";
import { ALL } from "./buckets.ts";
import { type SheetRow, valuesIn } from "./portfolio-sheet.ts";

/** How much of the portfolio was asked, and answered, in a period. */
export type Coverage = {
  /** The active paid accounts on the period's last day; of these, those asked in the period, and those that answered in it. */
  readonly accounts: Share;
  /** The same by annual recurring revenue in US dollars; accounts whose revenue is unknown add nothing, and are counted beside. */
  readonly arr: Share & { readonly unknownAccounts: number };
  /** The day as of which the portfolio is known: the period's last, or one of the three before it. */
  readonly asOf: Day;
};

type Share = { readonly portfolio: number; readonly asked: number; readonly answered: number };

/** UTC days, both inclusive. */
export type DayRange = { readonly from: Day; readonly to: Day };

/** Whose coverage is wanted: any of these programs asked counts, an account that several asked counts once. */
export type CoverageQuery = {
  readonly programIds: readonly string[];
  readonly attribute: Attribute | typeof ALL;
  readonly periods: readonly DayRange[];
};

/** The coverage of each value of the attribute in their order, and of everybody, whom values that overlap do not add up to. */
export type Covered = { readonly byValue: ReadonlyMap<string, Coverage>; readonly everybody: Coverage };

/** Aligned with the periods; undefined of a period for which the portfolio is not known. */
export type CoverageByPeriod = readonly (Covered | undefined)[];

type Counts = { portfolio: number; asked: number; answered: number };
type Tally = { readonly accounts: Counts; readonly arr: Counts & { unknownAccounts: number } };

const nothing = (): Counts => ({ portfolio: 0, asked: 0, answered: 0 });
const emptyTally = (): Tally => ({ accounts: nothing(), arr: { ...nothing(), unknownAccounts: 0 } });

/** Counts the coverage of a period that begins on a day, row by row of the sheet of its last day. */
export class CoverageCount {
  readonly #of: Pick<CoverageQuery, "programIds" | "attribute">;
  readonly #from: Day;
  readonly #tallies = new Map<string, Tally>();
  readonly #everybody = emptyTally();

  constructor(of: Pick<CoverageQuery, "programIds" | "attribute">, from: Day) {
    this.#of = of;
    this.#from = from;
  }

  add(row: SheetRow): void {
    // Nor is in it what is not known to be active and paid.
    if (!isActiveAndPaid(row)) return;
    const { programIds, attribute } = this.#of;
    // The newest asking up to the period's end is in the period, or none is.
    const isSince = (field: "askedOn" | "answeredOn") =>
      programIds.some((programId) => (row.programs?.[programId]?.[field] ?? "") >= this.#from);
    const steps = [
      "portfolio" as const,
      ...(isSince("askedOn") ? ["asked" as const] : []),
      ...(isSince("answeredOn") ? ["answered" as const] : []),
    ];
    const values = attribute === ALL ? [] : valuesIn(row, attribute);
    for (const tally of [this.#everybody, ...values.map((value) => this.#tallyOf(value))]) {
      if (row.arrUsd === undefined) tally.arr.unknownAccounts += 1;
      for (const step of steps) {
        tally.accounts[step] += 1;
        tally.arr[step] += row.arrUsd ?? 0;
      }
    }
  }

  #tallyOf(value: string): Tally {
    const tally = this.#tallies.get(value) ?? emptyTally();
    this.#tallies.set(value, tally);
    return tally;
  }

  /** What has been counted. */
  coverage(asOf: Day): Covered {
    const everybody = { ...this.#everybody, asOf };
    if (this.#of.attribute === ALL) return { byValue: new Map([[ALL, everybody]]), everybody };
    const inOrder = [...this.#tallies].sort(([a], [b]) => (a < b ? -1 : 1));
    return { byValue: new Map(inOrder.map(([value, tally]) => [value, { ...tally, asOf }])), everybody };
  }
}
