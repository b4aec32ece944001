import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { invitationById, moveInvitation, saveSelected } from "#shared/dynamodb/invitations.ts";
import { sendDueKey } from "#shared/dynamodb/keys.ts";
import { type DueSend, invitationsDueBy } from "#shared/dynamodb/sending.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import {
  type DispatchPorts,
  dispatchInvitations,
} from "../../../functions/dispatch-invitations/dispatch-invitations.ts";
import { anInvitation } from "../../builders.ts";
import { startTable } from "../../table.ts";

const NOW = new Date("2026-12-01T08:00:00Z");
const someDue = (count: number): DueSend[] =>
  Array.from({ length: count }, (_, i) => ({
    kind: "survey",
    invitationId: `i${i}`,
    accountId: "a",
    contactId: "c",
    programId: "p",
    personHash: "h",
    notBefore: NOW.toISOString(),
  }));

/** A queue that remembers what it took; it refuses the jobs named. */
function aQueue(due: readonly DueSend[], quota: { perSecond: number; leftToday: number }, refused = "") {
  const queued: { job: DueSend; delaySeconds: number }[] = [];
  const marked: string[] = [];
  const ports: DispatchPorts = {
    sendQuota: async () => quota,
    dueBy: async (_, limit) => due.slice(0, limit),
    enqueue: async (jobs) => {
      const taken = jobs.filter(({ job }) => job.invitationId !== refused);
      queued.push(...taken);
      return taken.map(({ job }) => job);
    },
    markQueued: async ({ invitationId }) => {
      marked.push(invitationId);
    },
  };
  return { ports, queued, marked };
}

describe("a dispatch", () => {
  test("queues no more than SES will send in a minute, or has left for the day", async () => {
    const run = async (perSecond: number, leftToday: number) =>
      (await dispatchInvitations(aQueue(someDue(1000), { perSecond, leftToday }).ports)(NOW)).queued;
    expect(await run(14, 50_000)).toBe(840);
    expect(await run(1, 200)).toBe(60);
    expect(await run(14, 7)).toBe(7);
    expect(await run(14, 0)).toBe(0);
    expect(await run(14, -3)).toBe(0);
    expect(await run(0, 100)).toBe(0);
  });

  test("gives no second more than SES's rate, and every delay ends before the next dispatch", async () => {
    const quota = fc.record({
      perSecond: fc.integer({ min: 1, max: 20 }),
      leftToday: fc.integer({ min: 0, max: 1500 }),
    });
    await fc.assert(
      fc.asyncProperty(quota, fc.integer({ min: 0, max: 1300 }), async (allowed, count) => {
        const { ports, queued } = aQueue(someDue(count), allowed);
        await dispatchInvitations(ports)(NOW);
        expect(queued.length).toBe(Math.min(count, allowed.perSecond * 60, allowed.leftToday));
        for (const [second, jobs] of Map.groupBy(queued, ({ delaySeconds }) => delaySeconds)) {
          expect(jobs.length).toBeLessThanOrEqual(allowed.perSecond);
          expect(Number.isInteger(second) && second >= 0 && second < 60).toBe(true);
        }
      }),
      { seed: 10, numRuns: 60 },
    );
  });

  test("marks as queued only what the queue took", async () => {
    const { ports, marked } = aQueue(someDue(3), { perSecond: 10, leftToday: 100 }, "i1");
    expect(await dispatchInvitations(ports)(NOW)).toMatchObject({ queued: 2 });
    expect(marked).toEqual(["i0", "i2"]);
  });

  test("that dies before it marks queues again the next time: nothing is lost", async () => {
    const { ports, queued } = aQueue(someDue(1), { perSecond: 10, leftToday: 100 });
    const dying = { ...ports, markQueued: () => Promise.reject(new Error("died")) };
    await expect(dispatchInvitations(dying)(NOW)).rejects.toThrow("died");
    await dispatchInvitations(ports)(NOW);
    expect(queued).toHaveLength(2);
  });
});

describe("with the table's index of what is due", () => {
  let table: Table;
  let stop: () => void;
  beforeAll(async () => {
    ({ table, stop } = await startTable());
  });
  afterAll(() => stop());

  const save = (invitationId: string, notBefore: string) =>
    saveSelected(
      table,
      anInvitation({ invitationId, status: "selected", notBefore, claimedAt: undefined, sentAt: undefined }),
    );
  const tablePorts = (enqueue: DispatchPorts["enqueue"]): DispatchPorts => ({
    sendQuota: async () => ({ perSecond: 14, leftToday: 1000 }),
    dueBy: (time, limit) => invitationsDueBy(table, time, limit),
    enqueue,
    markQueued: async ({ invitationId, notBefore }) => {
      await moveInvitation(table, { invitationId, from: ["selected"], notBefore, set: { status: "queued" } });
    },
  });
  const dueIds = async (at: string, limit = 100) =>
    (await invitationsDueBy(table, new Date(at), limit)).map(({ invitationId }) => invitationId);

  test("takes what is due by now, this very millisecond included, earliest first, up to a limit", async () => {
    await save("third", "2026-11-02T08:00:00.001Z");
    await save("second", "2026-11-02T08:00:00.000Z");
    await save("first", "2026-11-01T08:00:00.000Z");
    expect(await dueIds("2026-11-02T08:00:00.000Z")).toEqual(["first", "second"]);
    expect(await dueIds("2026-11-02T08:00:00.001Z", 2)).toEqual(["first", "second"]);

    const taken: string[] = [];
    const ports = tablePorts(async (jobs) => {
      taken.push(...jobs.map(({ job }) => job.invitationId));
      return jobs.map(({ job }) => job);
    });
    await dispatchInvitations(ports)(new Date("2026-11-02T08:00:00.000Z"));
    await dispatchInvitations(ports)(new Date("2026-11-02T08:00:00.000Z"));
    expect(taken).toEqual(["first", "second"]);
    expect(await dueIds("2100-01-01T00:00:00Z")).toEqual(["third"]);
    expect((await invitationById(table, "first"))?.status).toBe("queued");
  });

  test("leaves in the index what the sender put back before it was marked", async () => {
    const invitation = anInvitation({ invitationId: "quick", notBefore: "2026-10-01T08:00:00.000Z" });
    await save("quick", invitation.notBefore);
    const notBefore = "2026-10-01T08:01:00.000Z";
    const ports = tablePorts(async (jobs) => {
      await moveInvitation(table, {
        invitationId: "quick",
        from: ["selected"],
        set: { status: "selected", notBefore },
        due: sendDueKey(notBefore, invitation),
      });
      return jobs.map(({ job }) => job);
    });
    await dispatchInvitations(ports)(new Date("2026-10-01T08:00:30.000Z"));
    expect(await invitationById(table, "quick")).toMatchObject({ status: "selected", notBefore });
    expect(await dueIds(notBefore)).toEqual(["quick"]);
  });

  test("does not touch what has been sent meanwhile", async () => {
    await save("sent", "2026-09-01T08:00:00.000Z");
    const ports = tablePorts(async (jobs) => {
      await moveInvitation(table, { invitationId: "sent", from: ["selected"], set: { status: "sent" } });
      return jobs.map(({ job }) => job);
    });
    await dispatchInvitations(ports)(new Date("2026-09-01T08:00:00.000Z"));
    expect((await invitationById(table, "sent"))?.status).toBe("sent");
  });
});
