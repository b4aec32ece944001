import { describe, expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import type { Case } from "#shared/domain/eligibility/case.ts";
import { type Decision, decideContact } from "#shared/domain/eligibility/eligibility.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import { aContact, aMilestone, aProgram, aRecurringProgram } from "../../../builders.ts";
import { aCase, asked, DUE } from "./a-case.ts";

const csat = aRecurringProgram();
const LIMIT = addDays(DUE, 182);

/** Barred by an asking some days ago, by two cycles of the cap, and by a pre-renewal that is due in some days. */
function barredBy(
  by: { readonly cooldown?: number; readonly cap?: number; readonly arbitration?: number },
  over: Partial<Case> = {},
): Decision {
  const { cooldown, cap, arbitration } = by;
  const capped = [1, 2].map((n) =>
    aMilestone({
      programId: csat.programId,
      cycle: `cycle-${n}`,
      status: "done",
      cappedOn: addDays(DUE, -(cap ?? 0)),
    }),
  );
  const dueOn = addDays(DUE, arbitration ?? 0);
  const higher = aMilestone({ programId: "pre-renewal", cycle: "term", dueOn, lookOn: dueOn });
  const milestones: Milestone[] = [
    ...(cap === undefined ? [] : capped),
    ...(arbitration === undefined ? [] : [higher]),
  ];
  return decideContact(
    aCase({
      program: csat,
      programs: [csat, aProgram("pre-renewal")],
      cycle: "turn",
      milestones,
      waitsUntil: LIMIT,
      ...(cooldown === undefined ? {} : { lastAsked: asked(addDays(DUE, -cooldown)) }),
      ...over,
    }),
    aContact(),
  );
}

const barsOf = ({ rules }: Decision) =>
  rules.flatMap(({ rule, verdict }) => (verdict === "fail" ? [rule] : []));

describe("somebody whom time alone bars", () => {
  test.each([
    ["the cooldown", { cooldown: 26 }, 30],
    ["the account cap", { cap: 345 }, 20],
    ["a higher program's slot", { arbitration: 20 }, 21],
    ["the last of them, the cooldown", { cooldown: 26, cap: 345, arbitration: 20 }, 30],
    ["the last of them, the cap", { cooldown: 46, cap: 325, arbitration: 20 }, 40],
    ["the last of them, the slot", { cooldown: 46, cap: 345, arbitration: 40 }, 41],
  ])("waits for %s", (_, by, days) => {
    const decision = barredBy(by);
    expect(barsOf(decision)).toHaveLength(Object.keys(by).length);
    expect(decision.waitsUntil).toBe(addDays(DUE, days));
  });

  test("waits to the last day on which they may be asked, and not beyond it", () => {
    const by = { cooldown: 46, cap: 325, arbitration: 20 };
    expect(barredBy(by, { waitsUntil: addDays(DUE, 40) }).waitsUntil).toBe(addDays(DUE, 40));
    expect(barredBy(by, { waitsUntil: addDays(DUE, 39) }).waitsUntil).toBeUndefined();
  });

  test.each<[string, Partial<Case>]>([
    ["a paused program", { program: { ...csat, status: "paused" } }],
    ["a suppression", { suppressed: () => ({ reason: "complaint", at: "2026-11-01" }) }],
    ["the cycle itself", { asked: ["con-1"] }],
    ["a day that is too late", { on: addDays(DUE, 15) }],
  ])("does not wait where %s bars them too", (_, over) => {
    const decision = barredBy({ cooldown: 26 }, over);
    expect(decision.verdict).toBe("excluded");
    expect(decision.waitsUntil).toBeUndefined();
  });

  test("keeps every rule's verdict in the same order, whoever bars them", () => {
    const names = ({ rules }: Decision) => rules.map(({ rule }) => rule);
    const usual = names(barredBy({}));
    expect(barredBy({}).verdict).toBe("selected");
    expect(names(barredBy({ cooldown: 26, cap: 345, arbitration: 20 }))).toEqual(usual);
    expect(names(barredBy({ cap: 345 }, { program: aProgram("case-closure") }))).toEqual(usual);
  });
});
