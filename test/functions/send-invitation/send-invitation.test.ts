import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tokenHashOf } from "#shared/domain/sending/link-token.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aProgram } from "../../builders.ts";
import { peopleByHash } from "../../people.ts";
import { startTable } from "../../table.ts";
import { aMailRoom, OPENS } from "./mail-room.ts";

const later = (seconds: number) => new Date(Date.parse(OPENS) + seconds * 1000).toISOString();

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

describe("an invitation whose window is open", () => {
  test("is sent once, with all that the answer will need", async () => {
    const room = aMailRoom(table);
    await room.select();
    expect(await room.send()).toEqual({ kind: "sent", invitationId: room.job.invitationId });
    expect(room.taken).toMatchObject([{ contact: { contactId: "mei" }, program: { version: 1 } }]);
    expect(await room.invitation()).toMatchObject({
      status: "sent",
      sentAt: OPENS,
      claimedAt: OPENS,
      closesAt: "2026-12-31T08:00:00.000Z",
      messageId: "ses-1",
      tokenHash: tokenHashOf(room.taken[0]?.token ?? ""),
      keyId: "1",
      locale: "en",
      account: { segment: "scale", csm: "ana@vendor.example", arrUsd: 120_000 },
    });
    expect(await room.waitsFor()).toBeUndefined();
    expect(await room.send(later(600))).toMatchObject({ kind: "not-ours", reason: "sent" });
    expect(room.given).toHaveLength(1);
  });

  test("is sent once by many at once", async () => {
    const room = aMailRoom(table);
    await room.select({ status: "queued" });
    const outcomes = await Promise.all([room.send(), room.send(), room.send(), room.send()]);
    expect(outcomes.filter(({ kind }) => kind === "sent")).toHaveLength(1);
    expect(room.given).toHaveLength(1);
  });

  test("is not sent by whoever read it before another claimed it", async () => {
    const room = aMailRoom(table);
    await room.select();
    const slow = {
      ...room.ports,
      ready: async (job: typeof room.job) => {
        const ready = await room.ports.ready(job);
        await room.send();
        return ready;
      },
    };
    expect(await room.send(later(1), slow)).toMatchObject({ kind: "not-ours", reason: "claimed-by-another" });
    expect(room.given).toHaveLength(1);
    expect(await room.invitation()).toMatchObject({ status: "sent", messageId: "ses-1" });
  });

  test("stays sent where SES's own event said so first", async () => {
    const room = aMailRoom(table);
    await room.select();
    const send: typeof room.ports.send = async (mail) => {
      const reply = await room.ports.send(mail);
      await room.settle();
      return reply;
    };
    expect(await room.send(OPENS, { ...room.ports, send })).toMatchObject({ kind: "sent" });
    expect(await room.invitation()).toMatchObject({ status: "sent", messageId: "ses-event" });
  });

  test("that is gone is nobody's", async () => {
    expect(await aMailRoom(table).send()).toMatchObject({ kind: "not-ours", reason: "gone" });
  });
});

describe("at the moment of sending", () => {
  test.each([
    ["unsubscribed", { consent: "unsubscribed" }, {}],
    ["no-wanted-role", { roles: ["developer"] }, {}],
    ["barring-persona", { personas: ["billing"] }, {}],
    ["churned", {}, { status: "churned" }],
    ["free-plan", {}, { plan: "free" }],
  ] as const)(
    "a contact barred by now (%s) is not asked, and free for others",
    async (reason, contact, account) => {
      const room = aMailRoom(table);
      await room.select();
      await room.save({ ...contact } as Parameters<typeof room.save>[0], account);
      expect(await room.send()).toMatchObject({ kind: "withdrawn", reason });
      expect(await room.invitation()).toMatchObject({ status: "withdrawn", reason, withdrawnAt: OPENS });
      expect(await room.person()).toEqual({});
      expect(await room.waitsFor()).toBeUndefined();
      expect(room.given).toEqual([]);
    },
  );

  test.each(["paused", "retired"] as const)(
    "a program that was %s after the selection sends nothing, whatever the version selected by",
    async (status) => {
      const room = aMailRoom(table, `post-onboarding-${status}`);
      await room.select();
      const { programId } = room.job;
      const at = new Date(OPENS);
      const versions = [
        aProgram("post-onboarding", { programId }),
        { ...aProgram(), programId, version: 2, status },
      ];
      for (const program of versions) await saveProgram(table, program, { isReplanDue: false, at });
      expect(await room.send()).toMatchObject({ kind: "withdrawn", reason: status });
      expect(room.given).toEqual([]);
      expect((await room.person())?.lastOn).toBeUndefined();
    },
  );

  test("a program that was changed otherwise is asked by the version selected by", async () => {
    const room = aMailRoom(table, "post-onboarding-changed");
    await room.select();
    const { programId } = room.job;
    const at = new Date(OPENS);
    const first = aProgram("post-onboarding", { programId });
    const next = aProgram("post-onboarding", { programId, version: 2, closesAfterDays: 5 });
    for (const program of [first, { ...next, wants: { ...next.wants, roles: ["owner" as const] } }])
      await saveProgram(table, program, { isReplanDue: false, at });
    expect(await room.send()).toMatchObject({ kind: "sent" });
    expect(await room.invitation()).toMatchObject({
      programVersion: 1,
      closesAt: "2026-12-31T08:00:00.000Z",
    });
  });

  test("whoever is withdrawn goes back to the asking before", async () => {
    const room = aMailRoom(table);
    const before = { on: "2026-09-01", by: { tool: "gainsight", program: "csat" } };
    await recordSend(table, room.personHash, before);
    await room.select();
    expect(await room.person()).toMatchObject({ lastOn: "2026-12-01", previousOn: "2026-09-01" });
    await room.save({ consent: "unsubscribed" });
    await room.send();
    expect(await room.person()).toEqual({ lastOn: before.on, lastBy: before.by });
  });
});

describe("a closed window", () => {
  test("puts the invitation back until it opens, and takes the cooldown along", async () => {
    const room = aMailRoom(table);
    await room.select();
    expect(await room.send("2026-12-03T15:00:00.000Z")).toMatchObject({
      kind: "deferred",
      reason: "send-window-closed",
    });
    expect(room.given).toEqual([]);
    expect(await room.waitsFor()).toBe("2026-12-08T08:00:00.000Z");
    expect((await room.person())?.lastOn).toBe("2026-12-08");
    expect(await room.send("2026-12-08T08:00:30.000Z")).toMatchObject({ kind: "sent" });
    expect((await room.person())?.lastOn).toBe("2026-12-08");
  });

  test("is of no matter to a program that sends at once", async () => {
    const room = aMailRoom(table);
    await room.select();
    const program = async () => aProgram("post-onboarding", { sends: "at-once" });
    expect(await room.send("2026-12-05T03:00:00.000Z", { ...room.ports, program })).toMatchObject({
      kind: "sent",
    });
  });
});

describe("an invitation about a moment", () => {
  const dropAt = later(3600);

  test("is sent up to the last moment", async () => {
    const room = aMailRoom(table);
    await room.select({ dropAt });
    expect(await room.send(dropAt)).toMatchObject({ kind: "sent" });
  });

  test("is withdrawn after it, and the person is free for others", async () => {
    const room = aMailRoom(table);
    await room.select({ dropAt });
    expect(await room.send(later(3601))).toMatchObject({ kind: "withdrawn", reason: "too-late-to-send" });
    expect(room.given).toEqual([]);
    expect(await room.invitation()).toMatchObject({ status: "withdrawn", reason: "too-late-to-send" });
    expect(await room.person()).toEqual({});
  });
});

test("the cooldown counts from the day of the mail, not from the day it was planned for", async () => {
  const room = aMailRoom(table);
  await room.select({ status: "queued" });
  await room.send("2026-12-02T10:00:00.000Z");
  expect((await room.person())?.lastOn).toBe("2026-12-02");
});

describe("a contact whose address changed after selection", () => {
  const MOVED = "new@customer.example";

  test("is asked at the new one, and the cooldown is the new person's", async () => {
    const room = aMailRoom(table);
    await room.select();
    await room.save({ email: MOVED });
    const newPerson = room.ports.personHash(MOVED);

    expect(await room.send()).toMatchObject({ kind: "sent" });

    expect(room.taken.map(({ contact }) => contact.email)).toEqual([MOVED]);
    expect(await room.invitation()).toMatchObject({ personHash: newPerson });
    const people = await peopleByHash(table, [room.personHash, newPerson]);
    expect(people.get(newPerson)?.lastOn).toBe("2026-12-01");
    expect(people.get(room.personHash)?.lastOn).toBeUndefined();
  });

  test("is not asked where whoever has that address was asked within the cooldown", async () => {
    const room = aMailRoom(table);
    await room.select();
    await room.save({ email: MOVED });
    await recordSend(table, room.ports.personHash(MOVED), {
      on: "2026-12-01",
      by: { invitationId: "another", program: "pre-renewal" },
    });

    expect(await room.send()).toMatchObject({ kind: "withdrawn", reason: "contacted-recently" });
    expect(room.given).toEqual([]);
  });
});
