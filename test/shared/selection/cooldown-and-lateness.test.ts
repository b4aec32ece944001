import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runIdOf } from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { startTable } from "../../table.ts";
import { aScenario, ruleIn } from "./scenario.ts";

// Customers since 1 October are due on Monday, 30 November; post-onboarding waits until 29 January.
const DUE = "2026-11-30";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

describe("one person", () => {
  test("at two accounts is asked once; the other waits, and the ledger says for what", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: { email: "Mei@both.example" } });
    await it.save("b", { mei: { email: "mei@BOTH.example" } });
    await it.run(DUE);
    expect(await it.verdicts(DUE)).toEqual(["a/mei: selected", "b/mei: contacted-recently"]);
    const [, other] = await it.ledger(runIdOf(it.programId, DUE));
    expect(ruleIn(other, "cooldown")?.evidence).toMatchObject({
      lastAskedOn: "2026-12-01",
      by: { program: it.programId, invitationId: (await it.invitation("a", "mei"))?.invitationId },
      until: "2027-01-26",
    });
    expect(await it.milestone("b")).toMatchObject({ status: "waiting", lookOn: "2027-01-26", contacts: [] });
    await it.run("2027-01-25");
    expect(await it.invited()).toEqual(["a/mei"]);
    await it.run("2027-01-26");
    expect(await it.invited()).toEqual(["a/mei", "b/mei"]);
  });

  test("claimed by a run beside ours is excluded by the cooldown, with that run's slot as evidence", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    await it.run(DUE, {
      ...it.ports,
      claimPerson: async (claim) => {
        await it.ports.claimPerson({ ...claim, invitationId: "theirs", programId: "pre-renewal" });
        return await it.ports.claimPerson(claim);
      },
    });
    expect(await it.verdicts(DUE)).toEqual(["a/mei: contacted-recently"]);
    const [decision] = await it.ledger(runIdOf(it.programId, DUE));
    expect(ruleIn(decision, "cooldown")?.evidence).toMatchObject({ by: { program: "pre-renewal" } });
    expect(await it.invited()).toEqual([]);
  });

  test("whom an account lists twice is asked once in the cycle, also after the cooldown", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: { email: "mei@a.example" }, twin: { email: "MEI@a.example" } });
    await it.run(DUE);
    expect(await it.verdicts(DUE)).toEqual(["a/mei: selected", "a/twin: already-asked, contacted-recently"]);
    expect(await it.milestone("a")).toMatchObject({ status: "done", contacts: ["mei"] });
    await it.run("2027-01-28");
    expect(await it.invited()).toEqual(["a/mei"]);
  });
});

describe("time", () => {
  test("that no run saw is caught up, up to 14 days", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    await it.run("2026-11-20");
    await it.run("2026-12-14");
    expect(await it.verdicts("2026-12-14")).toEqual(["a/mei: selected"]);
    expect((await it.invitation("a", "mei"))?.notBefore).toBe("2026-12-15T08:00:00.000Z");
  });

  test.each([
    ["after an outage", "2026-11-20"],
    ["before the first run", undefined],
  ])("that passed %s is recorded as missed after 14 days", async (_, ranBefore) => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    if (ranBefore !== undefined) await it.run(ranBefore);
    await it.run("2026-12-15");
    expect(await it.verdicts("2026-12-15")).toEqual(["a/mei: too-late"]);
    expect(await it.milestone("a")).toMatchObject({ status: "missed", contacts: [] });
    expect(await it.invited()).toEqual([]);
  });

  test("of a long outage is caught up whole: each as late as it is", async () => {
    const it = aScenario(table);
    await it.run("2026-11-01");
    await it.save("lost", { mei: {} }, { customerSince: "2026-09-15" });
    await it.save("late", { mei: {} }, { customerSince: "2026-10-01" });
    await it.save("today", { mei: {} }, { customerSince: "2026-10-09" });
    await it.run("2026-12-08");
    expect(await it.verdicts("2026-12-08")).toEqual([
      "late/mei: selected",
      "lost/mei: too-late",
      "today/mei: selected",
    ]);
  });

  test("of a cooldown is waited out: asked on the very day it ends", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {}, kim: {} });
    await it.askedElsewhere("kim@a.example", "2026-11-20");
    await it.run(DUE);
    expect(await it.verdicts(DUE)).toEqual(["a/kim: contacted-recently", "a/mei: selected"]);
    expect(await it.milestone("a")).toMatchObject({ status: "waiting", lookOn: "2027-01-15" });
    await it.run("2027-01-14");
    expect(await it.invited()).toEqual(["a/mei"]);
    await it.run("2027-01-15");
    expect(await it.verdicts("2027-01-15")).toEqual([
      "a/kim: selected",
      "a/mei: already-asked, contacted-recently",
    ]);
    expect(await it.milestone("a")).toMatchObject({ status: "done", contacts: ["kim", "mei"] });
  });

  test("of a cooldown that ends too late for the program is not waited for", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    await it.save("b", { mei: {} });
    await it.askedElsewhere("mei@a.example", "2026-11-29");
    await it.askedElsewhere("mei@b.example", "2026-12-05");
    await it.run(DUE);
    expect(await it.milestone("a")).toMatchObject({ status: "waiting", lookOn: "2027-01-24" });
    expect(await it.milestone("b")).toMatchObject({ status: "missed", contacts: [] });
  });

  test("of waiting ends with the program's last day, also when no run saw it", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    await it.askedElsewhere("mei@a.example", "2026-11-29");
    await it.run(DUE);
    await it.run("2027-01-30");
    expect(await it.verdicts("2027-01-30")).toEqual(["a/mei: waited-too-long"]);
    expect(await it.milestone("a")).toMatchObject({ status: "missed" });
    expect(await it.invited()).toEqual([]);
  });

  test("asked for by hand for a past day decides as of today", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    const input = { on: DUE, dryRun: false, runId: runIdOf(it.programId, DUE) };
    await it.select(input, it.ports, "2026-12-15");
    expect(await it.verdicts(DUE)).toEqual(["a/mei: too-late"]);
  });
});
