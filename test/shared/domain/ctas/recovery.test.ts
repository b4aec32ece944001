import { describe, expect, it } from "vitest";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { type ClosedNegative, isClosedNegative, recoveryOf } from "#shared/domain/ctas/recovery.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { aCta, anInvitation } from "../../../builders.ts";

const closed = (over: Partial<Cta> = {}): ClosedNegative => {
  const cta = aCta({ status: "closed", closedAt: "2026-12-02T10:00:00.000Z", ...over });
  if (!isClosedNegative(cta)) throw new Error("not a closed negative");
  return cta;
};
const said = (at: string, scores: { nps?: number; csat?: number }, over: Partial<Invitation> = {}) =>
  anInvitation({
    attempts: [
      {
        attemptId: at,
        at: `${at}.000Z`,
        answers: (["nps", "csat"] as const).flatMap((kind) => {
          const value = scores[kind];
          return value === undefined ? [] : [{ questionId: kind, kind, value }];
        }),
      },
    ],
    ...over,
  });

describe("after a detractor's call to action was closed", () => {
  it.each([
    [6, "negative-again"],
    [7, "recovered"],
    [10, "recovered"],
  ])("a next NPS of %d is %s", (nps, expected) => {
    expect(recoveryOf(closed(), [said("2027-01-10T09:00:00", { nps })])).toBe(expected);
  });

  it("the next one counts, not the last, whoever of the account gave it and in whichever program", () => {
    const answers = [
      said("2027-03-01T09:00:00", { nps: 2 }),
      said("2027-01-10T09:00:00", { nps: 9 }, { programId: "pre-renewal", contactId: "con-2" }),
    ];
    expect(recoveryOf(closed(), answers)).toBe("recovered");
    expect(recoveryOf(closed(), answers.toReversed())).toBe("recovered");
  });

  it("of two at the same moment it is the worse", () => {
    const both = [said("2027-01-10T09:00:00", { nps: 9 }), said("2027-01-10T09:00:00", { nps: 2 })];
    expect(recoveryOf(closed(), both)).toBe("negative-again");
    expect(recoveryOf(closed(), both.toReversed())).toBe("negative-again");
  });

  it("none counts that was given before, of another kind, of another account, or by nobody for certain", () => {
    const changed = said("2026-12-01T09:00:00", { nps: 2 });
    const answers = [
      said("2026-12-02T10:00:00", { nps: 9 }),
      {
        ...changed,
        attempts: [...(changed.attempts ?? []), ...(said("2027-01-09T09:00:00", { nps: 9 }).attempts ?? [])],
      },
      said("2027-01-10T09:00:00", { csat: 5 }),
      said("2027-01-10T09:00:00", { nps: 9 }, { accountId: "acc-2" }),
      said("2027-01-10T09:00:00", { nps: 9 }, { anonymous: true }),
      said("2027-01-10T09:00:00", { nps: 9 }, { deliveredAt: "2027-01-10T08:59:59.000Z" }),
    ];
    expect(recoveryOf(closed(), answers)).toBe("none-yet");
  });
});

it.each([
  ["dissatisfied", 3, "negative-again"],
  ["neutral", 4, "recovered"],
] as const)("after a %s one CSAT counts: %d is %s", (band, csat, expected) => {
  const answers = [said("2027-01-10T09:00:00", { csat, nps: csat === 3 ? 9 : 2 })];
  expect(recoveryOf(closed({ band }), answers)).toBe(expected);
});
