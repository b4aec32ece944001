import { expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { aProgram } from "../../builders.ts";
import {
  addProgram,
  aRehearsal,
  onboardedOn,
  realItems,
  renewedBefore,
  selectedIn,
  TODAY,
} from "./rehearsing.ts";

const candidate = (over: Partial<Program>): Program => aProgram("post-onboarding", { version: 2, ...over });

test("a candidate that asks others: who is added, who is dropped and by which rule, counted and named", async () => {
  const { table, it } = await aRehearsal();
  await it.save("a", { mei: {}, own: { roles: ["owner"] } }, onboardedOn("2026-11-24"));
  await it.save("b", { kim: { roles: ["admin", "owner"] } }, onboardedOn("2026-11-25"));
  const before = await realItems(table);
  const wants = { roles: ["owner" as const], soldTo: "never" as const };
  const { ended, decisions, differing } = await it.rehearse({ candidate: candidate({ wants }) });
  expect(ended.report?.difference).toEqual({ added: 1, dropped: 1, moved: 0 });
  const at = { programId: "post-onboarding", accountId: "a", cycle: "life" };
  const asked = { on: "2026-11-24", sendsOn: "2026-11-24" };
  const barredBy = { rule: "wanted-role", reason: "no-wanted-role", on: "2026-11-24" };
  expect(differing).toEqual([
    { kind: "dropped", ...at, contactId: "mei", now: asked, candidate: null, barredBy },
    { kind: "added", ...at, contactId: "own", now: null, candidate: asked, barredBy: null },
  ]);
  // What is shown is the world with the candidate.
  expect(selectedIn(decisions)).toEqual([
    "2026-11-24 post-onboarding a/own",
    "2026-11-25 post-onboarding b/kim",
  ]);
  expect(await realItems(table)).toEqual(before);
});

test("a candidate that fires later moves whom it asked; one that fires earlier asks some and misses others", async () => {
  const { it } = await aRehearsal();
  await it.save("moved", { mei: {} }, onboardedOn("2026-11-24"));
  await it.save("ahead", { ann: {} }, onboardedOn("2026-12-20"));
  const offsetBy = (offsetDays: number) =>
    candidate({ trigger: { ...aProgram().trigger, offsetDays } as Program["trigger"] });
  const later = await it.rehearse({ candidate: offsetBy(67) });
  expect(later.ended.report?.difference).toEqual({ added: 0, dropped: 0, moved: 1 });
  expect(later.differing).toMatchObject([
    {
      contactId: "mei",
      now: { on: "2026-11-24", sendsOn: "2026-11-24" },
      candidate: { on: "2026-12-01", sendsOn: "2026-12-01" },
    },
  ]);
  const earlier = await it.rehearse({ candidate: offsetBy(40) });
  expect(earlier.differing).toMatchObject([
    { kind: "added", accountId: "ahead", candidate: { on: "2026-11-30" } },
    { kind: "dropped", accountId: "moved", barredBy: { rule: "in-time", reason: "too-late", on: TODAY } },
  ]);
});

test("a candidate beside the others is planned over every account, and asks in their place", async () => {
  const { it } = await aRehearsal();
  await it.save("a", { mei: {} }, { ...onboardedOn("2026-11-26"), ...renewedBefore("2026-11-24") });
  const trigger = { ...aProgram().trigger, offsetDays: 57 } as Program["trigger"];
  const first = candidate({ programId: "first", version: 1, trigger });
  const { ended, differing } = await it.rehearse({ candidate: first });
  expect(ended.report?.difference).toEqual({ added: 1, dropped: 1, moved: 0 });
  expect(differing).toMatchObject([
    { kind: "added", programId: "first", candidate: { on: "2026-11-23" } },
    {
      kind: "dropped",
      programId: "post-onboarding",
      now: { on: "2026-11-26" },
      barredBy: { rule: "cooldown", reason: "contacted-recently", on: "2026-11-26" },
    },
  ]);
});

test("a candidate is not said to bar somebody by what it decides in another cycle", async () => {
  const { table, it } = await aRehearsal();
  const turns = { kind: "recurring", everyDays: 120 } as const;
  await addProgram(table, "turns", { trigger: turns });
  await it.save("a", { mei: {} });
  const ofOwners = candidate({
    programId: "turns",
    trigger: { ...turns, everyDays: 119 },
    wants: { roles: ["owner"], soldTo: "never" },
  });
  const to = addDays(TODAY, 119);
  const { ended, decisions, differing } = await it.rehearse({
    to,
    programs: ["turns"],
    candidate: ofOwners,
  });
  expect(ended.report?.counts.excludedBy).toEqual({ "no-wanted-role": decisions.length });
  expect(decisions.length).toBeGreaterThan(0);
  expect(differing).toMatchObject([{ kind: "dropped", contactId: "mei", candidate: null, barredBy: null }]);
});

test("a candidate that is the same as the present makes no difference", async () => {
  const { it } = await aRehearsal();
  await it.save("a", { mei: {} }, onboardedOn("2026-11-24"));
  const { ended, differing } = await it.rehearse({ candidate: candidate({}) });
  expect([ended.report?.difference, differing]).toEqual([{ added: 0, dropped: 0, moved: 0 }, []]);
});

test("a candidate that fires after the last day is said to ask later, and when", async () => {
  const { table, it } = await aRehearsal();
  await addProgram(table, "turns", { trigger: { kind: "recurring", everyDays: 120 } });
  await it.save("a", { mei: {} }, onboardedOn("2026-11-24"));
  const trigger = { ...aProgram().trigger, offsetDays: 90 } as Program["trigger"];
  const { ended, differing } = await it.rehearse({
    programs: ["post-onboarding"],
    candidate: candidate({ trigger }),
  });
  expect(ended.report?.difference).toEqual({ added: 0, dropped: 1, moved: 0 });
  const barredBy = { rule: "in-time", reason: "not-due-yet", on: addDays(TODAY, 13), dueOn: "2026-12-24" };
  expect(differing).toMatchObject([{ kind: "dropped", contactId: "mei", candidate: null, barredBy }]);
});

test("a candidate that asks each account at another turn says so of those whose turn falls after the last day", async () => {
  const { table, it } = await aRehearsal();
  await addProgram(table, "turns", { trigger: { kind: "recurring", everyDays: 90 } });
  for (let i = 0; i < 8; i++) await it.save(`a${i}`, { mei: {} });
  const { differing } = await it.rehearse({
    to: addDays(TODAY, 89),
    programs: ["turns"],
    candidate: candidate({ programId: "turns", trigger: { kind: "recurring", everyDays: 730 } }),
  });
  const dropped = differing.filter(({ kind }) => kind === "dropped");
  expect(dropped.length).toBeGreaterThan(3);
  const later = dropped.filter(({ barredBy }) => barredBy?.reason === "not-due-yet");
  expect(later.length).toBeGreaterThan(3);
  for (const { barredBy } of later) expect(String(barredBy?.dueOn) > addDays(TODAY, 89)).toBe(true);
});
