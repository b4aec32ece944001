import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Account } from "#shared/domain/accounts/account.ts";
import { addDays } from "#shared/domain/days.ts";
import { runIdOf } from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aProgram, aRecurringProgram } from "../../builders.ts";
import { startTable } from "../../table.ts";
import { aScenario, ruleIn } from "./scenario.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

/** An account whose turn of the all-customer survey comes so many days before its pre-renewal survey. */
async function aTurnBefore(days: number, everyDays = 365) {
  const it = aScenario(table, aRecurringProgram({ everyDays }), aProgram("pre-renewal"));
  await it.save("a", { mei: {} }, { renewalOn: undefined });
  const turnOn = (await it.milestone("a"))?.dueOn ?? "";
  const higherOn = addDays(turnOn, days);
  const renewing: Partial<Account> = { renewalOn: addDays(higherOn, 120) };
  await it.save("a", {}, renewing);
  const higher = it.idOf("pre-renewal");
  return { it, turnOn, higherOn, higher, renewing };
}

describe("a lower program's turn", () => {
  test("yields, says to what, and is planned anew for the day after the other's", async () => {
    const { it, turnOn, higherOn, higher } = await aTurnBefore(20);
    await it.run(turnOn);
    expect(await it.verdicts(turnOn)).toEqual(["a/mei: yields"]);
    const [decision] = await it.ledger(runIdOf(it.programId, turnOn));
    expect(ruleIn(decision, "arbitration")?.evidence).toMatchObject({
      says: `yields to ${higher} due ${higherOn}`,
    });
    expect(await it.milestones("a")).toMatchObject([
      { status: "planned", dueOn: addDays(higherOn, 1), lookOn: addDays(higherOn, 1) },
    ]);
  });

  test("comes after the other's cooldown, whose mail is the first", async () => {
    const { it, turnOn, higherOn, higher } = await aTurnBefore(20);
    await it.runDays(turnOn, addDays(higherOn, 1));
    expect(await it.verdicts(higherOn, higher)).toEqual(["a/mei: selected"]);
    expect(await it.verdicts(addDays(higherOn, 1))).toEqual(["a/mei: contacted-recently"]);
    const sentOn = (await it.milestone("a", higher))?.lastAskedOn ?? "";
    const anew = addDays(sentOn, 56);
    expect(await it.milestone("a")).toMatchObject({ status: "planned", dueOn: anew });
    await it.run(anew);
    expect(await it.verdicts(anew)).toEqual(["a/mei: selected"]);
  });

  test("is asked once the other has turned out not to want the person", async () => {
    const { it, turnOn, higherOn, higher } = await aTurnBefore(20);
    await it.run(turnOn);
    await it.save("a", { mei: { roles: ["owner"] } }, { renewalOn: addDays(higherOn, 120) });
    await it.runDays(addDays(turnOn, 1), addDays(higherOn, 1));
    expect(await it.verdicts(higherOn, higher)).toEqual(["a/mei: no-wanted-role"]);
    expect(await it.verdicts(addDays(higherOn, 1))).toEqual(["a/mei: selected"]);
  });

  test("does not yield to what comes when its cooldown is over", async () => {
    const { it, turnOn } = await aTurnBefore(60);
    await it.run(turnOn);
    expect(await it.invited()).toEqual(["a/mei"]);
  });

  test("is missed where the other comes in the second half of its period", async () => {
    const { it, turnOn } = await aTurnBefore(50, 90);
    await it.run(turnOn);
    expect(await it.milestones("a")).toMatchObject([
      { status: "missed", contacts: [] },
      { status: "planned", dueOn: addDays(turnOn, 90) },
    ]);
  });

  test("yields to what the same e-mail is needed for at another account", async () => {
    const { it, turnOn } = await aTurnBefore(100);
    const away = { mei: { email: "MEI@a.example" } };
    await it.save("b", away, { renewalOn: addDays(turnOn, 140) });
    await it.run(turnOn);
    const [decision] = await it.ledger(runIdOf(it.programId, turnOn));
    expect(ruleIn(decision, "arbitration")).toMatchObject({
      verdict: "fail",
      evidence: { accountId: it.accountIdOf("b"), dueOn: addDays(turnOn, 20) },
    });
  });

  test("asks those of an account whom the other does not, and puts off those whom it does", async () => {
    const { it, turnOn, renewing } = await aTurnBefore(20);
    await it.save("a", { kim: { roles: ["owner"] } }, renewing);
    await it.run(turnOn);
    expect(await it.verdicts(turnOn)).toEqual(["a/kim: selected", "a/mei: yields"]);
    expect(await it.milestone("a")).toMatchObject({ status: "planned", contacts: ["kim"] });
  });
});

test("a renewal that moves away gives the slot back, and one that moves near takes it", async () => {
  const { it, turnOn, renewing } = await aTurnBefore(20);
  await it.save("a", {}, { renewalOn: addDays(turnOn, 300) });
  expect((await it.dryRun(turnOn)).counts).toMatchObject({ selected: 1 });
  await it.save("a", {}, { renewalOn: addDays(turnOn, 170) });
  expect((await it.dryRun(turnOn)).counts.excludedBy).toEqual({ yields: 1 });
  await it.save("a", {}, { renewalOn: addDays(turnOn, 300) });
  await it.save("a", {}, renewing);
  await it.run(turnOn);
  expect(await it.verdicts(turnOn)).toEqual(["a/mei: yields"]);
});
