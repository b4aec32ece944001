import { describe, expect, it } from "vitest";
import { type Renewing, renewalOutcome, renewalsOf } from "#shared/domain/results/renewals.ts";

const ASOF = "2026-09-30";
const before = { renewalOn: "2026-11-01", lastRenewedOn: "2025-11-01" };
const later = (over: object = {}) => ({ status: "active", plan: "premium", ...before, ...over }) as const;

describe("what becomes of a renewal", () => {
  it.each([
    ["it was renewed on its day", later({ lastRenewedOn: "2026-11-01", renewalOn: "2027-11-01" }), "renewed"],
    ["it was renewed early", later({ lastRenewedOn: "2026-09-15", renewalOn: "2027-11-01" }), "renewed"],
    [
      "it was renewed for a quarter",
      later({ lastRenewedOn: "2026-11-01", renewalOn: "2027-02-01" }),
      "renewed",
    ],
    ["only its next renewal was entered", later({ renewalOn: "2027-11-01" }), "renewed"],
    ["it was renewed and left later", later({ status: "churned", lastRenewedOn: "2026-11-01" }), "renewed"],
    ["it left", later({ status: "churned" }), "churned"],
    ["it left, its next renewal entered", later({ status: "churned", renewalOn: "2027-11-01" }), "churned"],
    ["it went to the free plan", later({ plan: "free" }), "churned"],
    ["nothing was entered", later(), "undecided"],
    ["its renewal was put off", later({ renewalOn: "2027-01-15" }), "undecided"],
    ["its last renewal was corrected", later({ lastRenewedOn: "2025-12-01" }), "undecided"],
    ["its plan is not known any more", later({ plan: undefined }), "undecided"],
    ["it is gone", undefined, "undecided"],
  ])("%s", (_, then, outcome) => {
    expect(renewalOutcome(before, ASOF, then)).toBe(outcome);
  });

  it("by a last renewal that was not known before, is one after the sheet that did not know it", () => {
    const unknown = { renewalOn: "2026-11-01" };
    const of = (lastRenewedOn: string) => renewalOutcome(unknown, ASOF, later({ lastRenewedOn }));
    expect([of("2026-09-30"), of("2026-10-01")]).toEqual(["undecided", "renewed"]);
  });
});

describe("renewal rates", () => {
  const many = (n: number, one: Renewing): Renewing[] => Array.from({ length: n }, () => one);
  const of = (outcome: Renewing["outcome"], facts?: Renewing["facts"], arrUsd?: number): Renewing => ({
    facts,
    arrUsd,
    outcome,
  });

  it("are of the decided, with their interval, by accounts and by revenue", () => {
    const { all } = renewalsOf([
      ...many(8, of("renewed", undefined, 100)),
      ...many(2, of("churned", undefined, 600)),
      ...many(5, of("undecided", undefined, 1)),
      of("renewed"),
    ]);
    expect(all).toMatchObject({ cohort: 16, renewed: 9, churned: 2, undecided: 5, n: 11, small: true });
    expect(all.rate).toBeCloseTo(9 / 11, 12);
    // Wilson's, by SciPy's binomtest.
    expect(all.low).toBeCloseTo(0.523019438039, 6);
    expect(all.high).toBeCloseTo(0.948632310254, 6);
    expect(all.arr).toEqual({
      cohort: 2005,
      renewed: 800,
      churned: 1200,
      undecided: 5,
      rate: 0.4,
      unknownAccounts: 1,
    });
  });

  it("are null where nothing is decided, which is not a rate of 0", () => {
    const { all, nps } = renewalsOf(many(3, of("undecided", { askedOn: "2026-01-01" }, 10)));
    expect(all).toMatchObject({ rate: null, low: null, high: null, n: 0, arr: { rate: null } });
    expect(nps.silent).toMatchObject({ cohort: 3, rate: null });
    expect(nps.promoter).toMatchObject({ cohort: 0, rate: null });
  });

  it("are by what each said last: every account in one band of each kind", () => {
    const facts = [
      undefined,
      { askedOn: "2026-01-01" },
      { askedOn: "2026-01-01", answeredOn: "2026-01-02" },
      ...[0, 6, 7, 8, 9, 10].map((nps) => ({ answeredOn: "2026-01-02", nps })),
      ...[1, 2, 3, 4, 5].map((csat) => ({ answeredOn: "2026-01-02", csat })),
    ];
    const { nps, csat } = renewalsOf(facts.map((one) => of("renewed", one)));
    const sizes = (bands: object) =>
      Object.fromEntries(Object.entries(bands).map(([band, { cohort }]) => [band, cohort]));
    expect(sizes(nps)).toEqual({
      promoter: 2,
      passive: 2,
      detractor: 2,
      unscored: 6,
      silent: 1,
      "not-asked": 1,
    });
    expect(sizes(csat)).toEqual({
      satisfied: 2,
      neutral: 1,
      dissatisfied: 2,
      unscored: 7,
      silent: 1,
      "not-asked": 1,
    });
  });
});
