import { openSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { shiftDate } from "../shifted-date.ts";
import type { SandboxAnswer, SandboxData, SandboxRequest } from "./sandbox.ts";

type Handler = (event: unknown, context: object) => unknown;

// The other end of this thread is sandbox.ts, which types what it sends.
const data = workerData as SandboxData;

shiftDate(data.offset);
const log = openSync(data.logFile, "a");
// Written at once and by this thread: what a function said last is there even if its thread is ended a moment later.
for (const stream of [process.stdout, process.stderr])
  stream.write = (chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    writeSync(log, typeof chunk === "string" ? Buffer.from(chunk) : chunk);
    const done = rest.at(-1);
    if (typeof done === "function") done();
    return true;
  };

const answer = (message: SandboxAnswer): void => parentPort?.postMessage(message);

process.on("uncaughtException", (error, origin) => {
  const type = origin === "unhandledRejection" ? "Runtime.UnhandledPromiseRejection" : nameOf(error);
  answer(failure(error, type, true));
  process.exit(1);
});

const loaded = load();
parentPort?.on("message", async ({ requestId, event }: SandboxRequest) => {
  const handler = await loaded;
  if (typeof handler !== "function") return answer(handler);
  answer({ kind: "began" });
  try {
    const result = await handler(JSON.parse(event), contextOf(requestId));
    answer({ kind: "returned", payload: JSON.stringify(result ?? null) ?? "null" });
  } catch (error) {
    answer(failure(error, nameOf(error), false));
  }
});

async function load(): Promise<Handler | SandboxAnswer> {
  try {
    const exported: Readonly<Record<string, unknown>> = createRequire(data.file)(data.file);
    const handler = exported[data.exportName];
    if (typeof handler === "function") return handler as Handler;
    const errorMessage = `${data.exportName} is undefined or not exported`;
    return { kind: "failed", errorType: "Runtime.HandlerNotFound", errorMessage, isFatal: true };
  } catch (error) {
    return failure(error, nameOf(error), true);
  }
}

/** As Lambda reports what a handler threw; the stack stays in the log. */
function failure(error: unknown, errorType: string, isFatal: boolean): SandboxAnswer {
  const errorMessage = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack?.split("\n") : undefined;
  process.stdout.write(`${JSON.stringify({ level: "ERROR", errorType, errorMessage, stack })}\n`);
  return { kind: "failed", errorType, errorMessage, isFatal };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function contextOf(requestId: string): object {
  const endsAt = performance.now() + data.timeoutMs;
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: data.name,
    functionVersion: "$LATEST",
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAt - performance.now())),
    invokedFunctionArn: data.arn,
    logGroupName: `/aws/lambda/${data.name}`,
    logStreamName: "local",
    memoryLimitInMB: String(data.memoryMb),
  };
}
