import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MailAccount, SendingState } from "#shared/domain/sending/sending-state.ts";
import { invitationById, moveInvitation, saveSelected } from "#shared/dynamodb/invitations.ts";
import { sendDueKey } from "#shared/dynamodb/keys.ts";
import { keepSendingState, sendingState } from "#shared/dynamodb/pacing.ts";
import { type DueSend, invitationsDueBy } from "#shared/dynamodb/sending.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import {
  type DispatchPorts,
  dispatchInvitations,
  type PacedJob,
} from "../../../functions/dispatch-invitations/dispatch-invitations.ts";
import { anInvitation } from "../../builders.ts";
import { startTable } from "../../table.ts";

const NOW = new Date("2026-12-01T08:00:00Z");
const ACCOUNT: MailAccount = { perSecond: 14, max24Hours: 50_000, sentLast24Hours: 0, isEnabled: true };
const someDue = (count: number): DueSend[] =>
  Array.from({ length: count }, (_, i) => ({
    kind: "survey",
    invitationId: `i${i}`,
    accountId: "a",
    contactId: "c",
    programId: "p",
    personHash: "h",
    notBefore: new Date(NOW.getTime() + i).toISOString(),
  }));

type Given = { readonly account?: Partial<MailAccount>; readonly refused?: string };

/** A queue that remembers what it took, and a due index; the queue refuses the job named. */
function aQueue(due: readonly DueSend[], { account, refused }: Given = {}) {
  const queued: PacedJob[] = [];
  const marked: string[] = [];
  const asked: string[] = [];
  let kept: SendingState | undefined;
  const ports: DispatchPorts = {
    mostPerSecond: 100,
    state: async () => kept,
    keep: async (next, seen) => {
      if (kept?.nextSlotAt !== seen?.nextSlotAt) return false;
      kept = next;
      return true;
    },
    account: async () => {
      asked.push("account");
      return { ...ACCOUNT, ...account };
    },
    dueBy: async (_, limit) =>
      due.filter(({ invitationId }) => !marked.includes(invitationId)).slice(0, limit),
    enqueue: async (jobs) => {
      const taken = jobs.filter(({ job }) => job.invitationId !== refused);
      queued.push(...taken);
      return taken.map(({ job }) => job);
    },
    markQueued: async ({ invitationId }) => {
      marked.push(invitationId);
    },
  };
  return { ports, queued, marked, asked, kept: () => kept };
}

const queuedOf = async (due: readonly DueSend[], account: Partial<MailAccount>) => {
  const queue = aQueue(due, { account });
  await dispatchInvitations(queue.ports)(NOW);
  return { queued: queue.queued.length, ...queue.kept() };
};

describe("a dispatch", () => {
  test("queues what fits into two minutes of SES's rate, or is left of the day", async () => {
    const many = someDue(3000);
    const room = (perSecond: number) => Math.floor(120 * 0.92 * perSecond) + 1;
    expect(await queuedOf(many, {})).toMatchObject({ queued: room(14), state: "ok" });
    expect(await queuedOf(many, { perSecond: 1, max24Hours: 200 })).toMatchObject({
      ...{ queued: room(1), state: "sandbox", perSecond: 1 },
    });
    expect(await queuedOf(many, { sentLast24Hours: 49_993 })).toMatchObject({ queued: 7, state: "ok" });
  });

  test("defers what SES takes no more of, and says since when it waits", async () => {
    const waitingSince = NOW.toISOString();
    const nothing = (state: string) => ({ queued: 0, state, waitingSince });
    expect(await queuedOf(someDue(2), { sentLast24Hours: 50_000 })).toMatchObject(nothing("quota-used-up"));
    expect(await queuedOf(someDue(2), { sentLast24Hours: 50_003 })).toMatchObject(nothing("quota-used-up"));
    expect(await queuedOf(someDue(2), { isEnabled: false })).toMatchObject(nothing("paused"));
    expect(await queuedOf(someDue(2), {})).toMatchObject({ queued: 2, state: "ok", waitingSince: null });
    const [, , third] = someDue(3);
    const left = { sentLast24Hours: 49_998 };
    expect(await queuedOf(someDue(3), left)).toMatchObject({ queued: 2, waitingSince: third?.notBefore });
  });

  test("goes on by itself once SES takes mail again, and says since when", async () => {
    const queue = aQueue(someDue(2), { account: { isEnabled: false } });
    await dispatchInvitations(queue.ports)(NOW);
    const resumed = { ...queue.ports, account: async () => ACCOUNT };
    const later = new Date(NOW.getTime() + 60_000);
    expect(await dispatchInvitations(resumed)(later)).toMatchObject({
      ...{ kind: "dispatched", queued: 2, before: "paused" },
      state: { state: "ok", since: later.toISOString() },
    });
    const again = new Date(NOW.getTime() + 2 * 3_600_000);
    await dispatchInvitations(resumed)(again);
    expect(queue.kept()).toMatchObject({ since: later.toISOString(), at: again.toISOString() });
  });

  test("does not ask SES anything while nothing is due and all was well within the hour", async () => {
    const queue = aQueue([]);
    await dispatchInvitations(queue.ports)(NOW);
    await dispatchInvitations(queue.ports)(new Date(NOW.getTime() + 59 * 60_000));
    expect(queue.asked).toHaveLength(1);
    await dispatchInvitations(queue.ports)(new Date(NOW.getTime() + 60 * 60_000));
    expect(queue.asked).toHaveLength(2);
  });

  test("plans no more a second than the senders are made for", async () => {
    const queue = aQueue(someDue(500), { account: { perSecond: 5000 } });
    await dispatchInvitations({ ...queue.ports, mostPerSecond: 2 })(NOW);
    expect(queue.kept()).toMatchObject({ perSecond: 2, state: "ok" });
    expect(queue.queued.length).toBe(Math.floor(120 * 0.92 * 2) + 1);
  });

  test("beside another plans nothing for the same seconds: one of them steps back", async () => {
    const queue = aQueue(someDue(30));
    const dispatch = dispatchInvitations(queue.ports);
    const outcomes = await Promise.all([dispatch(NOW), dispatch(NOW)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["dispatched", "overtaken"]);
    expect(new Set(queue.queued.map(({ sendAt }) => sendAt)).size).toBe(30);
    expect(queue.queued).toHaveLength(30);
  });

  test("queues in the order of what is due", async () => {
    const queue = aQueue(someDue(300));
    await dispatchInvitations(queue.ports)(NOW);
    const bySlot = queue.queued.toSorted((a, b) => a.sendAt - b.sendAt);
    expect(bySlot.map(({ job }) => job.invitationId)).toEqual(
      someDue(300).map(({ invitationId }) => invitationId),
    );
  });

  test("marks as queued only what the queue took", async () => {
    const { ports, marked } = aQueue(someDue(3), { refused: "i1" });
    expect(await dispatchInvitations(ports)(NOW)).toMatchObject({ queued: 2 });
    expect(marked).toEqual(["i0", "i2"]);
  });

  test("that dies before it marks queues again the next time: nothing is lost", async () => {
    const { ports, queued } = aQueue(someDue(1));
    const dying = { ...ports, markQueued: () => Promise.reject(new Error("died")) };
    await expect(dispatchInvitations(dying)(NOW)).rejects.toThrow("died");
    await dispatchInvitations(ports)(NOW);
    expect(queued).toHaveLength(2);
  });

  test("that dies once it has taken its slots leaves them empty, and everything due", async () => {
    const { ports, queued } = aQueue(someDue(2));
    const dying = { ...ports, enqueue: () => Promise.reject(new Error("died")) };
    await expect(dispatchInvitations(dying)(NOW)).rejects.toThrow("died");
    await dispatchInvitations(ports)(NOW);
    expect(queued.map(({ job }) => job.invitationId)).toEqual(["i0", "i1"]);
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
    mostPerSecond: 14,
    state: () => sendingState(table),
    keep: (next, seen) => keepSendingState(table, next, seen),
    account: async () => ACCOUNT,
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
    const invitation = anInvitation({ invitationId: "quick", notBefore: "2026-12-10T08:00:00.000Z" });
    await save("quick", invitation.notBefore);
    const notBefore = "2026-12-10T08:01:00.000Z";
    const ports = tablePorts(async (jobs) => {
      await moveInvitation(table, {
        invitationId: "quick",
        from: ["selected"],
        set: { status: "selected", notBefore },
        due: sendDueKey(notBefore, invitation),
      });
      return jobs.map(({ job }) => job);
    });
    await dispatchInvitations(ports)(new Date("2026-12-10T08:00:30.000Z"));
    expect(await invitationById(table, "quick")).toMatchObject({ status: "selected", notBefore });
    expect(await dueIds(notBefore)).toEqual(["quick"]);
  });

  test("does not touch what has been sent meanwhile", async () => {
    await save("sent", "2026-12-20T08:00:00.000Z");
    const ports = tablePorts(async (jobs) => {
      await moveInvitation(table, { invitationId: "sent", from: ["selected"], set: { status: "sent" } });
      return jobs.map(({ job }) => job);
    });
    await dispatchInvitations(ports)(new Date("2026-12-20T08:00:00.000Z"));
    expect((await invitationById(table, "sent"))?.status).toBe("sent");
  });
});
