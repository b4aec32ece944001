import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LATE_DAYS } from "#shared/domain/eligibility/milestone.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { MailReply } from "../../../functions/send-invitation/ports.ts";
import { aProgram } from "../../builders.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS, REMINDS } from "./mail-room.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

const NOT_NOW: MailReply = { kind: "not-now", reason: "AccountSendingPausedException" };
const hoursAfter = (time: string, hours: number) =>
  new Date(Date.parse(time) + hours * 3_600_000).toISOString();
const minutesBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 60_000;

/** Tries whenever it is due, SES wanting no mail ever; answers the times at which it was tried. */
async function tryUntilOver(
  room: ReturnType<typeof aMailRoom>,
  mail: "send" | "remind",
  from: string,
): Promise<string[]> {
  const tried: string[] = [];
  for (let due: string | undefined = from; due !== undefined; due = (await room.due())?.notBefore) {
    expect(tried.length).toBeLessThan(200);
    tried.push(due);
    room.replies.push(NOT_NOW);
    await room[mail](due);
    room.replies.length = 0;
  }
  return tried;
}

describe("a survey that SES will not take yet", () => {
  test("is tried again after one, five and fifteen minutes, then every hour of its window", async () => {
    const room = aMailRoom(table);
    await room.select({ status: "queued" });
    const tried = await tryUntilOver(room, "send", OPENS);
    const pauses = tried.slice(1).map((time, i) => minutesBetween(tried[i] ?? "", time));
    expect(pauses.slice(0, 5)).toEqual([1, 5, 15, 60, 60]);
    // The night and the days between two windows are longer.
    expect(new Set(pauses.slice(5).filter((minutes) => minutes < 600))).toEqual(new Set([60]));
  });

  test("is withdrawn when it is as late as a program may ask, and the person is free for others", async () => {
    const room = aMailRoom(table);
    await room.select({ status: "queued" });
    const tried = await tryUntilOver(room, "send", OPENS);
    expect(minutesBetween(OPENS, tried.at(-1) ?? "")).toBeGreaterThan((LATE_DAYS - 7) * 1440);
    expect(tried.at(-1)?.localeCompare(hoursAfter(OPENS, LATE_DAYS * 24))).toBeLessThanOrEqual(0);
    expect(await room.invitation()).toMatchObject({ status: "withdrawn", reason: "could-not-be-sent" });
    expect(await room.person()).toEqual({});
    expect(room.taken).toEqual([]);
  });

  test("and asks about a moment is withdrawn when that is over", async () => {
    const room = aMailRoom(table);
    const dropAt = hoursAfter(OPENS, 24);
    await room.select({ status: "queued", dropAt });
    const program = async () => aProgram("post-onboarding", { sends: "at-once" });
    const ports = { ...room.ports, program };
    const tried = await tryUntilOver({ ...room, send: (now) => room.send(now, ports) }, "send", OPENS);
    expect(minutesBetween(tried.at(-1) ?? "", dropAt)).toBeLessThan(60);
    expect(await room.invitation()).toMatchObject({ status: "withdrawn", reason: "could-not-be-sent" });
    expect(await room.person()).toEqual({});
  });

  test("forgets how often it waited once it is sent", async () => {
    const room = aMailRoom(table);
    await room.select({ status: "queued" });
    room.replies.push(NOT_NOW, NOT_NOW);
    for (const minutes of [0, 1, 6]) await room.send(hoursAfter(OPENS, minutes / 60));
    expect(await room.invitation()).toMatchObject({ status: "sent" });
    expect(await room.invitation()).not.toHaveProperty("deferred");
  });
});

test("a survey that waited in the queue for as long as a program may be late is not sent either", async () => {
  const room = aMailRoom(table);
  await room.select();
  expect(await room.send(hoursAfter(OPENS, LATE_DAYS * 24 + 1))).toMatchObject({
    kind: "withdrawn",
    reason: "too-late-to-send",
  });
  expect(await room.person()).toEqual({});
});

describe("a reminder that SES will not take yet", () => {
  test("is tried again, and in the end withdrawn; the survey stays sent", async () => {
    const room = aMailRoom(table);
    await room.select({ status: "queued" });
    await room.send();
    const tried = await tryUntilOver(room, "remind", REMINDS);
    expect(tried.slice(1, 4).map((time) => minutesBetween(REMINDS, time))).toEqual([1, 6, 21]);
    expect(tried.at(-1)?.localeCompare(hoursAfter(REMINDS, LATE_DAYS * 24))).toBeLessThanOrEqual(0);
    expect(await room.invitation()).toMatchObject({
      status: "sent",
      reminder: { status: "withdrawn", reason: "could-not-be-sent" },
    });
    expect(room.taken).toHaveLength(1);
  });

  test("is sent once in the end", async () => {
    const room = aMailRoom(table);
    await room.select({ status: "queued" });
    await room.send();
    room.replies.push(NOT_NOW, NOT_NOW);
    for (const minutes of [0, 1, 6, 21]) await room.remind(hoursAfter(REMINDS, minutes / 60));
    expect([room.given.length, room.taken.length]).toEqual([4, 2]);
  });
});
