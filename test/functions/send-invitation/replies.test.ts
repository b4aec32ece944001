import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Table } from "#shared/dynamodb/table.ts";
import { LEASE_SECONDS } from "../../../functions/send-invitation/outcome.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS } from "./mail-room.ts";

const later = (seconds: number) => new Date(Date.parse(OPENS) + seconds * 1000).toISOString();

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

describe("SES's answer", () => {
  test("no to this mail is kept, it is not tried again, and the person is free for others", async () => {
    const room = aMailRoom(table);
    await room.select();
    room.replies.push({ kind: "rejected", reason: "MessageRejected" });
    expect(await room.send()).toMatchObject({ kind: "rejected", reason: "MessageRejected" });
    expect(await room.invitation()).toMatchObject({
      status: "refused",
      reason: "MessageRejected",
      refusedAt: OPENS,
    });
    expect(await room.person()).toEqual({});
    expect(await room.send(later(600))).toMatchObject({ kind: "not-ours", reason: "refused" });
    expect(room.given).toHaveLength(1);
  });

  test("not now puts the invitation back, to be sent with the same link", async () => {
    const room = aMailRoom(table);
    await room.select({ status: "queued" });
    room.replies.push({ kind: "not-now", reason: "Throttling" });
    expect(await room.send()).toMatchObject({ kind: "deferred", reason: "Throttling" });
    expect(await room.waitsFor()).toBe(later(60));
    expect(await room.send(later(61))).toMatchObject({ kind: "sent" });
    expect(room.taken).toHaveLength(1);
    expect(new Set(room.given.map(({ token }) => token)).size).toBe(1);
    expect(await room.invitation()).toMatchObject({ claimedAt: later(61), sentAt: later(61) });
  });

  test("that was not heard leaves it unknown: never sent again, settled by SES's events", async () => {
    const room = aMailRoom(table);
    await room.select();
    room.replies.push({ kind: "unknown", reason: "TimeoutError" });
    expect(await room.send()).toMatchObject({ kind: "unknown", reason: "TimeoutError" });
    for (const seconds of [1, 600, 86_400]) {
      expect(await room.send(later(seconds))).toMatchObject({ kind: "not-ours", reason: "unknown" });
    }
    expect(room.given).toHaveLength(1);
    expect((await room.person())?.lastOn).toBe("2026-12-01");
  });
});

describe("a claim", () => {
  const claimed = async () => {
    const room = aMailRoom(table);
    await room.select();
    const send = () => Promise.reject(new Error("the sender died"));
    await expect(room.send(OPENS, { ...room.ports, send })).rejects.toThrow("died");
    return room;
  };

  test("with a live lease is left alone", async () => {
    const room = await claimed();
    expect(await room.send(later(LEASE_SECONDS - 1))).toEqual({
      kind: "busy",
      invitationId: room.job.invitationId,
      until: later(LEASE_SECONDS),
    });
    expect(await room.invitation()).toMatchObject({ status: "sending" });
  });

  test("whose lease is over becomes unknown, and is not sent again", async () => {
    const room = await claimed();
    expect(await room.send(later(LEASE_SECONDS))).toMatchObject({ kind: "unknown", reason: "sender-died" });
    expect(await room.invitation()).toMatchObject({ status: "unknown", reason: "sender-died" });
    expect(await room.send(later(2 * LEASE_SECONDS))).toMatchObject({ kind: "not-ours", reason: "unknown" });
    expect(room.given).toEqual([]);
  });
});
