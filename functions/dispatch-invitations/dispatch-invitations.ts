import { type Pace, paceFrom, slotsFor } from "#shared/domain/sending/pacing.ts";
import {
  allowanceOf,
  isRecent,
  type MailAccount,
  type SendingState,
  stateOf,
} from "#shared/domain/sending/sending-state.ts";
import type { DueSend } from "#shared/dynamodb/sending.ts";

/** A mail and its slot, in milliseconds since 1970, and how far apart slots are. */
export type PacedJob = { readonly job: DueSend; readonly sendAt: number; readonly everyMs: number };

export type DispatchPorts = {
  /** Mails a second that the senders are made for, however many more SES takes. */
  readonly mostPerSecond: number;
  /** How sending stood at the last dispatch. */
  state(): Promise<SendingState | undefined>;
  /** Takes the slots; `false` where another dispatch has taken some since `seen` was read. */
  keep(next: SendingState, seen: SendingState | undefined): Promise<boolean>;
  /** What SES says of the account at the moment. */
  account(): Promise<MailAccount>;
  dueBy(now: Date, limit: number): Promise<readonly DueSend[]>;
  /** Puts up to ten jobs on the send queue, each to appear shortly before its slot; answers those it took. */
  enqueue(jobs: readonly PacedJob[]): Promise<readonly DueSend[]>;
  /** Takes it out of the index, unless the sender was quicker and put it back for a later time. */
  markQueued(job: DueSend): Promise<void>;
};

export type Dispatched =
  | { readonly kind: "nothing-due" }
  /** Another dispatch was under way, and queues what this one found. */
  | { readonly kind: "overtaken" }
  | {
      readonly kind: "dispatched";
      readonly queued: number;
      readonly state: SendingState;
      readonly before: SendingState["state"] | undefined;
    };

/** SendMessageBatch takes at most ten. */
const BATCH = 10;
const BATCHES_AT_ONCE = 10;

/**
 * Queues the mails whose time has come, each for a slot of its own within SES's rate and what is left of its day;
 * what finds no slot stays in the index. Slots are taken before anything is queued, so that two dispatches at once
 * plan nothing for the same second. Queued first and marked after: a crash between queues somebody twice, and the
 * sender's claim lets only one of the two through.
 */
export const dispatchInvitations =
  (ports: DispatchPorts) =>
  async (now: Date): Promise<Dispatched> => {
    const [[first], seen] = await Promise.all([ports.dueBy(now, 1), ports.state()]);
    if (first === undefined && isRecent(seen, now)) return { kind: "nothing-due" };
    const account = await ports.account();
    const allowed = allowanceOf(account);
    const perSecond = Math.min(allowed.perSecond, ports.mostPerSecond);
    const pace = paceFrom(now.getTime(), seen?.nextSlotAt ?? 0, { ...allowed, perSecond });
    // One more than there is room for, to know who waits.
    const due = first === undefined || pace.room < 1 ? [first] : await ports.dueBy(now, pace.room + 1);
    const found = due.filter((job) => job !== undefined);
    const { jobs, nextSlotAt } = planned(found.slice(0, pace.room), now, pace);

    const { isEnabled: _, ...limits } = account;
    const state = stateOf(account);
    const next: SendingState = {
      ...{ type: "sending", version: 1, ...limits, perSecond, state, at: now.toISOString() },
      since: seen?.state === state ? seen.since : now.toISOString(),
      waitingSince: found[jobs.length]?.notBefore ?? null,
      nextSlotAt: nextSlotAt ?? seen?.nextSlotAt ?? 0,
    };
    if (!(await ports.keep(next, seen))) return { kind: "overtaken" };
    return { kind: "dispatched", queued: await queueAll(ports, jobs), state: next, before: seen?.state };
  };

function planned(
  due: readonly DueSend[],
  now: Date,
  pace: Pace,
): { readonly jobs: readonly PacedJob[]; readonly nextSlotAt?: number } {
  if (due.length === 0) return { jobs: [] };
  const { times, nextSlotAt } = slotsFor(due.length, now.getTime(), pace);
  const everyMs = Math.ceil(pace.everyMs);
  return { jobs: due.map((job, i) => ({ job, sendAt: times[i] ?? nextSlotAt, everyMs })), nextSlotAt };
}

/** In the order of their slots, several batches side by side: one after the other, the last would come too late. */
async function queueAll(ports: DispatchPorts, jobs: readonly PacedJob[]): Promise<number> {
  let next = 0;
  let queued = 0;
  const work = async () => {
    while (next < jobs.length) {
      const batch = jobs.slice(next, next + BATCH);
      next += BATCH;
      const taken = await ports.enqueue(batch);
      await Promise.all(taken.map((job) => ports.markQueued(job)));
      queued += taken.length;
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
  return queued;
}
