import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Table } from "#shared/dynamodb/table.ts";
import { LEASE_SECONDS } from "../../../functions/send-invitation/outcome.ts";
import { aProgram } from "../../builders.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS, REMINDS } from "./mail-room.ts";

const later = (seconds: number) => new Date(Date.parse(REMINDS) + seconds * 1000).toISOString();

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

describe("a survey that was sent waits for its reminder", () => {
  test("a week later, by the contact's own clock, from the same write on", async () => {
    const room = await sent();
    expect(await room.due()).toMatchObject({ ...room.job, kind: "reminder", notBefore: REMINDS });
  });

  test.each([
    ["over a Friday to the Tuesday", "Europe/Berlin", "2026-12-03T14:59:00.000Z", "2026-12-10T14:59:00.000Z"],
    [
      "at its opening where it opens later",
      "America/Lima",
      "2026-12-02T08:00:00.000Z",
      "2026-12-09T14:00:00Z",
    ],
    ["of Thursday night to Tuesday", "Asia/Tokyo", "2026-12-03T14:00:00.000Z", "2026-12-15T00:00:00.000Z"],
  ])("in their waking hours: %s", async (_, timeZone, sentAt, remindAt) => {
    const room = aMailRoom(table);
    await room.select();
    await room.save({ timeZone });
    // At any hour, as programs may; the reminder keeps the waking hours nevertheless.
    const program = async () => aProgram("post-onboarding", { sends: "at-once" });
    await room.send(sentAt, { ...room.ports, program });
    expect((await room.due())?.notBefore).toBe(new Date(remindAt).toISOString());
  });

  test.each([
    ["asks about a moment", aProgram("case-closure")],
    ["never reminds", aProgram("post-onboarding", { remindsAfterDays: null })],
    ["closes before its window", aProgram("post-onboarding", { remindsAfterDays: 8, closesAfterDays: 9 })],
  ])("unless its program %s", async (_, program) => {
    const room = aMailRoom(table);
    await room.select();
    // The eighth day after a Thursday is a Friday, on which the window stays closed.
    const thursday = "2026-12-03T08:00:00.000Z";
    await room.send(thursday, { ...room.ports, program: async () => program });
    expect(room.taken).toHaveLength(1);
    expect(await room.due()).toBeUndefined();
    expect(await room.invitation()).not.toHaveProperty("remindAt");
  });

  test("also where only SES's event told that it was sent", async () => {
    const room = aMailRoom(table);
    await room.select();
    const ports = { ...room.ports, markSent: () => Promise.reject(new Error("died")) };
    await expect(room.send(OPENS, ports)).rejects.toThrow("died");
    expect(await room.due()).toBeUndefined();
    await room.settle();
    expect(await room.due()).toMatchObject({ kind: "reminder", notBefore: REMINDS });
  });
});

describe("a reminder", () => {
  test("goes out once, with the survey's own links, in its thread", async () => {
    const room = await sent();
    expect(await room.remind()).toEqual({ kind: "sent", invitationId: room.job.invitationId });
    const [survey, reminder] = room.taken;
    expect(reminder).toMatchObject({
      token: survey?.token,
      unsubscribeToken: survey?.unsubscribeToken,
      reminds: { sentAt: OPENS, closesAt: "2026-12-31T08:00:00.000Z", messageId: "ses-1" },
    });
    expect(await room.invitation()).toMatchObject({
      status: "sent",
      sentAt: OPENS,
      messageId: "ses-1",
      reminder: { status: "sent", sentAt: REMINDS, messageId: "ses-2" },
    });
    expect(await room.due()).toBeUndefined();
    expect(await room.remind(later(600))).toMatchObject({ kind: "not-ours", reason: "sent" });
    expect(room.given).toHaveLength(2);
  });

  test("is sent once by many at once", async () => {
    const room = await sent();
    await Promise.all([room.remind(), room.remind(), room.remind(), room.remind()]);
    expect(room.given).toHaveLength(2);
  });

  test("does not count for the cooldown", async () => {
    const room = await sent();
    const before = await room.person();
    await room.remind();
    expect(await room.person()).toEqual(before);
  });

  test("is not the survey's job, nor the survey the reminder's", async () => {
    const room = aMailRoom(table);
    await room.select();
    expect(await room.remind()).toMatchObject({ kind: "not-ours", reason: "selected" });
    await room.send();
    expect(await room.send(REMINDS)).toMatchObject({ kind: "not-ours", reason: "sent" });
    expect(room.given).toHaveLength(1);
  });

  test("stays sent where SES's own event said so first", async () => {
    const room = await sent();
    const send: typeof room.ports.send = async (mail) => {
      const reply = await room.ports.send(mail);
      await room.settle();
      return reply;
    };
    await room.remind(REMINDS, { ...room.ports, send });
    expect((await room.invitation())?.reminder).toMatchObject({ status: "sent", messageId: "ses-event" });
  });
});

describe("SES's answer to a reminder", () => {
  test("no to this mail is kept, and it is not tried again", async () => {
    const room = await sent();
    room.replies.push({ kind: "rejected", reason: "MessageRejected" });
    expect(await room.remind()).toMatchObject({ kind: "rejected" });
    expect(await room.remind(later(600))).toMatchObject({ kind: "not-ours", reason: "refused" });
    expect(await room.invitation()).toMatchObject({
      status: "sent",
      reminder: { status: "refused", reason: "MessageRejected" },
    });
  });

  test("that was not heard leaves it unknown: never sent again, settled by SES's events", async () => {
    const room = await sent();
    const send: typeof room.ports.send = async (mail) => {
      await room.ports.send(mail);
      return { kind: "unknown", reason: "TimeoutError" };
    };
    expect(await room.remind(REMINDS, { ...room.ports, send })).toMatchObject({ kind: "unknown" });
    expect(await room.remind(later(86_400))).toMatchObject({ kind: "not-ours", reason: "unknown" });
    await room.settle();
    const reminder = (await room.invitation())?.reminder;
    expect(reminder).toMatchObject({ status: "sent", sentAt: REMINDS, messageId: "ses-event" });
    expect(reminder).not.toHaveProperty("reason");
  });

  test("a claim is left alone while its lease lasts, and is unknown after it", async () => {
    const room = await sent();
    const send = () => Promise.reject(new Error("the sender died"));
    await expect(room.remind(REMINDS, { ...room.ports, send })).rejects.toThrow("died");
    expect(await room.remind(later(LEASE_SECONDS - 1))).toMatchObject({ kind: "busy" });
    expect(await room.remind(later(LEASE_SECONDS))).toMatchObject({ kind: "unknown", reason: "sender-died" });
    expect((await room.invitation())?.reminder).toMatchObject({ status: "unknown", reason: "sender-died" });
    expect(room.given).toHaveLength(1);
  });
});
