import { setTimeout as wait } from "node:timers/promises";
import type { PendingWork } from "../context.ts";

/** Most work is done in milliseconds: it is looked for often at first, then less and less. */
const MAX_POLL_MS = 20;

export type Idleness =
  | { readonly kind: "idle" }
  | {
      readonly kind: "busy";
      readonly waitingFor: readonly { readonly kind: string; readonly count: number }[];
    };

/**
 * Waits until no work is left, up to a limit in milliseconds of real time. All counts must be 0 twice in a row, since
 * work may pass from one kind to another while they are read.
 */
export async function waitUntilIdle(pending: readonly PendingWork[], timeoutMs: number): Promise<Idleness> {
  const end = performance.now() + timeoutMs;
  let quiet = 0;
  for (let pollMs = 1; ; pollMs = Math.min(pollMs * 2, MAX_POLL_MS)) {
    quiet = (await isAnyLeft(pending)) ? 0 : quiet + 1;
    if (quiet === 2) return { kind: "idle" };
    if (performance.now() >= end && quiet === 0) {
      const counts = pending.map(async (work) => ({ kind: work.kind, count: await work.count() }));
      const waitingFor = (await Promise.all(counts)).filter(({ count }) => count > 0);
      if (waitingFor.length > 0) return { kind: "busy", waitingFor };
    }
    await wait(quiet > 0 ? 1 : pollMs);
  }
}

/** One after the other and no further than the first: some counts cost the engines more than others. */
async function isAnyLeft(pending: readonly PendingWork[]): Promise<boolean> {
  for (const work of pending) if ((await work.count()) > 0) return true;
  return false;
}
