import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import { type SuspectReason, suspicionsOf } from "#shared/domain/answers/suspicion.ts";
import { tokenHashOf } from "#shared/domain/sending/link-token.ts";
import { recordEarliest } from "#shared/dynamodb/delivery.ts";
import { takeOffIndex } from "#shared/dynamodb/sending.ts";
import { addAttempt } from "#shared/dynamodb/survey-links.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { count } from "../../bench/counted.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS, REMINDS } from "./mail-room.ts";

const DELIVERED = "2026-12-01T08:00:10.000Z";
const THURSDAY = "2026-12-03T08:00:00.000Z";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

/** A survey that was sent and delivered, a week before its reminder. */
async function sent() {
  const room = aMailRoom(table);
  await room.select({ status: "queued" });
  await room.send(OPENS);
  await recordEarliest(table, room.job.invitationId, "deliveredAt", DELIVERED);
  return room;
}
type Room = Awaited<ReturnType<typeof sent>>;

let attempts = 0;
const anAttempt = (nps: number, over: Partial<Attempt> = {}): Attempt => ({
  attemptId: `posted-${++attempts}`,
  at: THURSDAY,
  answers: [{ questionId: "nps", kind: "nps", value: nps }],
  ...over,
});

async function post(room: Room, attempt: Attempt): Promise<void> {
  const { invitationId, programId } = room.job;
  const link = { invitationId, tokenHash: tokenHashOf(room.taken[0]?.token ?? "") };
  const added = await addAttempt(table, link, { programId, version: 1 }, attempt, new Date(attempt.at));
  expect(added.kind).toBe("added");
}

/** What the dispatcher does when its time has come, and the sender after it. */
async function whenItsTimeComes(room: Room, through?: Room["ports"]) {
  const due = await room.due();
  expect(due).toMatchObject({ kind: "reminder", notBefore: REMINDS });
  if (due !== undefined) await takeOffIndex(table, due);
  return await room.remind(REMINDS, through);
}

/** As the room's, with something happening each time before the mail is written. */
const whileWriting = (room: Room, happens: () => Promise<unknown>): Room["ports"] => ({
  ...room.ports,
  compose: async (mail) => {
    await happens();
    return await room.ports.compose(mail);
  },
});

const SCANS: Readonly<Record<SuspectReason, readonly Attempt[]>> = {
  "hidden-field": [anAttempt(0, { hiddenField: true })],
  "scanner-network": [anAttempt(0, { scannerNetwork: "a scanner's" })],
  "too-fast": [anAttempt(0, { at: "2026-12-01T08:00:12.000Z" })],
  burst: [anAttempt(0), anAttempt(10, { at: "2026-12-03T08:00:02.000Z" })],
};

describe.each(Object.entries(SCANS))("what a scanner posts (%s)", (reason, scan) => {
  const scanned = async () => {
    const room = await sent();
    for (const attempt of scan) await post(room, attempt);
    const invitation = await room.invitation();
    expect(invitation && suspicionsOf(invitation)).toEqual(scan.map(() => [reason]));
    return room;
  };

  test("takes no reminder away", async () => {
    const room = await scanned();
    expect(await whenItsTimeComes(room)).toMatchObject({ kind: "sent" });
    expect(room.taken).toHaveLength(2);
    expect((await room.invitation())?.reminder).toMatchObject({ status: "sent", sentAt: REMINDS });
    expect(await room.due()).toBeUndefined();
  });

  test("gives none to a person who answers after it", async () => {
    const room = await scanned();
    await post(room, anAttempt(9, { at: "2026-12-03T10:00:00.000Z" }));
    expect(await whenItsTimeComes(room)).toMatchObject({ kind: "not-ours", reason: "answered" });
    expect(room.given).toHaveLength(1);
  });

  test("gives none where somebody has vouched for it", async () => {
    const room = await scanned();
    const confirmed = { at: THURSDAY, by: "csm@vendor.example", note: "She told me." };
    await room.change({ attempts: scan.map((attempt) => ({ ...attempt, confirmed })) });
    expect(await whenItsTimeComes(room)).toMatchObject({ kind: "not-ours", reason: "answered" });
  });

  test("gives none to a person who answers while it is being written", async () => {
    const room = await scanned();
    const ports = whileWriting(room, () => post(room, anAttempt(9, { at: REMINDS })));
    expect(await whenItsTimeComes(room, ports)).toMatchObject({ kind: "not-ours", reason: "answered" });
    expect(room.given).toHaveLength(1);
  });
});

describe("who has answered", () => {
  test("gets no reminder: the invitation leaves the index, and nothing else of it changes", async () => {
    const room = await sent();
    await post(room, anAttempt(9));
    const before = await room.invitation();
    expect(await whenItsTimeComes(room)).toMatchObject({ kind: "not-ours", reason: "answered" });
    expect(room.given).toHaveLength(1);
    expect(await room.due()).toBeUndefined();
    expect(await room.invitation()).toEqual(before);
  });

  test("gets none while it is being written, as the first to post", async () => {
    const room = await sent();
    const ports = whileWriting(room, () => post(room, anAttempt(9, { at: REMINDS })));
    expect(await whenItsTimeComes(room, ports)).toMatchObject({ kind: "not-ours", reason: "answered" });
    expect(room.given).toHaveLength(1);
  });
});

describe("a scanner that posts while the reminder is being written", () => {
  const hiddenField = true;

  test("does not keep it back, nor double it", async () => {
    const room = await sent();
    let scans = 0;
    const ports = whileWriting(room, async () => {
      if (scans++ < 2) await post(room, anAttempt(0, { at: REMINDS, hiddenField }));
    });
    expect(await whenItsTimeComes(room, ports)).toMatchObject({ kind: "sent" });
    expect(room.given).toHaveLength(2);
  });

  test("and does so each time leaves the job to the queue, with nothing claimed", async () => {
    const room = await sent();
    const ports = whileWriting(room, () => post(room, anAttempt(0, { at: REMINDS, hiddenField })));
    await expect(whenItsTimeComes(room, ports)).rejects.toThrow("kept changing");
    expect(await room.invitation()).not.toHaveProperty("reminder");
    expect(await room.remind()).toMatchObject({ kind: "sent" });
  });

  test("does not lose it where it must wait for its window", async () => {
    const room = await sent();
    await post(room, anAttempt(0, { hiddenField }));
    // A Saturday, on which nobody is reminded.
    expect(await room.remind("2026-12-12T08:00:00.000Z")).toMatchObject({ kind: "deferred" });
    expect((await room.due())?.notBefore).toBe("2026-12-15T08:00:00.000Z");
  });
});

test("an answer costs its own write and leaving the index: nothing is noted of a reminder that nobody gets", async () => {
  const room = await sent();
  const counted = count(table.client);
  await post(room, anAttempt(9));
  const answer = counted.writeUnits;
  await whenItsTimeComes(room);
  table.client.middlewareStack.remove("count");
  expect([answer, counted.writeUnits - answer]).toEqual([2, 3]);
});
