import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import type { Clock, InvokeResult } from "../context.ts";
import type { FunctionDefinition } from "./definition.ts";

/** One thread that a function runs in, for one event at a time; its module state lasts from event to event. */
export type Sandbox = {
  invoke(requestId: string, event: string): Promise<InvokeResult>;
  /** False once it timed out or ended: the next event needs another one. */
  isUsable(): boolean;
  end(): Promise<void>;
};

export type SandboxData = Pick<
  FunctionDefinition,
  "name" | "arn" | "file" | "exportName" | "timeoutMs" | "memoryMb"
> & { readonly offset: SharedArrayBuffer; readonly logFile: string };

export type SandboxRequest = { readonly requestId: string; readonly event: string };

export type SandboxAnswer =
  /** The bundle is loaded and the handler has the event. */
  | { readonly kind: "began" }
  | { readonly kind: "returned"; readonly payload: string }
  | {
      readonly kind: "failed";
      readonly errorType: string;
      readonly errorMessage: string;
      /** The thread is of no further use: it could not start, or is on its way out. */
      readonly isFatal: boolean;
    };

/** Lambda gives a function's start 10 seconds of its own; a laptop that starts many at once is slower. */
const START_LIMIT_MS = 30_000;

/** Taken out of TypeScript once here rather than in every thread: a function starts in half the time. */
let workerCode: string | undefined;

function bundleWorker(): string {
  const entry = fileURLToPath(new URL("./sandbox-worker.ts", import.meta.url));
  const options = { bundle: true, platform: "node", format: "cjs", write: false } as const;
  return buildSync({ ...options, entryPoints: [entry] }).outputFiles[0]?.text ?? "";
}

export function openSandbox(definition: FunctionDefinition, clock: Clock, logFile: string): Sandbox {
  const { name, arn, file, exportName, timeoutMs, memoryMb } = definition;
  const workerData: SandboxData = {
    name,
    arn,
    file,
    exportName,
    timeoutMs,
    memoryMb,
    logFile,
    offset: clock.offset,
  };
  workerCode ??= bundleWorker();
  const worker = new Worker(workerCode, {
    eval: true,
    workerData,
    env: definition.environment,
    execArgv: [],
  });
  worker.unref();

  let isUsable = true;
  let requestId = "";
  let answered: ((result: InvokeResult) => void) | undefined;
  let timer: NodeJS.Timeout | undefined;

  const finish = (result: InvokeResult): void => {
    clearTimeout(timer);
    answered?.(result);
    answered = undefined;
  };
  const breakOff = (errorType: string, errorMessage: string): void => {
    isUsable = false;
    void worker.terminate();
    finish({ kind: "failed", errorType, errorMessage });
  };
  const limit = (afterMs: number): void => {
    clearTimeout(timer);
    const message = `RequestId: ${requestId} Error: Task timed out after ${(afterMs / 1000).toFixed(2)} seconds`;
    timer = setTimeout(() => breakOff("Sandbox.Timedout", message), afterMs);
  };

  worker.on("message", (answer: SandboxAnswer) => {
    if (answer.kind === "began") limit(timeoutMs);
    else if (answer.kind === "returned") finish({ kind: "returned", payload: JSON.parse(answer.payload) });
    else if (answer.isFatal) breakOff(answer.errorType, answer.errorMessage);
    else finish({ kind: "failed", errorType: answer.errorType, errorMessage: answer.errorMessage });
  });
  worker.on("error", (error) => {
    breakOff(error instanceof Error ? error.name : "Runtime.Unknown", "The function's thread broke down");
  });
  worker.on("exit", (code) => {
    breakOff("Runtime.ExitError", `Error: Runtime exited with error: exit status ${code}`);
  });

  return {
    isUsable: () => isUsable,
    invoke: (id, event) => {
      const { promise, resolve } = Promise.withResolvers<InvokeResult>();
      requestId = id;
      answered = resolve;
      limit(START_LIMIT_MS);
      const request: SandboxRequest = { requestId, event };
      worker.postMessage(request);
      // A thread that is working keeps the laptop alive, an idle one does not.
      worker.ref();
      return promise.finally(() => worker.unref());
    },
    end: async () => {
      await worker.terminate();
    },
  };
}
