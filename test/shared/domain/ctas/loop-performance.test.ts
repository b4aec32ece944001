import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { reopened, withdraw } from "#shared/domain/ctas/cta-withdrawal.ts";
import { work } from "#shared/domain/ctas/cta-work.ts";
import { type Graded, performanceOf } from "#shared/domain/ctas/loop-performance.ts";
import { CTA_DRIVERS } from "#shared/events/ctas.ts";
import { aCta } from "../../../builders.ts";

const NOW = new Date("2026-12-10T12:00:00.000Z");
/** So many hours after the builder's call to action was opened; it is due just before 38. */
const hoursLater = (hours: number): string =>
  new Date(Date.parse("2026-12-01T10:00:00.000Z") + hours * 3_600_000).toISOString();
const acknowledged = (hours: number): Partial<Cta> => ({
  status: "acknowledged",
  acknowledgedAt: hoursLater(hours),
});
const closed = (hours: number, over: Partial<Cta> = {}): Partial<Cta> => {
  const [at, outcome, driver] = [hoursLater(hours), over.outcome ?? "mended", over.driver ?? null];
  const notes: Cta["notes"] = [{ at, by: "ana@vendor.example", text: "", kind: "closed", outcome, driver }];
  return { status: "closed", closedAt: at, outcome, driver, notes, ...over };
};
const worked = (...ctas: readonly Partial<Cta>[]) =>
  performanceOf(
    ctas.map((over) => ({ cta: aCta(over) })),
    NOW,
  );

describe("the performance of a loop", () => {
  it("is nothing but how many of nothing", () => {
    expect(worked()).toEqual({
      ...{ opened: 0, withdrawn: 0, acknowledged: 0, closed: 0, open: 0, overdue: 0, escalated: 0 },
      ...{ hoursToAcknowledge: null, hoursToClose: null, acknowledgedByDue: null, closedByDue: null },
      ...{ outcomes: [], otherOutcomes: 0, drivers: null, recovery: null },
    });
  });

  it("counts what was acknowledged, closed, is open, overdue, was escalated", () => {
    const found = worked(
      {},
      { dueAt: "2026-12-10T12:00:00.001Z" },
      { status: "snoozed", snoozedUntil: "2026-12-20", escalatedAt: hoursLater(40) },
      acknowledged(1),
      closed(2),
    );
    expect(found).toMatchObject({
      ...{ opened: 5, acknowledged: 2, closed: 1, open: 4, overdue: 3, escalated: 1 },
    });
  });

  it("gives the hours of those that were acknowledged or closed, closing without a word being both", () => {
    const found = worked({}, acknowledged(1), closed(3), closed(10, { acknowledgedAt: hoursLater(2) }));
    expect(found.hoursToAcknowledge).toEqual({ median: 2, p90: 2.8, n: 3 });
    expect(found.hoursToClose).toMatchObject({ median: 6.5, n: 2 });
    expect(found.hoursToClose?.p90).toBeCloseTo(9.3, 9);
  });

  it("gives the shares by the due date of those whose due date is past", () => {
    const found = worked(
      acknowledged(37),
      acknowledged(38),
      acknowledged(39),
      closed(37, { acknowledgedAt: hoursLater(1) }),
      { ...closed(37), dueAt: "2026-12-11T00:00:00.000Z" },
    );
    expect(found.acknowledgedByDue).toMatchObject({ value: 0.5, n: 4, small: true });
    expect(found.closedByDue).toMatchObject({ value: 0.25, n: 4 });
    const { low = 0, high = 0 } = found.closedByDue ?? {};
    // Wilson's interval of 1 in 4.
    expect([low, high].map((bound) => bound.toFixed(4))).toEqual(["0.0456", "0.6994"]);
  });

  it("has of one that was opened again its first acknowledgement and its last closing", () => {
    const [first] = closed(5).notes ?? [];
    const [last] = closed(50).notes ?? [];
    const reopened = (over: Partial<Cta>): Partial<Cta> => ({
      ...over,
      notes: [first, last].flatMap((note) => note ?? []),
    });
    const twice = worked(reopened(closed(50)));
    expect(twice).toMatchObject({ hoursToAcknowledge: { median: 5 }, hoursToClose: { median: 50 } });
    expect(twice.closedByDue?.value).toBe(1);
    expect(worked(reopened(acknowledged(20)))).toMatchObject({
      ...{ closed: 0, open: 1, hoursToClose: null, hoursToAcknowledge: { median: 5 } },
    });
  });

  it("judges one that was opened again by when it was due as it was first closed", () => {
    const again = (hours: number) => {
      const cta = aCta(closed(hours));
      const worked = work(cta, [{ kind: "open" }], { at: hoursLater(60), by: "ana@vendor.example" });
      return worked.kind === "changed" ? { ...worked.cta, dueAt: "2026-12-20T23:59:59.000Z" } : cta;
    };
    expect(worked(again(37), again(39))).toMatchObject({
      open: 2,
      overdue: 0,
      acknowledgedByDue: { value: 0.5, n: 2 },
      closedByDue: { value: 0.5, n: 2 },
    });
  });

  it("leaves out what was withdrawn, and says how many; opened again, it is as though opened then", () => {
    const doubt = withdraw(aCta(), { at: hoursLater(1), text: "may not be a person's" });
    if (doubt.kind !== "changed") throw new Error(doubt.kind);
    expect(worked(doubt.cta)).toEqual({ ...worked(), withdrawn: 1 });
    const again = reopened(doubt.cta, aCta({ dueAt: hoursLater(50) }), { at: hoursLater(20), text: "" });
    expect(worked(again)).toMatchObject({ opened: 1, open: 1, withdrawn: 0, acknowledged: 0, closed: 0 });
    const hand = { at: hoursLater(22), by: "ana@vendor.example" };
    const done = work(again, [{ kind: "close", outcome: "mended", driver: "other" }], hand);
    if (done.kind !== "changed") throw new Error(done.kind);
    expect(worked(done.cta)).toMatchObject({
      ...{ opened: 1, closed: 1, withdrawn: 0, outcomes: [{ outcome: "mended", n: 1 }] },
      ...{ hoursToAcknowledge: { median: 2 }, hoursToClose: { median: 2 }, closedByDue: { value: 1, n: 1 } },
    });
  });

  it("counts outcomes in whatever case, the most frequent first, and drivers of negatives", () => {
    const found = worked(
      closed(1, { outcome: "Called", driver: "other" }),
      closed(2, { outcome: "refunded", driver: "product-quality" }),
      closed(3, { outcome: " called ", driver: "other" }),
      { ...closed(3), kind: "positive", outcome: "asked for a reference" },
    );
    expect(found.outcomes).toEqual([
      { outcome: "Called", n: 2 },
      { outcome: "asked for a reference", n: 1 },
      { outcome: "refunded", n: 1 },
    ]);
    expect(found.drivers).toEqual({
      ...{ "product-quality": 1, "support-quality": 0, "support-accessibility": 0, other: 2 },
    });
    const many = worked(...Array.from({ length: 23 }, (_, i) => closed(1, { outcome: `outcome ${i}` })));
    expect([many.outcomes.length, many.otherOutcomes]).toEqual([20, 3]);
  });

  it("has a share of the recovered among those that had a next answer", () => {
    const graded = (["recovered", "recovered", "negative-again", "none-yet"] as const).map((recovery) => ({
      cta: aCta(closed(1)),
      recovery,
    }));
    expect(performanceOf([...graded, { cta: aCta() }], NOW).recovery).toMatchObject({
      ...{ recovered: 2, negativeAgain: 1, noneYet: 1, n: 4, share: { value: 2 / 3, n: 3 } },
    });
    expect(performanceOf(graded.slice(3), NOW).recovery).toEqual({
      ...{ recovered: 0, negativeAgain: 0, noneYet: 1, n: 1, share: null },
    });
  });
});

const hour = fc.double({ min: 0, max: 300, noNaN: true });
const anyCta: fc.Arbitrary<Graded> = fc
  .record({
    kind: fc.constantFrom("negative" as const, "positive" as const),
    dueAt: hour.map(hoursLater),
    acknowledgedAt: fc.option(hour.map(hoursLater)),
    closing: fc.option(fc.tuple(hour, fc.constantFrom("a", "b", "C"), fc.constantFrom(...CTA_DRIVERS))),
    isEscalated: fc.boolean(),
  })
  .map(({ kind, closing, isEscalated, ...times }) => {
    const done = closing === null ? {} : closed(closing[0], { outcome: closing[1], driver: closing[2] });
    const cta = aCta({ kind, ...times, ...done, escalatedAt: isEscalated ? hoursLater(40) : null });
    return { cta, recovery: closing !== null && kind === "negative" ? "recovered" : undefined };
  });

describe("any calls to action", () => {
  const seeded = { seed: 20261206, numRuns: 200 };
  const some = fc.array(anyCta, { maxLength: 40 });

  it("are closed or open, and every figure is of some of them", () => {
    fc.assert(
      fc.property(some, (graded) => {
        const found = performanceOf(graded, NOW);
        expect(found.closed + found.open).toBe(found.opened);
        expect(found.acknowledged).toBeGreaterThanOrEqual(found.closed);
        expect(found.overdue).toBeLessThanOrEqual(found.open);
        expect(found.hoursToAcknowledge?.n ?? 0).toBe(found.acknowledged);
        expect(found.hoursToClose?.n ?? 0).toBe(found.closed);
        expect(found.acknowledgedByDue?.value ?? 0).toBeGreaterThanOrEqual(found.closedByDue?.value ?? 0);
        for (const { median, p90 } of [found.hoursToAcknowledge, found.hoursToClose].filter(
          (h) => h !== null,
        ))
          expect(p90 >= median && median >= 0).toBe(true);
        expect(found.outcomes.reduce((total, { n }) => total + n, found.otherOutcomes)).toBe(found.closed);
        const drivers = Object.values(found.drivers ?? {}).reduce((total, n) => total + n, 0);
        expect(drivers).toBe(found.recovery?.n ?? 0);
      }),
      seeded,
    );
  });

  it("have the same figures in any order, and counts that add up over any two parts", () => {
    fc.assert(
      fc.property(some, some, (one, other) => {
        const all = performanceOf([...one, ...other], NOW);
        expect(performanceOf([...one, ...other].reverse(), NOW)).toEqual(all);
        const parts = [one, other].map((part) => performanceOf(part, NOW));
        for (const count of [
          "opened",
          "withdrawn",
          "acknowledged",
          "closed",
          "open",
          "overdue",
          "escalated",
        ] as const)
          expect(parts.reduce((total, part) => total + part[count], 0)).toBe(all[count]);
      }),
      seeded,
    );
  });
});
