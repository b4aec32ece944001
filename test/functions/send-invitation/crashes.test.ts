import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Table } from "#shared/dynamodb/table.ts";
import type { MailReply } from "../../../functions/send-invitation/ports.ts";
import { dyingAfter, dyingAt } from "../../dying.ts";
import { peopleByHash } from "../../people.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS, REMINDS } from "./mail-room.ts";

/** More than any of these sends makes. */
const MOST_CALLS = 8;
/** Both mails are claimed by their fourth call and sent by their fifth: between the two nobody can know. */
const IN_THE_DARK = ["after call 4", "before call 5"];

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

const hoursAfter = (time: string, hours: number) =>
  new Date(Date.parse(time) + hours * 3_600_000).toISOString();

const MOMENTS = [
  ...Array.from({ length: MOST_CALLS + 1 }, (_, calls) => ({ when: "after" as const, calls })),
  ...Array.from({ length: MOST_CALLS }, (_, calls) => ({ when: "before" as const, calls: calls + 1 })),
];

type Room = ReturnType<typeof aMailRoom>;
type Case = { readonly room: Room; readonly hasDied: boolean; readonly died: string };

/** Lets the sender die at each of its calls in turn, then delivers the job again as the queue does. */
async function dieAndRedeliver(
  prepare: (room: Room) => Promise<void>,
  { now = OPENS, kind = "survey" }: { readonly now?: string; readonly kind?: "survey" | "reminder" } = {},
): Promise<readonly Case[]> {
  const dieAt = async ({ when, calls }: (typeof MOMENTS)[number]): Promise<Case> => {
    const room = aMailRoom(table);
    await room.select({ status: "queued" });
    if (kind === "reminder") await room.send();
    await prepare(room);
    const deliver = kind === "survey" ? room.send : room.remind;
    const hasDied = await deliver(now, dyingAt(room.ports, when, calls).ports).then(
      () => false,
      () => true,
    );
    for (const hours of [1, 2, 3]) await deliver(hoursAfter(now, hours));
    return { room, hasDied, died: `${when} call ${calls}` };
  };
  const cases = await Promise.all(MOMENTS.map(dieAt));
  expect(cases.filter(({ hasDied }) => hasDied).length).toBeGreaterThanOrEqual(5);
  expect(cases.filter(({ died }) => died.endsWith(String(MOST_CALLS))).every(({ hasDied }) => !hasDied)).toBe(
    true,
  );
  return cases;
}

const SAID_NO = [
  ["said not now", { kind: "not-now", reason: "Throttling" }],
  ["said no", { kind: "rejected", reason: "MessageRejected" }],
  ["was not heard", { kind: "unknown", reason: "TimeoutError" }],
] satisfies [string, MailReply][];

describe("a survey", () => {
  test("is not doubled wherever the sender dies, and SES's events tell of every one that went out", async () => {
    for (const { room, died } of await dieAndRedeliver(async () => {})) {
      expect(room.given.length, died).toBeLessThanOrEqual(1);
      await room.settle();
      const invitation = await room.invitation();
      expect(invitation?.status, died).toBe(room.taken.length === 1 ? "sent" : "unknown");
      expect(room.taken.length === 1 || IN_THE_DARK.includes(died), died).toBe(true);
      // Whoever says that it was sent, its reminder waits from then on.
      expect((await room.due())?.notBefore, died).toBe(
        room.taken.length === 1 ? invitation?.remindAt : undefined,
      );
    }
  });

  test.each(SAID_NO)("is not doubled wherever the sender dies after SES %s", async (_, reply) => {
    const cases = await dieAndRedeliver(async (room) => {
      room.replies.push(reply);
    });
    for (const { room, died } of cases) {
      const status = (await room.invitation())?.status;
      expect(room.taken.length, died).toBe(reply.kind === "not-now" && status === "sent" ? 1 : 0);
      expect(["sent", "unknown", "refused"]).toContain(status);
      const isFree = (await room.person())?.lastOn === undefined;
      expect(isFree, died).toBe(status === "refused");
    }
  });
});

describe("a reminder", () => {
  const kind = "reminder";
  const remindersOf = ({ taken }: Room) => taken.filter(({ reminds }) => reminds !== undefined).length;

  test("is not doubled wherever the sender dies, and SES's events tell of every one that went out", async () => {
    for (const { room, died } of await dieAndRedeliver(async () => {}, { now: REMINDS, kind })) {
      expect(room.given.length, died).toBeLessThanOrEqual(2);
      await room.settle();
      const invitation = await room.invitation();
      expect(invitation?.status, died).toBe("sent");
      expect(invitation?.reminder?.status, died).toBe(remindersOf(room) === 1 ? "sent" : "unknown");
      expect(remindersOf(room) === 1 || IN_THE_DARK.includes(died), died).toBe(true);
    }
  });

  test.each(SAID_NO)("is not doubled wherever the sender dies after SES %s", async (_, reply) => {
    const prepare = async (room: Room) => {
      room.replies.push(reply);
    };
    for (const { room, died } of await dieAndRedeliver(prepare, { now: REMINDS, kind })) {
      const invitation = await room.invitation();
      const status = invitation?.reminder?.status;
      expect(remindersOf(room), died).toBe(reply.kind === "not-now" && status === "sent" ? 1 : 0);
      expect(["sent", "unknown", "refused"], died).toContain(status);
      expect(invitation?.status, died).toBe("sent");
    }
  });

  test("that is barred is never sent, wherever the sender dies", async () => {
    const prepare = (room: Room) => room.save({ consent: "unsubscribed" });
    for (const { room, died } of await dieAndRedeliver(prepare, { now: REMINDS, kind })) {
      expect(remindersOf(room), died).toBe(0);
      expect((await room.invitation())?.reminder, died).toMatchObject({
        status: "withdrawn",
        reason: "unsubscribed",
      });
      expect(await room.due(), died).toBeUndefined();
    }
  });

  test("whose window is closed is put back, wherever the sender dies", async () => {
    const now = "2026-12-10T15:00:00.000Z";
    for (const { room, died } of await dieAndRedeliver(async () => {}, { now, kind })) {
      expect(remindersOf(room), died).toBe(0);
      expect(await room.due(), died).toMatchObject({ kind, notBefore: "2026-12-15T08:00:00.000Z" });
    }
  });
});

test("whoever is barred is withdrawn and given back, wherever the sender dies", async () => {
  const cases = await dieAndRedeliver((room) => room.save({ consent: "unsubscribed" }));
  for (const { room, died } of cases) {
    expect(room.given).toEqual([]);
    expect((await room.invitation())?.status, died).toBe("withdrawn");
    expect(await room.person(), died).toEqual({});
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
  for (const { room, died } of await dieAndRedeliver(async () => {}, { now: thursdayEvening })) {
    expect(room.given).toEqual([]);
    expect(await room.waitsFor(), died).toBe("2026-12-08T08:00:00.000Z");
    expect((await room.person())?.lastOn, died).toBe("2026-12-08");
  }
});

test("a mail that was put back is sent once in the end", async () => {
  const room = aMailRoom(table);
  await room.select({ status: "queued" });
  room.replies.push({ kind: "not-now", reason: "Throttling" }, { kind: "not-now", reason: "Throttling" });
  for (const hours of [0, 1, 2, 3]) await room.send(hoursAfter(OPENS, hours));
  expect([room.given.length, room.taken.length]).toEqual([3, 1]);
});
