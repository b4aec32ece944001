import { describe, expect, it } from "vitest";
import type { SheetRow } from "#shared/domain/results/portfolio-sheet.ts";
import { aRow } from "../../sheet-bucket.ts";
import { asksOf, daysFrom } from "./some-sheets.ts";

const DUE = "2027-02-10";
const due = (over: Partial<SheetRow> = {}) => aRow({ renewalOn: DUE, lastRenewedOn: "2026-02-10", ...over });
const said = (nps: number) => ({ programs: { "pre-renewal": { answeredOn: "2026-10-20", nps } } });
const RENEWED = { renewalOn: "2028-02-10", lastRenewedOn: "2026-12-20" };

/** An account as each change left it, on daily sheets from October on; what it comes to by default from January to March. */
const quarterOf = async (
  changes: Readonly<Record<string, SheetRow>>,
  { from, to } = { from: "2027-01-01", to: "2027-03-31" },
) => {
  let row: SheetRow | undefined;
  const sheets: Record<string, SheetRow[]> = {};
  for (const day of daysFrom("2026-10-01", to)) {
    row = changes[day] ?? row;
    sheets[day] = row === undefined ? [] : [row];
  }
  return await asksOf(sheets).figures(from, to);
};

describe("the renewals that were due in a period", () => {
  it.each([
    ["renewed", { ...due(), ...RENEWED }],
    ["churned", due({ status: "churned" })],
    ["churned", due({ plan: "free", renewalOn: undefined })],
  ])("have those that were %s before it began, by what they had said before", async (outcome, decided) => {
    const figures = await quarterOf({ "2026-10-01": due(said(9)), "2026-12-20": { ...decided, ...said(0) } });
    expect(figures?.all).toMatchObject({ cohort: 1, [outcome]: 1 });
    expect(figures?.nps.promoter).toMatchObject({ cohort: 1, [outcome]: 1 });
  });

  it("are by the newest that was known while they were undecided", async () => {
    const figures = await quarterOf({
      "2026-10-01": due(said(9)),
      "2026-11-20": due({ ...said(2), arrUsd: 7000 }),
      "2026-12-20": due({ status: "churned", ...said(10) }),
    });
    expect(figures?.nps.detractor).toMatchObject({ churned: 1, arr: { churned: 7000 } });
    // What is said after its day may be of the new term.
    const late = await quarterOf({ "2026-10-01": due(said(9)), "2027-02-11": due(said(0)) });
    expect(late?.nps.promoter).toMatchObject({ cohort: 1, undecided: 1 });
  });

  it("have none that was decided before the month of the day on which it is asked about", async () => {
    const of = (renewalOn: string) =>
      quarterOf({ "2026-10-01": due({ renewalOn }), "2026-10-02": due({ renewalOn, status: "churned" }) });
    // The 120th day before is 31 October, and 1 November.
    expect((await of("2027-02-28"))?.all).toMatchObject({ cohort: 1, churned: 1 });
    expect((await of("2027-03-01"))?.all.cohort).toBe(0);
  });

  it("have each once, however often its date is corrected, and what was put off out of the period", async () => {
    const corrected = await quarterOf({
      "2026-10-01": due({ renewalOn: "2026-12-30" }),
      "2026-11-20": due({ renewalOn: "2027-01-02" }),
      "2026-12-20": due({ renewalOn: "2027-01-05", ...said(9) }),
    });
    expect(corrected?.all).toMatchObject({ cohort: 1, undecided: 1 });
    expect(corrected?.nps.promoter.cohort).toBe(1);
    const putOff = await quarterOf({ "2026-10-01": due(), "2026-12-20": due({ renewalOn: "2027-04-20" }) });
    expect(putOff?.all).toMatchObject({ cohort: 1, undecided: 1 });
  });

  it("have an account that left by a slip, and did not, as undecided", async () => {
    const figures = await quarterOf({
      "2026-10-01": due(),
      "2026-11-20": due({ status: "churned" }),
      "2026-12-20": due(),
    });
    expect(figures?.all).toMatchObject({ cohort: 1, undecided: 1 });
  });

  it("have each of an account's terms, the last as it ended", async () => {
    const figures = await quarterOf({
      "2026-10-01": aRow({ renewalOn: "2027-01-10", ...said(9) }),
      "2027-01-10": aRow({ renewalOn: "2027-02-10", lastRenewedOn: "2027-01-10", ...said(7) }),
      "2027-02-10": aRow({
        renewalOn: "2027-02-10",
        lastRenewedOn: "2027-01-10",
        status: "churned",
      }),
    });
    expect(figures?.all).toMatchObject({ cohort: 2, renewed: 1, churned: 1 });
    expect([figures?.nps.promoter.renewed, figures?.nps.passive.churned]).toEqual([1, 1]);
  });

  it("have renewed where the account was to renew again, though it left after that", async () => {
    const figures = await quarterOf(
      {
        "2026-10-01": aRow({ renewalOn: "2026-12-10" }),
        "2026-12-10": aRow({ renewalOn: "2027-07-10" }),
        "2027-06-10": aRow({ renewalOn: "2027-07-10", status: "churned" }),
      },
      { from: "2026-11-01", to: "2027-07-31" },
    );
    expect(figures?.all).toMatchObject({ cohort: 2, renewed: 1, churned: 1 });
  });

  it("do not have one twice whose renewal was entered before its next date", async () => {
    const figures = await quarterOf({
      "2026-10-01": due(),
      "2026-11-20": due({ lastRenewedOn: "2026-11-20" }),
      "2026-12-20": due({ lastRenewedOn: "2026-11-20", renewalOn: "2028-02-10" }),
    });
    expect(figures?.all).toMatchObject({ cohort: 1, renewed: 1 });
  });

  it("are none of free accounts, of those that had left, or of those without a date", async () => {
    for (const over of [{ plan: "free" }, { status: "churned" }, { renewalOn: undefined }] as const)
      expect((await quarterOf({ "2026-10-01": due(over) }))?.all.cohort).toBe(0);
  });
});

describe("the sheets that are looked at", () => {
  it("are the first of each month with any account, and that of the last day", async () => {
    const days = daysFrom("2026-09-20", "2026-11-30");
    const isEmpty = (day: string) => day < "2026-09-22" || day === "2026-10-01";
    const { ask, read } = asksOf(Object.fromEntries(days.map((day) => [day, isEmpty(day) ? [] : [due()]])));
    const outcome = await ask("2026-11-10", "2026-11-20");
    expect(read.filter((day) => !isEmpty(day))).toEqual([
      "2026-09-22",
      "2026-10-02",
      "2026-11-01",
      "2026-11-20",
    ]);
    expect(outcome).toMatchObject({
      renewals: { asOf: { bandsFrom: "2026-09-22", bandsTo: "2026-11-01", outcomes: "2026-11-20" } },
    });
  });

  it("may have only so many rows together: whoever asks for more is told so as soon as that is seen", async () => {
    const days = daysFrom("2026-09-01", "2026-11-30");
    const sheets = Object.fromEntries(days.map((day) => [day, [due(), due({ accountId: "acc-2" })]]));
    const all = asksOf(sheets, 8);
    expect((await all.ask("2026-11-01", "2026-11-30")).kind).toBe("renewals");
    const fewer = asksOf(sheets, 7);
    expect((await fewer.ask("2026-11-01", "2026-11-30")).kind).toBe("too-many-rows");
    expect(fewer.read).toEqual(["2026-09-01"]);
  });
});
