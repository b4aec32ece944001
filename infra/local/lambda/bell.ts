import { setTimeout as pause } from "node:timers/promises";

/** Lets those who poll sleep until there may be something: a ring, or the end of their patience. */
export type Bell = {
  ring(): void;
  wait(patienceMs: number): Promise<void>;
};

export function hangBell(): Bell {
  let rung = Promise.withResolvers<void>();
  return {
    ring: () => {
      rung.resolve();
      rung = Promise.withResolvers();
    },
    wait: async (patienceMs) => {
      const patience = new AbortController();
      const over = pause(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
      await Promise.race([rung.promise, over]);
      patience.abort();
    },
  };
}
