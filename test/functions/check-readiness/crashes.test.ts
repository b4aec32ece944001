import { expect, test } from "vitest";
import type { Table } from "#shared/dynamodb/table.ts";
import { checkReadiness } from "../../../functions/check-readiness/check-readiness.ts";
import { dyingAfter } from "../../dying.ts";
import { aTable } from "../../table.ts";
import { aWatch } from "./watch.ts";

const DUE = "2026-11-30";

/** An account whose onboarding is due, and whose renewal comes up. */
async function aDueAccount(table: Table) {
  const it = aWatch(table);
  await it.save("a", {}, { renewalOn: "2027-04-09" });
  return it;
}

/**
 * A check that dies right after so many of its calls, also of those that were refused: of the table, save what it
 * reads of the index, and of the bus.
 */
function dyingCheck(table: Table, it: ReturnType<typeof aWatch>, after: number) {
  const { client } = table;
  const settle = async (...args: unknown[]) => {
    const [settled] = await Promise.allSettled([Reflect.apply(client.send, client, args)]);
    return settled;
  };
  const dying = dyingAfter({ settle, publish: it.ports.publish }, after);
  const send = async (...args: unknown[]): Promise<unknown> => {
    const settled = await dying.ports.settle(...args);
    if (settled?.status === "rejected") throw settled.reason;
    return settled?.value;
  };
  const over = { ...table, client: Object.create(client, { send: { value: send } }) };
  const { milestonesToLookAt } = it.ports;
  const ports = { ...it.portsOver(over), milestonesToLookAt, publish: dying.ports.publish };
  return { run: () => it.check(DUE, ports), made: dying.made };
}

test("a check that dies after any of its calls and is made again opens one, and tells of it under one id", async () => {
  const table = await aTable();
  const whole = dyingCheck(table, await aDueAccount(table), Number.POSITIVE_INFINITY);
  expect(await whole.run()).toEqual({ accounts: 1, opened: 1, joined: 1 });
  expect(whole.made()).toBeGreaterThan(12);

  for (let after = 0; after <= whole.made(); after++) {
    const it = await aDueAccount(table);
    await expect(dyingCheck(table, it, after).run(), `call ${after}`).rejects.toThrow("died");
    await it.check(DUE);
    const [cta, ...more] = await it.ctas();
    expect(more, `call ${after}`).toEqual([]);
    expect(cta?.dueAt).toBe("2026-11-30T22:59:59.000Z");
    const told = it.events().map(({ detail }) => detail);
    const ids = [`contact-role-missing-${cta?.ctaId}`, `cta-opened-${cta?.ctaId}`];
    expect([...new Set(told.map(({ id }) => id))].sort(), `call ${after}`).toEqual(ids);
    // Told twice at most, and both times the same.
    expect(new Set(told.map((detail) => JSON.stringify(detail))).size, `call ${after}`).toBe(2);
    expect(await it.check(DUE)).toEqual({ accounts: 1, opened: 0, joined: 0 });
    expect(it.events()).toEqual([]);
  }
});

test("what was opened is told although its survey has been decided since", async () => {
  const it = await aDueAccount(await aTable());
  const mute = { ...it.ports, publish: () => Promise.reject(new Error("the bus is down")) };
  await expect(it.check(DUE, mute)).rejects.toThrow("the bus is down");
  const { milestones } = await it.ports.accountWithContacts(it.accountIdOf("a"));
  for (const milestone of milestones) await it.saveMilestone({ ...milestone, status: "done" });
  expect(await it.check("2026-12-01")).toEqual({ accounts: 0, opened: 0, joined: 0 });
  expect(it.events()).toMatchObject([
    { type: "CTA Opened", detail: { dueAt: "2026-11-30T22:59:59.000Z" } },
    { type: "Contact Role Missing", detail: { occasion: "due", occurredAt: "2026-11-30T00:00:07.000Z" } },
  ]);
});

test("two checks at once open one", async () => {
  const it = await aDueAccount(await aTable());
  // One that met the other in the middle of its write fails, and is made again.
  await Promise.allSettled([it.check(DUE), it.check(DUE), it.check(DUE)]);
  await it.check(DUE);
  expect(await it.ctas()).toHaveLength(1);
  expect(new Set(it.events().map(({ detail }) => detail.id)).size).toBe(2);
});

test("an account that cannot be looked at holds up no other, and is not passed over in silence", async () => {
  const it = aWatch(await aTable());
  for (const name of ["a", "bad", "c"]) await it.save(name, {});
  const { failures, ...checked } = await checkReadiness({
    ...it.ports,
    accountWithContacts: (accountId) =>
      accountId === it.accountIdOf("bad")
        ? Promise.reject(new Error("unreadable"))
        : it.ports.accountWithContacts(accountId),
  })(DUE, new Date(`${DUE}T00:00:07Z`));
  expect(checked).toEqual({ accounts: 3, opened: 2, joined: 0 });
  expect(failures).toEqual([new Error("unreadable")]);
});
