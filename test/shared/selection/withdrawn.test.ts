import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { isOpen } from "#shared/domain/eligibility/milestone.ts";
import { historyOf } from "#shared/domain/sending/invitation.ts";
import { removeHold, saveHold } from "#shared/dynamodb/holds.ts";
import { invitationsByIds } from "#shared/dynamodb/invitation-lists.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { invitationsOfAccount } from "../../../functions/read-records/account-invitations.ts";
import { aRecurringProgram } from "../../builders.ts";
import { startTable } from "../../table.ts";
import { aScenario, type Scenario } from "./scenario.ts";
import { aSelection, aSender, DUE, TUESDAY } from "./sending.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

const holdOver = (it: Scenario, until: string) =>
  saveHold(table, {
    accountId: it.accountIdOf("a"),
    until,
    reason: "An escalation is open",
    by: "ana@vendor.example",
    at: "2026-11-30T12:00:00.000Z",
  });

describe("somebody whose mail was withdrawn", () => {
  test("by a pause is looked at every day, and asked once the program goes on", async () => {
    const { it, sender } = await aSelection(table);
    await it.change({ status: "paused" });
    expect(await sender.send("a", "mei", TUESDAY)).toMatchObject({ kind: "withdrawn", reason: "paused" });
    expect(await it.milestone("a")).toMatchObject({
      ...{ status: "planned", dueOn: DUE, lookOn: "2026-12-02", contacts: [], withdrawals: ["mei"] },
    });
    await it.runDays("2026-12-02", "2026-12-04");
    expect(await it.verdicts("2026-12-04")).toEqual(["a/mei: paused"]);
    await it.change({ status: "active" });
    await it.run("2026-12-05");
    expect(await it.verdicts("2026-12-05")).toEqual(["a/mei: selected"]);
    expect(await it.invited()).toEqual(["a/mei"]);
    expect(await it.milestone("a")).toMatchObject({ status: "done", contacts: ["mei"] });
    await sender.send("a", "mei", "2026-12-08T08:00:00.000Z");
    expect(sender.mailed()).toEqual(["mei"]);
    expect(await sender.isHeld("a", "mei")).toBe(true);
  });

  test("by a hold that is over by the next run is asked", async () => {
    const { it, sender } = await aSelection(table);
    await holdOver(it, "2026-12-02");
    expect(await sender.send("a", "mei", TUESDAY)).toMatchObject({ reason: "on-hold" });
    await it.run("2026-12-02");
    expect(await it.verdicts("2026-12-02")).toEqual(["a/mei: selected"]);
    await sender.send("a", "mei", "2026-12-02T08:00:00.000Z");
    expect(sender.mailed()).toEqual(["mei"]);
  });

  test("and is barred still is not asked, for the reason of that day", async () => {
    const { it, sender } = await aSelection(table);
    await holdOver(it, "2026-12-20");
    await sender.send("a", "mei", TUESDAY);
    await it.run("2026-12-02");
    expect(await it.verdicts("2026-12-02")).toEqual(["a/mei: on-hold"]);
    expect(await it.milestone("a")).toMatchObject({ status: "done", contacts: [] });
    await removeHold(table, it.accountIdOf("a"));
    await it.run("2026-12-03");
    expect(await it.invited()).toEqual([]);
  });

  test("is asked beside those who were, each once", async () => {
    const { it, sender } = await aSelection(table, { kim: {} });
    await it.save("a", { mei: { roles: ["developer"] } });
    await sender.send("a", "kim", TUESDAY);
    await sender.send("a", "mei", TUESDAY);
    await it.save("a", { mei: {} });
    await it.run("2026-12-02");
    expect(await it.verdicts("2026-12-02")).toEqual([
      "a/kim: already-asked, contacted-recently",
      "a/mei: selected",
    ]);
    for (const contactId of ["kim", "mei"]) await sender.send("a", contactId, "2026-12-02T08:00:00.000Z");
    expect(sender.mailed()).toEqual(["kim", "mei"]);
  });

  test("again and again is asked in the end, and every withdrawal is in the invitation's history", async () => {
    const { it, sender } = await aSelection(table);
    for (const day of ["2026-12-01", "2026-12-02"]) {
      await it.save("a", { mei: { roles: ["developer"] } });
      const at = `${day}T08:00:00.000Z`;
      expect(await sender.send("a", "mei", at)).toMatchObject({ reason: "no-wanted-role" });
      await it.save("a", { mei: {} });
      await it.run(addDays(day, 1));
    }
    await sender.send("a", "mei", "2026-12-03T08:00:00.000Z");
    expect(sender.mailed()).toEqual(["mei"]);
    const invitation = await sender.selected("a", "mei");
    const types = historyOf(invitation, new Date("2026-12-04T00:00:00Z")).map(({ type }) => type);
    expect(types).toEqual(["selected", "withdrawn", "selected", "withdrawn", "selected", "sent"]);
    expect(invitation.reason).toBeUndefined();
    expect(invitation.withdrawals?.map(({ reason }) => reason)).toEqual(["no-wanted-role", "no-wanted-role"]);
  });

  test("is in the account's list of invitations while nobody has asked them anew", async () => {
    const { it, sender } = await aSelection(table);
    await it.save("a", { mei: { consent: "unsubscribed" } });
    await sender.send("a", "mei", TUESDAY);
    const ports = {
      ...sender,
      importedIdsOf: async () => [],
      invitationsByIds: (ids: readonly string[]) => invitationsByIds(table, ids),
    };
    expect(await invitationsOfAccount(ports, it.accountIdOf("a"))).toMatchObject([
      { contactId: "mei", status: "withdrawn", reason: "unsubscribed" },
    ]);
  });
});

describe("a cycle from which somebody was withdrawn", () => {
  test("that is too late by then is missed", async () => {
    const { it, sender } = await aSelection(table);
    await it.change({ status: "paused" });
    await sender.send("a", "mei", "2026-12-14T08:00:00.000Z");
    await it.change({ status: "active" });
    await it.run("2026-12-15");
    expect(await it.verdicts("2026-12-15")).toEqual(["a/mei: too-late"]);
    expect(await it.milestone("a")).toMatchObject({ status: "missed", contacts: [] });
  });

  test("who had waited for their cooldown waits on", async () => {
    const it = aScenario(table);
    const sender = aSender(table, it);
    await it.save("a", { mei: {} });
    await it.askedElsewhere("mei@a.example", "2026-11-20");
    await it.runDays(DUE, DUE);
    await it.run("2027-01-15");
    await it.change({ status: "paused" });
    await sender.send("a", "mei", "2027-01-19T08:00:00.000Z");
    expect(await it.milestone("a")).toMatchObject({ status: "waiting", lookOn: "2027-01-20" });
    await it.change({ status: "active" });
    await it.run("2027-01-20");
    expect(await it.verdicts("2027-01-20")).toEqual(["a/mei: selected"]);
  });

  test("that was moved meanwhile comes due on its new day", async () => {
    const { it, sender } = await aSelection(table, { kim: {} });
    const waiting = await it.milestone("a");
    // Kim waits for a cooldown, so that the cycle is still open.
    if (waiting !== undefined)
      await it.ports.saveMilestone({ ...waiting, status: "waiting", lookOn: "2027-01-15" });
    await it.save("a", { mei: { consent: "unsubscribed" } }, { customerSince: "2026-11-01" });
    await sender.send("a", "mei", TUESDAY);
    const moved = { status: "planned", dueOn: "2026-12-31", lookOn: "2026-12-31", contacts: ["kim"] };
    expect(await it.milestone("a")).toMatchObject(moved);
    await it.run("2026-12-02");
    expect(await it.verdicts("2026-12-02")).toEqual([]);
  });

  test.each(["withdrawn", "retired"])("that is %s meanwhile is not looked at again", async (meanwhile) => {
    const { it, sender } = await aSelection(table);
    const before = await it.milestone("a");
    if (before === undefined) throw new Error("there is no milestone");
    if (meanwhile === "withdrawn") await it.ports.saveMilestone({ ...before, status: "withdrawn" });
    await it.change({ status: meanwhile === "retired" ? "retired" : "paused" });
    await sender.send("a", "mei", TUESDAY);
    const { status } = before;
    expect(await it.milestone("a")).toMatchObject({
      ...{ status: meanwhile === "withdrawn" ? "withdrawn" : status, contacts: [], withdrawals: ["mei"] },
    });
    await it.run("2026-12-02");
    expect(await it.verdicts("2026-12-02")).toEqual([]);
  });

  test("of a recurring program is the same turn, beside the next one and no third", async () => {
    const it = aScenario(table, aRecurringProgram());
    const sender = aSender(table, it);
    await it.save("a", { mei: {} });
    const turnOn = (await it.milestone("a"))?.dueOn ?? "";
    const cycle = `turn-${turnOn}`;
    await it.run(turnOn);
    await it.save("a", { mei: { roles: ["developer"] } }, {}, turnOn);
    const { notBefore } = await sender.selected("a", "mei", cycle);
    await sender.send("a", "mei", notBefore, cycle);
    // An account that was not asked has not been reached, and its cap counts nothing.
    const [turn] = await it.milestones("a");
    expect([turn?.status, turn?.lastAskedOn, turn?.cappedOn]).toEqual(["planned", undefined, undefined]);
    await it.save("a", { mei: {} }, {}, notBefore.slice(0, 10));
    const again = addDays(notBefore.slice(0, 10), 1);
    await it.run(again);
    expect(await it.verdicts(again)).toEqual(["a/mei: selected"]);
    const turns = await it.milestones("a");
    expect(turns.map((one) => [one.cycle, isOpen(one)])).toEqual([
      [cycle, false],
      [`turn-${addDays(turnOn, 365)}`, true],
    ]);
    expect(turns[0]).toMatchObject({ contacts: ["mei"], cappedOn: expect.any(String) });
  });
});
