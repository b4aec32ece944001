import { describe, expect, it } from "vitest";
import {
  firstDayReadOf,
  GatheredFacts,
  type KeptSheet,
  whatToRead,
} from "#shared/domain/results/portfolio-facts.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { anInvitation } from "../../../builders.ts";

const answer = (at: string, nps: number, csat?: number) => ({
  attemptId: at,
  at,
  answers: [
    { questionId: "recommend", kind: "nps" as const, value: nps },
    ...(csat === undefined ? [] : [{ questionId: "satisfied", kind: "csat" as const, value: csat }]),
  ],
});
const answered = (at: string, nps: number, csat?: number, over: Partial<Invitation> = {}) =>
  anInvitation({ invitationId: at, attempts: [answer(at, nps, csat)], ...over });
const day = (invitation: Invitation) => invitation.attempts?.[0]?.at.slice(0, 10) ?? "";

describe("what days say of an account", () => {
  it("is when it was last asked and last answered, and its newest scores, in whatever order they are read", () => {
    const asked = ["2026-12-01", "2026-12-03"].map((on) =>
      anInvitation({ claimedAt: `${on}T08:00:10.000Z` }),
    );
    const answers = [
      answered("2026-12-02T10:00:00.000Z", 9, 4),
      answered("2026-12-04T10:00:00.000Z", 3),
      answered("2026-12-04T09:00:00.000Z", 8, 2),
    ];
    for (const order of [0, 1, 2]) {
      const facts = new GatheredFacts("2026-12-01");
      for (const one of order === 1 ? asked : asked.toReversed())
        facts.addSent(one, String(one.claimedAt).slice(0, 10));
      const turned = [...answers.slice(order), ...answers.slice(0, order)];
      for (const one of turned) facts.addAnswered(one, day(one));
      expect(facts.after(undefined, "acc-1")).toEqual({
        "post-onboarding": {
          askedOn: "2026-12-03",
          answeredOn: "2026-12-04",
          nps: 3,
          npsOn: "2026-12-04",
          csat: 2,
          csatOn: "2026-12-04",
        },
      });
    }
  });

  it("stands over what an earlier sheet says, and leaves what it does not speak of", () => {
    const facts = new GatheredFacts("2026-12-01");
    const one = answered("2026-12-04T10:00:00.000Z", 3);
    facts.addAnswered(one, day(one));
    const earlier = {
      "post-onboarding": {
        askedOn: "2026-11-30",
        nps: 10,
        npsOn: "2026-01-01",
        csat: 5,
        csatOn: "2026-01-01",
      },
      "pre-renewal": { askedOn: "2026-06-01" },
    };
    expect(facts.after(earlier, "acc-1")).toEqual({
      "post-onboarding": {
        askedOn: "2026-11-30",
        answeredOn: "2026-12-04",
        nps: 3,
        npsOn: "2026-12-04",
        csat: 5,
        csatOn: "2026-01-01",
      },
      "pre-renewal": { askedOn: "2026-06-01" },
    });
    expect(facts.after(earlier, "acc-2")).toEqual(earlier);
    expect(facts.after(undefined, "acc-2")).toBeUndefined();
  });

  it("is nothing of a mail that never went out, a suspect answer, an anonymous one, a list overtaken", () => {
    const facts = new GatheredFacts("2026-12-01");
    const unsent = { sentAt: undefined, status: "unknown" as const };
    facts.addSent(anInvitation(unsent), "2026-12-01");
    facts.addSent(anInvitation(), "2026-12-02");
    const at = "2026-12-01T09:00:00.000Z";
    const suspect = answered(at, 0);
    const hidden = { ...answer(at, 0), hiddenField: true };
    facts.addAnswered({ ...suspect, attempts: [hidden] }, day(suspect));
    facts.addAnswered({ ...suspect, anonymous: true }, day(suspect));
    facts.addAnswered(suspect, "2026-12-02");
    expect(facts.after(undefined, "acc-1")).toBeUndefined();
  });

  it("takes back what an earlier sheet said of these days, and does not say any more", () => {
    const facts = new GatheredFacts("2026-12-01");
    const old = { askedOn: "2026-11-30", csat: 4, csatOn: "2026-11-30" };
    const found = { answeredOn: "2026-12-01", nps: 0, npsOn: "2026-12-01" };
    const earlier = { "post-onboarding": { ...old, ...found }, "pre-renewal": found };
    expect(facts.after(earlier, "acc-1")).toEqual({ "post-onboarding": old });
  });
});

describe("what a day's sheet is written from", () => {
  const sheets = ["2026-10-01", "2026-11-30", "2026-12-01", "2026-12-03"].map(
    (day): KeptSheet => ({ day, writtenAt: `${day}T23:59:00Z` }),
  );

  it("is the sheet before, and what may have been settled since", () => {
    // A Friday.
    expect(whatToRead("2026-12-04", sheets, undefined)).toEqual({ base: "2026-12-03", from: "2026-12-01" });
  });

  it("is five weeks on Mondays, in which a survey is answered, changed and confirmed", () => {
    expect(whatToRead("2026-12-07", sheets, undefined)).toEqual({ base: "2026-12-03", from: "2026-11-02" });
  });

  it("is every day on which none was written", () => {
    expect(whatToRead("2026-11-25", sheets, undefined)).toEqual({ base: "2026-10-01", from: "2026-10-02" });
  });

  it("is 400 days for the first, and where answers were imported since the one before was begun", () => {
    expect(whatToRead("2026-12-31", [], undefined)).toEqual({ base: undefined, from: "2025-11-27" });
    // Of a program that has never counted anything, what may not be counted yet.
    expect(firstDayReadOf("2026-12-31", undefined)).toBe("2026-11-26");
    expect(firstDayReadOf("2026-12-31", "2026-12-30")).toBe("2026-11-26");
    expect(firstDayReadOf("2026-12-31", "2026-03-01")).toBe("2026-03-01");
    expect(firstDayReadOf("2026-12-31", "2020-03-01")).toBe("2025-11-27");
    const [before, since] = ["2026-12-03T23:43:59Z", "2026-12-03T23:44:00Z"];
    expect(whatToRead("2026-12-04", sheets, before).from).toBe("2026-12-01");
    expect(whatToRead("2026-12-04", sheets, since)).toEqual({ base: "2026-12-03", from: "2025-10-31" });
  });
});
