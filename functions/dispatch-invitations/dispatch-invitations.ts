import type { DueSend } from "#shared/dynamodb/sending.ts";

export type DispatchPorts = {
  /** What SES allows this account at the moment. */
  sendQuota(): Promise<{ readonly perSecond: number; readonly leftToday: number }>;
  dueBy(now: Date, limit: number): Promise<readonly DueSend[]>;
  /** Puts jobs on the send queue, each to appear after its delay; answers those the queue took. */
  enqueue(
    jobs: readonly { readonly job: DueSend; readonly delaySeconds: number }[],
  ): Promise<readonly DueSend[]>;
  /** Takes it out of the index, unless the sender was quicker and put it back for a later time. */
  markQueued(job: DueSend): Promise<void>;
};

const SECONDS_BETWEEN_DISPATCHES = 60;

/**
 * Queues the invitations whose time has come, no more than SES will send until the next dispatch, each in a second
 * of its own rate. Queued first and marked after: a crash between queues somebody twice, and the sender's claim
 * lets only one of the two through.
 */
export const dispatchInvitations =
  (ports: DispatchPorts) =>
  async (now: Date): Promise<{ readonly queued: number; readonly leftToday: number }> => {
    const { perSecond, leftToday } = await ports.sendQuota();
    const limit = Math.floor(Math.min(perSecond * SECONDS_BETWEEN_DISPATCHES, leftToday));
    if (limit < 1) return { queued: 0, leftToday };
    const due = await ports.dueBy(now, limit);
    const taken = await ports.enqueue(
      due.map((job, i) => ({ job, delaySeconds: Math.floor(i / perSecond) })),
    );
    for (const job of taken) await ports.markQueued(job);
    return { queued: taken.length, leftToday };
  };
