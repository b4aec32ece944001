import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Account } from "#shared/domain/accounts/account.ts";
import { addDays } from "#shared/domain/days.ts";
import { isOpen, LATE_DAYS, type Milestone, planMilestones } from "#shared/domain/eligibility/milestone.ts";
import { aMilestone, anAccount, aProgram } from "../../../builders.ts";
import { plannedOver } from "./planned-over.ts";

const onboarding = aProgram("post-onboarding");
const renewal = aProgram("pre-renewal");

const planned = (program: typeof onboarding, account: Partial<Account>, today: string) =>
  plannedOver(program, [{ today, account }])[0];

describe("when a program fires", () => {
  test.each([
    ["over a leap day", "2027-12-31", "2028-02-29"],
    ["from a leap day", "2028-02-29", "2028-04-29"],
    ["over a February without one", "2026-12-31", "2027-03-01"],
    ["over a year's end", "2026-11-15", "2027-01-14"],
  ])("post-onboarding is due 60 days after customerSince, %s", (_, customerSince, dueOn) => {
    expect(planned(onboarding, { customerSince }, customerSince)).toMatchObject({
      cycle: "life",
      anchorOn: customerSince,
      dueOn,
      lookOn: dueOn,
      status: "planned",
    });
  });

  test.each([
    ["over a year's end", "2027-03-01", "2026-11-01"],
    ["over a leap day", "2028-06-28", "2028-02-29"],
    ["for a renewal on a leap day", "2028-02-29", "2027-11-01"],
  ])("pre-renewal is due 120 days before the renewal, %s", (_, renewalOn, dueOn) => {
    expect(planned(renewal, { renewalOn }, "2026-10-01")?.dueOn).toBe(dueOn);
  });

  test("an account without the date has nothing planned", () => {
    expect(planned(onboarding, { customerSince: undefined }, "2026-10-01")).toBeUndefined();
    expect(planned(renewal, { renewalOn: undefined }, "2026-10-01")).toBeUndefined();
  });

  test("a due date up to 14 days back is planned for itself, one of 15 days is not planned", () => {
    const dueOn = "2026-11-30";
    expect(planned(onboarding, {}, addDays(dueOn, LATE_DAYS))).toMatchObject({ dueOn, lookOn: dueOn });
    expect(planned(onboarding, {}, addDays(dueOn, LATE_DAYS + 1))).toBeUndefined();
  });

  test("planning what is planned changes nothing", () => {
    const existing = planMilestones(anAccount(), [onboarding, renewal], [], "2026-10-01");
    expect(existing).toHaveLength(2);
    expect(planMilestones(anAccount(), [onboarding, renewal], existing, "2026-10-02")).toEqual([]);
  });
});

describe("a date that moves", () => {
  const at = (customerSince: string, today = "2026-10-02") => ({ today, account: { customerSince } });

  test("moves its milestone, later, earlier and back, and never makes a second", () => {
    const moved = plannedOver(onboarding, [at("2026-10-01"), at("2026-12-01"), at("2026-09-15")]);
    expect(moved).toMatchObject([{ cycle: "life", dueOn: "2026-11-14", status: "planned" }]);
    expect(plannedOver(onboarding, [at("2026-10-01"), at("2026-12-01"), at("2026-10-01")])).toMatchObject([
      { dueOn: "2026-11-30", lookOn: "2026-11-30" },
    ]);
  });

  test("to long ago is looked at today, so that it is recorded as missed", () => {
    const [milestone] = plannedOver(onboarding, [at("2026-10-01"), at("2025-01-01", "2026-10-20")]);
    expect(milestone).toMatchObject({ dueOn: "2025-03-02", lookOn: "2026-10-20", status: "planned" });
  });

  test("after somebody was asked opens nothing, wherever it moves", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("done", "missed", "withdrawn"),
        fc.integer({ min: -400, max: 400 }),
        (status, days) => {
          const asked = aMilestone({ status, contacts: ["con-1"] } as Partial<Milestone>);
          const customerSince = addDays("2026-10-01", days);
          expect(
            planMilestones(anAccount({ customerSince }), [onboarding], [asked], "2026-10-02").filter(isOpen),
          ).toEqual([]);
        },
      ),
      { seed: 1 },
    );
  });

  test("after a day on which nobody could be asked fires again", () => {
    const over = aMilestone({ status: "done", contacts: [] });
    const changes = planMilestones(
      anAccount({ customerSince: "2026-11-01" }),
      [onboarding],
      [over],
      "2026-12-01",
    );
    expect(changes).toMatchObject([{ cycle: "life", dueOn: "2026-12-31", status: "planned" }]);
    expect(planMilestones(anAccount(), [onboarding], [over], "2026-12-01")).toEqual([]);
  });

  test("keeps who was asked when somebody else of the account still waits", () => {
    const waiting = aMilestone({ status: "waiting", lookOn: "2027-01-10", contacts: ["con-1"] });
    const [moved] = planMilestones(
      anAccount({ customerSince: "2026-10-11" }),
      [onboarding],
      [waiting],
      "2026-12-05",
    );
    expect(moved).toMatchObject({ dueOn: "2026-12-10", contacts: ["con-1"] });
  });

  test("that is gone withdraws its milestone, and brings it back when it is known again", () => {
    const gone = { today: "2026-10-03", account: { customerSince: undefined } };
    expect(plannedOver(onboarding, [at("2026-10-01"), gone])).toMatchObject([{ status: "withdrawn" }]);
    expect(plannedOver(onboarding, [at("2026-10-01"), gone, at("2026-10-01", "2026-10-04")])).toMatchObject([
      { status: "planned", dueOn: "2026-11-30" },
    ]);
    expect(plannedOver(onboarding, [at("2026-10-01"), gone, at("2026-10-01", "2027-02-01")])).toMatchObject([
      { status: "withdrawn" },
    ]);
  });

  test("leaves at most one open milestone of a program, whatever its history", () => {
    const day = fc.integer({ min: 0, max: 1200 }).map((days) => addDays("2026-01-01", days));
    const step = fc.record({
      today: day,
      account: fc.record({
        renewalOn: fc.option(day, { nil: undefined }),
        lastRenewedOn: fc.option(day, { nil: undefined, freq: 1 }),
      }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const inOrder = steps.toSorted((a, b) => a.today.localeCompare(b.today));
        expect(plannedOver(renewal, inOrder).filter(isOpen).length).toBeLessThanOrEqual(1);
      }),
      { seed: 2 },
    );
  });
});
