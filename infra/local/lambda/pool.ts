import { randomUUID } from "node:crypto";
import type { Clock, InvokeResult } from "../context.ts";
import type { FunctionDefinition } from "./definition.ts";
import { openSandbox, type Sandbox } from "./sandbox.ts";

/** All sandboxes of one function. They open as they are needed; one of them stays open for good. */
export type Pool = {
  readonly definition: FunctionDefinition;
  /** Runs the function on an event, given as JSON, when a sandbox is free. */
  invoke(event: string, requestId?: string): Promise<InvokeResult>;
  /** Events being worked on or waiting for a sandbox. */
  running(): number;
  end(): Promise<void>;
};

/** A sandbox takes some 25 MB, so that those of a burst are not kept long. */
const BURST_OVER_MS = 30_000;

const ENDED: InvokeResult = {
  kind: "failed",
  errorType: "Runtime.ExitError",
  errorMessage: "The laptop is stopping",
};

export function openPool(definition: FunctionDefinition, clock: Clock, logFile: string): Pool {
  const open = new Set<Sandbox>();
  const idle: Sandbox[] = [];
  const waiting: ((sandbox: Sandbox | undefined) => void)[] = [];
  let running = 0;
  let isEnded = false;

  const afterBurst = setTimeout(() => {
    for (const sandbox of idle.splice(1)) {
      open.delete(sandbox);
      void sandbox.end();
    }
  }, BURST_OVER_MS).unref();

  const add = (): Sandbox => {
    const sandbox = openSandbox(definition, clock, logFile);
    open.add(sandbox);
    return sandbox;
  };
  const take = (): Sandbox | undefined | Promise<Sandbox | undefined> => {
    if (isEnded) return undefined;
    for (let sandbox = idle.pop(); sandbox !== undefined; sandbox = idle.pop()) {
      if (sandbox.isUsable()) return sandbox;
      open.delete(sandbox);
    }
    if (open.size < definition.concurrency) return add();
    return new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (sandbox: Sandbox): void => {
    if (!sandbox.isUsable()) open.delete(sandbox);
    const next = isEnded ? undefined : waiting.shift();
    if (next !== undefined) next(sandbox.isUsable() ? sandbox : add());
    else if (sandbox.isUsable()) idle.push(sandbox);
  };

  return {
    definition,
    running: () => running,
    invoke: async (event, requestId = randomUUID()) => {
      running++;
      try {
        const sandbox = await take();
        if (sandbox === undefined) return ENDED;
        const result = await sandbox.invoke(requestId, event);
        giveBack(sandbox);
        afterBurst.refresh();
        return result;
      } finally {
        running--;
      }
    },
    end: async () => {
      isEnded = true;
      clearTimeout(afterBurst);
      for (const next of waiting.splice(0)) next(undefined);
      await Promise.all([...open].map((sandbox) => sandbox.end()));
      open.clear();
      idle.length = 0;
    },
  };
}
