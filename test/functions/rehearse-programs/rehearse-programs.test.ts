import { describe, expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { aProgram } from "../../builders.ts";
import { addProgram, aRehearsal, onboardedOn, renewedBefore, verdictsIn } from "./rehearsing.ts";

const renewsAfter = (due: string) => ({ renewalOn: addDays(due, 120) });
const ONBOARDING = { programs: ["post-onboarding"] };
const csat = aProgram().questions.filter(({ kind }) => kind === "csat");

describe("over the days", () => {
  test("who is asked by one program is in the cooldown of the next, and its slot is kept for a higher one", async () => {
    const { it } = await aRehearsal();
    await it.save("both", { mei: {} }, { ...onboardedOn("2026-11-26"), ...renewedBefore("2026-11-30") });
    await it.save("late", { kim: {} }, { ...renewedBefore("2026-11-25"), ...renewsAfter("2026-12-02") });
    const { decisions } = await it.rehearse();
    expect(verdictsIn(decisions, "both")).toEqual([
      "2026-11-26 post-onboarding mei: selected",
      "2026-11-30 post-renewal mei: contacted-recently",
    ]);
    expect(verdictsIn(decisions, "late")).toEqual([
      "2026-11-25 post-renewal kim: yields",
      "2026-12-02 pre-renewal kim: selected",
      "2026-12-03 post-renewal kim: contacted-recently",
    ]);
  });

  test("an account is asked for its satisfaction twice, and not a third time in the year", async () => {
    const { table, it } = await aRehearsal();
    const roles = ["admin", "owner", "maintainer"] as const;
    for (const [i, role] of roles.entries()) {
      const trigger = {
        ...aProgram().trigger,
        offsetDays: 60 + i,
        waitsUntilOffsetDays: 70,
      } as Program["trigger"];
      await addProgram(table, `csat-${i}`, {
        trigger,
        wants: { roles: [role], soldTo: "never" },
        questions: csat,
      });
    }
    const contacts = Object.fromEntries(roles.map((role) => [`an-${role}`, { roles: [role] }]));
    await it.save("a", contacts, onboardedOn("2026-11-24"));
    const { decisions } = await it.rehearse({ programs: ["csat-0", "csat-1", "csat-2"] });
    const asked = verdictsIn(decisions, "a").filter((one) => !one.includes("no-wanted-role"));
    expect(asked).toEqual([
      "2026-11-24 csat-0 an-admin: selected",
      "2026-11-25 csat-1 an-owner: selected",
      "2026-11-26 csat-2 an-maintainer: asked-often-enough",
    ]);
  });

  test("every look of somebody who waits is a decision, and the counts add up", async () => {
    const { it } = await aRehearsal();
    await it.save("a", { mei: {}, dev: { roles: ["developer"] } }, onboardedOn("2026-11-24"));
    await it.save("b", { kim: {} }, onboardedOn("2026-11-25"));
    await it.askedElsewhere("kim@b.example", addDays("2026-12-01", -56));
    await it.save("nobody", {}, onboardedOn("2026-11-26"));
    const { ended, decisions } = await it.rehearse(ONBOARDING);
    expect(verdictsIn(decisions, "b")).toEqual([
      "2026-11-25 post-onboarding kim: contacted-recently",
      "2026-12-01 post-onboarding kim: selected",
    ]);
    const counts = {
      due: 5,
      selected: 2,
      excluded: 3,
      excludedBy: { "no-wanted-role": 1, "contacted-recently": 1, "no-contacts": 1 },
      missed: 0,
      reminders: 2,
    };
    expect(ended.report).toMatchObject({ counts, programs: [{ programId: "post-onboarding", ...counts }] });
    expect(decisions).toHaveLength(counts.due);
  });

  test("counts whose turn is over with nobody asked in time", async () => {
    const { table, it } = await aRehearsal();
    const trigger = { ...aProgram().trigger, waitsUntilOffsetDays: 60 } as Program["trigger"];
    await addProgram(table, "hasty", { trigger });
    await it.save("a", { mei: {} }, onboardedOn("2026-11-24"));
    await it.save("b", { kim: {} }, onboardedOn("2026-11-24"));
    await it.askedElsewhere("mei@a.example", "2026-11-20");
    await it.askedElsewhere("kim@b.example", "2026-09-29");
    const { ended } = await it.rehearse({ programs: ["hasty"] });
    expect(ended.report?.counts).toMatchObject({ due: 2, selected: 1, missed: 1 });
    expect(ended.report?.programs).toMatchObject([{ programId: "hasty", missed: 1 }]);
  });

  test("says when the mails go out, and the reminders of those who stay silent", async () => {
    const { table, it } = await aRehearsal();
    const wants = { roles: ["owner" as const], soldTo: "never" as const };
    await addProgram(table, "silent", { remindsAfterDays: null, wants });
    // Selected on Wednesday at 0:05, in Los Angeles on Tuesday after four; Wednesday is a holiday here,
    // and so is the Thursday a week after the mail.
    await it.save("a", { mei: { timeZone: "America/Los_Angeles" } }, onboardedOn("2026-12-02"));
    await it.save("b", { own: { roles: ["owner"] } }, onboardedOn("2026-12-02"));
    const { ended, decisions } = await it.rehearse({ programs: ["post-onboarding", "silent"] });
    const selected = decisions.filter(({ verdict }) => verdict === "selected");
    expect(selected.map(({ contactId, sendsOn, remindsOn }) => [contactId, sendsOn, remindsOn])).toEqual([
      ["mei", "2026-12-03", "2026-12-15"],
      ["own", "2026-12-03", undefined],
    ]);
    const [programId, silent] = ["post-onboarding", "silent"];
    expect(ended.report?.days).toEqual([
      { on: "2026-12-02", programId, selected: 1, sends: 0, reminders: 0 },
      { on: "2026-12-02", programId: silent, selected: 1, sends: 0, reminders: 0 },
      { on: "2026-12-03", programId, selected: 0, sends: 1, reminders: 0 },
      { on: "2026-12-03", programId: silent, selected: 0, sends: 1, reminders: 0 },
      { on: "2026-12-15", programId, selected: 0, sends: 0, reminders: 1 },
    ]);
  });

  test("what is asked before the first day, or by a program that is not shown, bars and is not shown", async () => {
    const { it } = await aRehearsal();
    await it.save("a", { mei: {} }, { ...onboardedOn("2026-11-24"), ...renewedBefore("2026-11-30") });
    await it.save("b", { kim: {} }, { ...onboardedOn("2026-11-28"), ...renewedBefore("2026-11-30") });
    const later = await it.rehearse({ from: "2026-11-27" });
    expect(verdictsIn(later.decisions, "a")).toEqual(["2026-11-30 post-renewal mei: contacted-recently"]);
    expect(later.ended.report?.days.map(({ on }) => on)).not.toContain("2026-11-24");
    const named = await it.rehearse({ programs: ["post-renewal"] });
    expect(verdictsIn(named.decisions, "b")).toEqual(["2026-11-30 post-renewal kim: contacted-recently"]);
    expect(named.ended.report?.programs).toMatchObject([
      { programId: "post-renewal", due: 2, excludedBy: { "contacted-recently": 2 } },
    ]);
  });
});

describe("a rehearsal that ends badly", () => {
  test("for want of time says what to do, and keeps what it found", async () => {
    const { it } = await aRehearsal();
    for (const day of [24, 25, 26]) await it.save(`a-${day}`, { mei: {} }, onboardedOn(`2026-11-${day}`));
    let left = 4;
    const { ended, decisions } = await it.rehearse({}, { hasTime: () => left-- > 0 });
    expect(ended).toMatchObject({ status: "failed", reason: expect.stringContaining("fewer days") });
    expect(ended.finishedAt).toBeDefined();
    expect(decisions.length).toBeLessThan(3);
  });

  test("for a write that fails is failed, and the fault is not hidden", async () => {
    const { it } = await aRehearsal();
    await it.save("a", { mei: {} }, onboardedOn("2026-11-24"));
    const kept: unknown[] = [];
    const failing = it.rehearse(
      {},
      {
        saveDecisions: async () => {
          throw new Error("the table is away");
        },
        saveRehearsal: async (one) => void kept.push(one),
      },
    );
    await expect(failing).rejects.toThrow("the table is away");
    expect(kept.at(-1)).toMatchObject({ status: "failed", reason: expect.stringContaining("again") });
  });

  test("or well is not run again when its event is delivered twice", async () => {
    const { it } = await aRehearsal();
    const { again } = await it.rehearse();
    expect(await again()).toBeUndefined();
  });
});
