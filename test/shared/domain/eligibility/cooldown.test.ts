import { describe, expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import type { Case } from "#shared/domain/eligibility/case.ts";
import { type Decision, decideContact } from "#shared/domain/eligibility/eligibility.ts";
import { COOLDOWN_DAYS } from "#shared/domain/eligibility/slot-rules.ts";
import { aContact } from "../../../builders.ts";
import { aCase, asked, by, DUE, failures } from "./a-case.ts";

describe("the cooldown", () => {
  const waiting = (lastOn: string, on: string, more: Partial<Case> = {}) =>
    decideContact(aCase({ on, lastAsked: asked(lastOn), ...more }), aContact());

  const cooldownOf = ({ rules }: Decision) => rules.find(({ rule }) => rule === "cooldown");

  test("bars for 55 days and no longer, over a leap day too", () => {
    for (const last of ["2026-10-01", "2028-01-30"]) {
      const of = (days: number) =>
        waiting(last, addDays(last, days), { dueOn: last, waitsUntil: addDays(last, 90) });
      expect(of(0).verdict).toBe("excluded");
      expect(of(COOLDOWN_DAYS - 1).verdict).toBe("excluded");
      expect(of(COOLDOWN_DAYS).verdict).toBe("excluded"); // too late by now, for the first look
      expect(cooldownOf(of(COOLDOWN_DAYS))?.verdict).toBe("pass");
    }
  });

  test("says when and by what the person was last asked, and until when it bars", () => {
    expect(cooldownOf(waiting("2026-11-20", DUE))).toEqual({
      rule: "cooldown",
      verdict: "fail",
      reason: "contacted-recently",
      evidence: { lastAskedOn: "2026-11-20", by, days: 10, until: "2027-01-15" },
    });
    expect(waiting("2026-10-05", DUE)).toMatchObject({ verdict: "selected" });
    expect(cooldownOf(waiting("2026-10-05", DUE))?.evidence).toMatchObject({ days: 56 });
  });

  test("bars by a survey that is still to be sent", () => {
    expect(cooldownOf(waiting("2026-12-02", DUE))).toMatchObject({
      verdict: "fail",
      evidence: { days: -2 },
    });
  });

  test("lets a contact wait who is barred by nothing else, up to the program's last day", () => {
    const until = addDays("2026-11-20", COOLDOWN_DAYS);
    expect(waiting("2026-11-20", DUE, { waitsUntil: until }).waitsUntil).toBe(until);
    expect(waiting("2026-11-20", DUE, { waitsUntil: addDays(until, -1) }).waitsUntil).toBeUndefined();
    expect(waiting("2026-11-20", DUE, { waitsUntil: undefined }).waitsUntil).toBeUndefined();
  });

  test("asks whoever waited long after the due date, and nobody after the last day of waiting", () => {
    const later = { isFirstLook: false, waitsUntil: "2027-01-29" };
    expect(waiting("2026-11-20", "2027-01-29", later).verdict).toBe("selected");
    expect(failures({ ...later, on: "2027-01-30" })).toMatchObject([
      { rule: "in-time", reason: "waited-too-long", evidence: { waitsUntil: "2027-01-29" } },
    ]);
  });
});
