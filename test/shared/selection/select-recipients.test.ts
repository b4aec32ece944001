import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { cursorOf, NOTHING_COUNTED } from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { tablePorts } from "#shared/selection/ports.ts";
import { selectRecipients } from "#shared/selection/select-recipients.ts";
import { someSettings } from "../../builders.ts";
import { startTable } from "../../table.ts";
import { aScenario, itemsOf } from "./scenario.ts";

// Customers since 1 October are due on Monday, 30 November; post-onboarding waits until 29 January.
const DUE = "2026-11-30";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

describe("a run", () => {
  test("invites every eligible contact of a due account, each in their send window", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {}, kim: { timeZone: "America/New_York" }, dev: { roles: ["developer"] } });
    await it.save("b", { lee: { timeZone: undefined, consent: "unsubscribed" } });
    await it.save("empty");
    await it.save("later", { ida: {} }, { customerSince: "2026-10-02" });
    const run = await it.run(DUE);

    expect(run).toMatchObject({ status: "done", counts: { due: 5, selected: 2, excluded: 3 } });
    expect(run.counts.excludedBy).toEqual({ "no-wanted-role": 1, unsubscribed: 1, "no-contacts": 1 });
    expect(await it.verdicts(DUE)).toEqual([
      "a/dev: no-wanted-role",
      "a/kim: selected",
      "a/mei: selected",
      "b/lee: unsubscribed",
      "empty/null: no-contacts",
    ]);
    expect(await it.invited()).toEqual(["a/kim", "a/mei"]);
    expect(await it.invitation("a", "mei")).toMatchObject({
      status: "selected",
      programVersion: 1,
      cycle: "life",
      selectedAt: "2026-11-30T00:05:00.000Z",
      notBefore: "2026-12-01T08:00:00.000Z",
    });
    expect((await it.invitation("a", "kim"))?.notBefore).toBe("2026-12-01T14:00:00.000Z");
    expect(await it.milestone("a")).toMatchObject({ status: "done", contacts: ["kim", "mei"] });
    expect(await it.milestone("later")).toMatchObject({ status: "planned" });
    expect(await cursorOf(table, it.programId)).toBe(DUE);
  });

  test("counts the milestones that it settles as missed, and says so of them from then on", async () => {
    const it = aScenario(table);
    for (const name of ["a", "b"]) await it.save(name, { mei: {}, kim: {} });
    await it.save("in-time", { mei: {} }, { customerSince: "2026-10-10" });
    const run = await it.run("2026-12-15");
    expect(run.counts).toEqual({
      due: 5,
      selected: 1,
      excluded: 4,
      excludedBy: { "too-late": 4 },
      missed: 2,
    });
    expect(await it.milestone("a")).toMatchObject({ status: "missed", dueOn: DUE, lookOn: "2026-12-15" });
    expect((await it.run("2026-12-15")).counts.missed).toBe(2);
    expect((await it.run("2026-12-16")).counts.missed).toBe(0);
  });

  test("asks nobody of a program that does not exist", async () => {
    const ports = tablePorts(table, someSettings(), Buffer.from("any"));
    const input = { programId: "none", on: DUE, dryRun: false, runId: "none-1" };
    expect(await selectRecipients(ports)(input, new Date())).toEqual({
      kind: "no-such-program",
      programId: "none",
    });
    expect(await ports.run("none-1")).toBeUndefined();
  });

  test("done twice invites once and keeps its ledger", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    const first = await it.run(DUE);
    expect((await it.run(DUE)).counts).toEqual(first.counts);
    expect(await it.verdicts(DUE)).toEqual(["a/mei: selected"]);
    await it.run("2026-12-01");
    expect(await it.verdicts("2026-12-01")).toEqual([]);
    expect(await it.invited()).toEqual(["a/mei"]);
  });

  test("beside itself invites each once", async () => {
    const it = aScenario(table);
    for (const name of ["a", "b", "c"]) await it.save(name, { mei: {}, kim: {} });
    const [one, other] = await Promise.all([it.run(DUE), it.run(DUE)]);
    expect([one.counts.selected, other.counts.selected]).toEqual([6, 6]);
    expect(await it.invited()).toEqual(["a/kim", "a/mei", "b/kim", "b/mei", "c/kim", "c/mei"]);
    expect(await it.verdicts(DUE)).toHaveLength(6);
  });

  test("leaves alone what was moved after the index was read", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    const due = await it.ports.milestonesToLookAt(it.programId, "2026-11-01", DUE);
    expect(due).toHaveLength(1);
    await it.save("a", { mei: {} }, { customerSince: "2026-11-01" });
    await it.run(DUE, { ...it.ports, milestonesToLookAt: async () => due });
    expect(await it.invited()).toEqual([]);
    expect(await it.milestone("a")).toMatchObject({ status: "planned", dueOn: "2026-12-31" });
  });

  test.each([
    ["moved", { customerSince: "2026-11-01" }, { status: "planned", dueOn: "2026-12-31" }],
    ["withdrawn", { customerSince: undefined }, { status: "withdrawn" }],
  ])("keeps who was asked of a milestone that is %s under its hands", async (_, account, expected) => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    await it.run(DUE, {
      ...it.ports,
      settleMilestone: async (seenDueOn, milestone) => {
        await it.save("a", {}, account);
        await it.ports.settleMilestone(seenDueOn, milestone);
      },
    });
    expect(await it.milestone("a")).toMatchObject({ ...expected, contacts: ["mei"] });
    await it.run("2026-12-31");
    expect(await it.invited()).toEqual(["a/mei"]);
  });
});

describe("a dry run", () => {
  test("writes its run and its ledger and nothing else, and the real one then says the same", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: { email: "mei@both.example" }, dev: { roles: ["developer"] } });
    await it.save("b", { mei: { email: "mei@both.example" } });
    const isRun = (pk: string) => pk.startsWith("RUN#");
    const before = await itemsOf(table, (pk) => !isRun(pk));
    const runsBefore = await itemsOf(table, isRun);
    const dry = await it.dryRun(DUE);
    expect(await itemsOf(table, (pk) => !isRun(pk))).toEqual(before);
    const written = [...(await itemsOf(table, isRun)).keys()].filter((key) => !runsBefore.has(key));
    expect(written.every((key) => key.startsWith(`RUN#${dry.runId} `))).toBe(true);

    const real = await it.run(DUE);
    expect(dry).toMatchObject({ dryRun: true, counts: real.counts });
    expect(await it.ledger(dry.runId)).toEqual(await it.ledger(real.runId));
  });

  test("decides as of the day it is about", async () => {
    const it = aScenario(table);
    await it.save("a", { mei: {} });
    await it.askedElsewhere("mei@a.example", "2026-10-05");
    expect((await it.dryRun(DUE, "2026-11-01")).counts).toEqual({
      due: 1,
      selected: 1,
      excluded: 0,
      excludedBy: {},
      missed: 0,
    });
  });
});

test("an index that names an account that is gone is passed over", async () => {
  const it = aScenario(table);
  await saveMilestone(table, {
    type: "milestone",
    version: 1,
    accountId: it.accountIdOf("gone"),
    programId: it.programId,
    cycle: "life",
    anchorOn: "2026-10-01",
    dueOn: DUE,
    status: "planned",
    lookOn: DUE,
    contacts: [],
  });
  expect((await it.run(DUE)).counts).toEqual(NOTHING_COUNTED);
});
