import { afterAll, beforeAll, expect, test } from "vitest";
import { peopleByHash } from "#shared/dynamodb/people.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { MailReply } from "../../../functions/send-invitation/ports.ts";
import { dyingAfter } from "../../dying.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS } from "./mail-room.ts";

/** More than any of these sends makes. */
const MOST_CALLS = 8;
/** The call that claims: who dies right after it has not sent, and nobody can know. */
const CLAIMED = 4;

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

const hoursAfter = (time: string, hours: number) =>
  new Date(Date.parse(time) + hours * 3_600_000).toISOString();

/** Lets the sender die after each of its calls in turn, then delivers the job again as the queue does. */
async function dieAndRedeliver(
  prepare: (room: ReturnType<typeof aMailRoom>) => Promise<void>,
  now = OPENS,
): Promise<{ room: ReturnType<typeof aMailRoom>; hasDied: boolean; after: number }[]> {
  const dieAfter = async (after: number) => {
    const room = aMailRoom(table);
    await room.select({ status: "queued" });
    await prepare(room);
    const hasDied = await room.send(now, dyingAfter(room.ports, after).ports).then(
      () => false,
      () => true,
    );
    for (const hours of [1, 2, 3]) await room.send(hoursAfter(now, hours));
    return { room, hasDied, after };
  };
  const rooms = await Promise.all(Array.from({ length: MOST_CALLS + 1 }, (_, after) => dieAfter(after)));
  expect(rooms.filter(({ hasDied }) => hasDied).length).toBeGreaterThanOrEqual(3);
  expect(rooms.at(-1)?.hasDied).toBe(false);
  return rooms;
}

test("no mail is doubled wherever the sender dies, and SES's events tell of every mail that went out", async () => {
  for (const { room, after } of await dieAndRedeliver(async () => {})) {
    expect(room.given.length, `died after call ${after}`).toBeLessThanOrEqual(1);
    await room.settle();
    const status = (await room.invitation())?.status;
    expect(status, `died after call ${after}`).toBe(room.taken.length === 1 ? "sent" : "unknown");
    expect(room.taken.length === 1 || after === CLAIMED, `died after call ${after}`).toBe(true);
  }
});

test.each<[string, MailReply]>([
  ["said not now", { kind: "not-now", reason: "Throttling" }],
  ["said no", { kind: "rejected", reason: "MessageRejected" }],
  ["was not heard", { kind: "unknown", reason: "TimeoutError" }],
])("no mail is doubled wherever the sender dies after SES %s", async (_, reply) => {
  const rooms = await dieAndRedeliver(async (room) => {
    room.replies.push(reply);
  });
  for (const { room, after } of rooms) {
    expect(room.taken.length, `died after call ${after}`).toBe(
      reply.kind === "not-now" && (await room.invitation())?.status === "sent" ? 1 : 0,
    );
    const status = (await room.invitation())?.status;
    expect(["sent", "unknown", "refused"]).toContain(status);
    const isFree = (await room.person())?.lastOn === undefined;
    expect(isFree, `died after call ${after}`).toBe(status === "refused");
  }
});

test("whoever is barred is withdrawn and given back, wherever the sender dies", async () => {
  const rooms = await dieAndRedeliver((room) => room.save({ consent: "unsubscribed" }));
  for (const { room, after } of rooms) {
    expect(room.given).toEqual([]);
    expect((await room.invitation())?.status, `died after call ${after}`).toBe("withdrawn");
    expect(await room.person(), `died after call ${after}`).toEqual({});
  }
});

test("whoever was taken for a changed address is given back too, wherever the sender dies", async () => {
  const email = "new@customer.example";
  const dieAfter = async (after: number) => {
    const room = aMailRoom(table);
    await room.select({ status: "queued" });
    await room.save({ email });
    const { ports } = dyingAfter({ ...room.ports, compose: () => Promise.reject(new Error("died")) }, after);
    await expect(room.send(OPENS, ports)).rejects.toThrow("died");
    await room.save({ email, consent: "unsubscribed" });
    expect(await room.send(hoursAfter(OPENS, 1))).toMatchObject({ kind: "withdrawn" });
    const hashes = [room.personHash, room.ports.personHash(email)];
    for (const person of (await peopleByHash(table, hashes)).values())
      expect(person, `died after call ${after}`).toEqual({});
  };
  await Promise.all(Array.from({ length: MOST_CALLS + 1 }, (_, after) => dieAfter(after)));
});

test("whoever's window is closed is put back, wherever the sender dies", async () => {
  const thursdayEvening = "2026-12-03T15:00:00.000Z";
  for (const { room, after } of await dieAndRedeliver(async () => {}, thursdayEvening)) {
    expect(room.given).toEqual([]);
    expect(await room.waitsFor(), `died after call ${after}`).toBe("2026-12-08T08:00:00.000Z");
    expect((await room.person())?.lastOn, `died after call ${after}`).toBe("2026-12-08");
  }
});

test("a mail that was put back is sent once in the end", async () => {
  const room = aMailRoom(table);
  await room.select({ status: "queued" });
  room.replies.push({ kind: "not-now", reason: "Throttling" }, { kind: "not-now", reason: "Throttling" });
  for (const hours of [0, 1, 2, 3]) await room.send(hoursAfter(OPENS, hours));
  expect([room.given.length, room.taken.length]).toEqual([3, 1]);
});
