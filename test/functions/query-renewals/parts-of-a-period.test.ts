import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import type { SheetRow } from "#shared/domain/results/portfolio-sheet.ts";
import { RENEWAL_BANDS, type Renewals } from "#shared/domain/results/renewals.ts";
import { aRow } from "../../sheet-bucket.ts";
import { asksOf, daysFrom } from "./some-sheets.ts";

const FIRST = "2026-08-20";
const DAYS = daysFrom(FIRST, "2027-08-31");
const dayFrom = (first: string, most: number) => fc.nat(most).map((days) => addDays(first, days));

/** An account's life: what it says, and a term after another, each decided some days before its date or after. */
const someLife = fc.record({
  dueOn: dayFrom("2026-11-01", 270),
  /** Whether it is told when it renewed, or by its next date alone. */
  isTold: fc.boolean(),
  terms: fc.array(
    fc.record({
      decidedDaysBefore: fc.integer({ min: -20, max: 180 }),
      decision: fc.constantFrom("renewed", "renewed", "churned", "free", "nothing"),
      months: fc.constantFrom(1, 3, 12),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  says: fc.array(fc.record({ on: dayFrom(FIRST, 360), nps: fc.nat(10) }), { maxLength: 3 }),
});
type Life = typeof someLife extends fc.Arbitrary<infer T> ? T : never;

/** The account on each day. */
function rowsOf({ dueOn, isTold, terms, says }: Life, accountId: string): SheetRow[] {
  const changes: [day: string, change: Partial<SheetRow>][] = says.map(({ on, nps }) => [
    on,
    { programs: { "pre-renewal": { answeredOn: on, nps } } },
  ]);
  let renewalOn = dueOn;
  let since = addDays(dueOn, -365);
  for (const { decidedDaysBefore, decision, months } of terms) {
    const planned = addDays(renewalOn, -decidedDaysBefore);
    const on = planned > since ? planned : addDays(since, 1);
    if (decision === "churned") changes.push([on, { status: "churned" }]);
    if (decision === "free") changes.push([on, { plan: "free" }]);
    if (decision !== "renewed") break;
    // Without word of when, only a date far off tells that it has renewed.
    renewalOn = addDays(renewalOn, isTold ? months * 31 : 365);
    since = on;
    changes.push([on, isTold ? { renewalOn, lastRenewedOn: on } : { renewalOn }]);
  }
  const inOrder = changes.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  let row = aRow({ accountId, renewalOn: dueOn, ...(isTold && { lastRenewedOn: addDays(dueOn, -365) }) });
  let next = 0;
  return DAYS.map((day) => {
    for (let change = inOrder[next]; change !== undefined && change[0] <= day; change = inOrder[++next])
      row = { ...row, ...change[1] };
    return row;
  });
}

const sizes = ({ all, nps }: Renewals): number[] =>
  [all, ...RENEWAL_BANDS.nps.map((band) => nps[band])].map(({ cohort }) => cohort);

test("the renewals of a period are those of its parts, in the same bands, however it is cut", async () => {
  const seen = { whole: 0, earlyDeciders: 0 };
  const someCut = fc.record({
    lives: fc.array(someLife, { minLength: 1, maxLength: 12 }),
    from: dayFrom("2026-11-01", 60),
    firstDays: fc.integer({ min: 1, max: 120 }),
    restDays: fc.integer({ min: 1, max: 120 }),
    gaps: fc.uniqueArray(fc.nat(DAYS.length), { maxLength: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(someCut, async ({ lives, from, firstDays, restDays, gaps }) => {
      const cut = addDays(from, firstDays);
      const to = addDays(cut, restDays);
      const accounts = lives.map((life, i) => rowsOf(life, `acc-${i}`));
      // Some days have no sheet; those that end a part have.
      const kept = DAYS.filter((day, i) => !gaps.includes(i) || [addDays(cut, -1), to].includes(day));
      const sheets = kept.map((day) => {
        const i = DAYS.indexOf(day);
        return [day, accounts.flatMap((rows) => rows[i] ?? [])] as const;
      });
      const { figures } = asksOf(Object.fromEntries(sheets));
      const [whole, first, second] = await Promise.all([
        figures(from, to),
        figures(from, addDays(cut, -1)),
        figures(cut, to),
      ]);
      if (whole === undefined || first === undefined || second === undefined)
        throw new Error("Nothing is known of a period that has sheets");
      const rest = sizes(second);
      expect(sizes(whole)).toEqual(sizes(first).map((size, i) => size + (rest[i] ?? 0)));
      seen.whole += whole.all.cohort;
      seen.earlyDeciders += accounts.filter((rows) => isEarly(rows, from, to)).length;
    }),
    { seed: 11, numRuns: 150 },
  );
  expect(seen.whole).toBeGreaterThan(300);
  expect(seen.earlyDeciders).toBeGreaterThan(50);
});

/** Whether an account that was due in a period, not long before it, was not any more on its first day. */
function isEarly(rows: readonly SheetRow[], from: string, to: string): boolean {
  const eve = DAYS.indexOf(from);
  const isDue = (row: SheetRow | undefined) =>
    row?.status === "active" &&
    row.plan !== "free" &&
    (row.renewalOn ?? "") >= from &&
    (row.renewalOn ?? "") <= to;
  return isDue(rows[eve - 60]) && !isDue(rows[eve]);
}
