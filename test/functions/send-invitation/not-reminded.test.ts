import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveHold } from "#shared/dynamodb/holds.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aProgram } from "../../builders.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS, REMINDS } from "./mail-room.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

/** A survey that was sent, a week before its reminder. */
async function sent(programId?: string) {
  const room = aMailRoom(table, programId);
  await room.select({ status: "queued" });
  await room.send();
  return room;
}

describe("nobody is reminded", () => {
  type Sent = Awaited<ReturnType<typeof sent>>;
  const at = "2026-12-03T08:00:00.000Z";
  const BARS: readonly [string, (room: Sent) => Promise<unknown>][] = [
    ["bounced", (room) => room.change({ bouncedAt: at })],
    ["complained", (room) => room.change({ complainedAt: at })],
    ["unsubscribed", (room) => room.change({ unsubscribedAt: at })],
    ["unsubscribed", (room) => room.save({ consent: "unsubscribed" })],
    ["hard-bounce", (room) => suppress(table, room.personHash, { reason: "hard-bounce", at })],
    ["no-wanted-role", (room) => room.save({ roles: ["developer"] })],
    ["barring-persona", (room) => room.save({ personas: ["billing"] })],
    ["free-plan", (room) => room.save({}, { plan: "free" })],
    ["churned", (room) => room.save({}, { status: "churned" })],
    ["address-changed", (room) => room.save({ email: "new@customer.example" })],
    ["link-key-changed", (room) => room.change({ tokenHash: "of another key" })],
    ["on-hold", (room) => saveHold(table, aHold(room.job.accountId))],
  ];
  const aHold = (accountId: string) => ({
    accountId,
    until: "2027-01-31",
    reason: "in the middle of an escalation",
    by: "ana@vendor.example",
    at,
  });

  test.each(BARS)("who is barred by now (%s), and it says so", async (reason, happens) => {
    const room = await sent();
    await happens(room);
    expect(await room.remind()).toMatchObject({ kind: "withdrawn", reason });
    expect(room.given).toHaveLength(1);
    expect(await room.invitation()).toMatchObject({
      status: "sent",
      reminder: { status: "withdrawn", reason, at: REMINDS },
    });
    expect(await room.due()).toBeUndefined();
    expect((await room.person())?.lastOn).toBe("2026-12-01");
  });

  test.each(["paused", "retired"] as const)("by a program that is %s", async (status) => {
    const programId = `post-onboarding-reminds-${status}`;
    const asked = aProgram("post-onboarding", { programId });
    const saved = { isReplanDue: false, at: new Date(OPENS) };
    await saveProgram(table, asked, saved);
    const room = await sent(programId);
    await saveProgram(table, { ...asked, version: 2, status }, saved);
    expect(await room.remind()).toMatchObject({ kind: "withdrawn", reason: status });
    expect(room.given).toHaveLength(1);
  });

  test("of a survey that has closed", async () => {
    const room = await sent();
    expect(await room.remind("2026-12-31T08:00:00.000Z")).toMatchObject({ reason: "closed" });
    expect(room.given).toHaveLength(1);
  });

  test("who bounces while the reminder is being written, and it says so", async () => {
    const room = await sent();
    const compose: typeof room.ports.compose = async (mail) => {
      await room.change({ bouncedAt: REMINDS });
      return await room.ports.compose(mail);
    };
    const reason = "bounced";
    expect(await room.remind(REMINDS, { ...room.ports, compose })).toMatchObject({
      kind: "withdrawn",
      reason,
    });
    expect(room.given).toHaveLength(1);
  });
});

test("somebody asked elsewhere since is reminded all the same: the cooldown is of surveys", async () => {
  const room = await sent();
  await recordSend(table, room.personHash, { on: "2026-12-04", by: { tool: "other", program: "csat" } });
  expect(await room.remind()).toMatchObject({ kind: "sent" });
});
