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
 * Waits until no work is left, up to a limit in milliseconds of real time. All counts must be 0 and nothing begun while
 * they are read, since work may pass from one kind to another meanwhile.
 */
export async function waitUntilIdle(pending: readonly PendingWork[], timeoutMs: number): Promise<Idleness> {
  const end = performance.now() + timeoutMs;
  for (let pollMs = 1; ; pollMs = Math.min(pollMs * 2, MAX_POLL_MS)) {
    const before = begun(pending);
    if (!(await isAnyLeft(pending)) && begun(pending) === before) return { kind: "idle" };
    if (performance.now() >= end) {
      const counts = pending.map(async (work) => ({ kind: work.kind, count: await work.count() }));
      const waitingFor = (await Promise.all(counts)).filter(({ count }) => count > 0);
      if (waitingFor.length > 0) return { kind: "busy", waitingFor };
    }
    await wait(pollMs);
  }
}

const begun = (pending: readonly PendingWork[]): number =>
  pending.reduce((sum, work) => sum + (work.begun?.() ?? 0), 0);

/** One after the other and no further than the first: some counts cost the engines more than others. */
async function isAnyLeft(pending: readonly PendingWork[]): Promise<boolean> {
  for (const work of pending) if ((await work.count()) > 0) return true;
  return false;
}
