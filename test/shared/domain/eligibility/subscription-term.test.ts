import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, daysBetween } from "#shared/domain/days.ts";
import { isOpen, type Milestone } from "#shared/domain/eligibility/milestone.ts";
import { aMilestone, aProgram } from "../../../builders.ts";
import { plannedOver } from "./planned-over.ts";

const renewal = aProgram("pre-renewal");

describe("a subscription term", () => {
  const account = { customerSince: "2025-10-01", renewalOn: "2026-10-01" };
  const cycles = (milestones: readonly Milestone[]) => milestones.map(({ cycle }) => cycle);

  test("is named by the last renewal, else by the first subscription", () => {
    expect(plannedOver(renewal, [{ today: "2026-01-01", account }])[0]?.cycle).toBe("term-2025-10-01");
    expect(
      plannedOver(renewal, [{ today: "2026-01-01", account: { ...account, lastRenewedOn: "2025-12-01" } }])[0]
        ?.cycle,
    ).toBe("term-2025-12-01");
  });

  test("stays the same while the renewal moves by 180 days, and is a new one beyond", () => {
    const from = (days: number) =>
      plannedOver(renewal, [
        { today: "2026-01-01", account },
        { today: "2026-02-01", account: { ...account, renewalOn: addDays("2026-10-01", days) } },
      ]);
    expect(cycles(from(180))).toEqual(["term-2025-10-01"]);
    expect(from(181)).toMatchObject([
      { cycle: "term-2025-10-01", status: "withdrawn" },
      { cycle: "term-2026-10-01", status: "planned", anchorOn: "2027-03-31" },
    ]);
  });

  test("that was asked is not asked again by a renewal that moves within it, and is by the next term", () => {
    const asked = aMilestone({
      programId: "pre-renewal",
      cycle: "term-2025-10-01",
      anchorOn: "2026-10-01",
      dueOn: "2026-06-03",
      status: "done",
      contacts: ["con-1"],
    });
    const moved = { today: "2026-06-10", account: { ...account, renewalOn: "2026-11-15" } };
    expect(plannedOver(renewal, [moved], [asked])).toEqual([asked]);
    const renewed = {
      today: "2026-10-02",
      account: { ...account, renewalOn: "2027-10-01", lastRenewedOn: "2026-10-01" },
    };
    expect(plannedOver(renewal, [renewed], [asked])).toMatchObject([
      { contacts: ["con-1"], status: "done" },
      { cycle: "term-2026-10-01", dueOn: "2027-06-03", contacts: [], status: "planned" },
    ]);
  });

  test("has one name, whether the new date or the renewal itself is known first", () => {
    const steps = [
      { today: "2026-01-01", account },
      { today: "2026-10-01", account: { ...account, renewalOn: "2027-10-01" } },
      {
        today: "2026-10-02",
        account: { ...account, renewalOn: "2027-10-01", lastRenewedOn: "2026-10-01" },
      },
    ];
    const terms = plannedOver(renewal, steps);
    expect(terms.filter(isOpen)).toMatchObject([{ cycle: "term-2026-10-01", dueOn: "2027-06-03" }]);
    expect(terms).toHaveLength(2);
  });

  test("keeps its name when the last renewal is no longer known", () => {
    const known = { ...account, lastRenewedOn: "2025-12-01" };
    const terms = plannedOver(renewal, [
      { today: "2026-01-01", account: known },
      { today: "2026-01-02", account: { ...known, lastRenewedOn: undefined } },
    ]);
    expect(cycles(terms)).toEqual(["term-2025-12-01"]);
  });

  test("asks after each renewal once, 30 days later, over a leap day too", () => {
    const renewed = (lastRenewedOn: string, today = lastRenewedOn) => ({
      today,
      account: { ...account, lastRenewedOn },
    });
    const after = aProgram("post-renewal");
    const terms = plannedOver(after, [renewed("2027-01-31"), renewed("2028-01-31"), renewed("2028-02-29")]);
    // The last is a correction of the one before: two terms do not begin so close to each other.
    expect(terms).toMatchObject([
      { cycle: "term-2027-01-31", dueOn: "2027-03-02", status: "withdrawn" },
      { cycle: "term-2028-01-31", dueOn: "2028-03-30", status: "planned" },
    ]);
    const asked = terms.map((term): Milestone => ({ ...term, status: "done", contacts: ["con-1"] }));
    expect(plannedOver(after, [renewed("2028-01-31", "2028-04-01")], asked)).toEqual(asked);
    expect(plannedOver(after, [renewed("2029-02-28")], asked).filter(isOpen)).toMatchObject([
      { cycle: "term-2029-02-28", dueOn: "2029-03-30" },
    ]);
  });

  test("that moves earlier, later, and back and forth is one cycle wherever it ends", () => {
    const moves = ["2026-10-01", "2026-08-01", "2027-01-15", "2026-10-01", "2026-08-01"];
    const steps = moves.map((renewalOn, n) => ({
      today: addDays("2026-01-01", n),
      account: { ...account, renewalOn },
    }));
    expect(plannedOver(renewal, steps)).toMatchObject([
      { cycle: "term-2025-10-01", anchorOn: "2026-08-01", dueOn: "2026-04-03", status: "planned" },
    ]);
  });

  test("that moves away beyond a term and back is the one that it was", () => {
    const moves = ["2026-10-01", "2027-10-01", "2026-10-01"];
    const steps = moves.map((renewalOn) => ({ today: "2026-01-01", account: { ...account, renewalOn } }));
    expect(plannedOver(renewal, steps)).toMatchObject([
      { cycle: "term-2025-10-01", dueOn: "2026-06-03", status: "planned" },
      { cycle: "term-2026-10-01", status: "withdrawn" },
    ]);
  });

  test("is due 120 days before its renewal, whatever was before it", () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((days) => addDays("2026-01-01", days));
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 5 }), (renewals) => {
        const steps = renewals.map((renewalOn) => ({
          today: "2025-06-01",
          account: { ...account, renewalOn },
        }));
        const [open] = plannedOver(renewal, steps).filter(isOpen);
        expect(open?.anchorOn).toBe(renewals.at(-1));
        expect(daysBetween(open?.dueOn ?? "", open?.anchorOn ?? "")).toBe(120);
      }),
      { seed: 3 },
    );
  });
});
