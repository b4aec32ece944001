import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { type LocalClock, startClock } from "../../../../infra/local/clock.ts";
import type { Local } from "../../../../infra/local/context.ts";
import { LOCAL_ACCOUNT_ID } from "../../../../infra/local/engines/queues.ts";
import { type LambdaRuntime, lambdaRuntime } from "../../../../infra/local/lambda/runtime.ts";
import { openState } from "../../../../infra/local/state.ts";
import { aDirectory, define } from "../a-local.ts";

export const stack = { region: "us-east-1", accountId: LOCAL_ACCOUNT_ID };

export type Laptop = {
  readonly runtime: LambdaRuntime;
  readonly clock: LocalClock;
  readonly local: Omit<Local, "functions">;
  readonly said: readonly string[];
  /** Defines a function from the body of its bundle. */
  fn(name: string, bundle: string, properties?: Readonly<Record<string, unknown>>): Promise<void>;
  make(type: string, logicalId: string, properties: Readonly<Record<string, unknown>>): Promise<void>;
  /** All that the function `record`ed, a line each, over all of its runs. */
  recorded(name: string): readonly unknown[];
  pending(): Promise<number>;
};

/** For bundles that keep what they were given: writes a line of JSON to the function's log. */
const RECORD = "const record = (what) => process.stdout.write(JSON.stringify(what) + '\\n');";

/** What `require` needs to find a package from a bundle that lies elsewhere. */
export const packagePath = (name: string): string =>
  JSON.stringify(createRequire(import.meta.url).resolve(name));

/** A laptop whose functions come from the test; started again where `dir` is that of an earlier one. */
export async function aLaptop(
  options: { dir?: string; environment?: Readonly<Record<string, string>> } = {},
): Promise<Laptop> {
  const dir = options.dir ?? aDirectory();
  const db = openState(dir);
  const clock = startClock(db);
  const said: string[] = [];
  const local = {
    ...stack,
    dir,
    clock,
    db,
    pending: [],
    origin: "http://localhost:0",
    say: (line: string) => said.push(line),
  };
  const runtime = lambdaRuntime(
    {
      ...local,
      say: (line) => {
        said.push(line);
      },
    },
    { environment: options.environment ?? {}, assetDirectory: (key) => join(dir, "assets", key) },
  );
  onTestFinished(() => runtime.stop());
  const make: Laptop["make"] = async (type, logicalId, properties) => {
    await define(runtime.resources, type, logicalId, properties);
  };
  return {
    runtime,
    clock,
    local: { ...local, say: () => undefined },
    said,
    make,
    fn: async (name, bundle, properties = {}) => {
      const asset = join(dir, "assets", `${name}.zip`);
      mkdirSync(asset, { recursive: true });
      writeFileSync(join(asset, "index.js"), `"use strict";${RECORD}${bundle}`);
      await make("AWS::Lambda::Function", name, {
        Code: { S3Bucket: "assets", S3Key: `${name}.zip` },
        Handler: "index.handler",
        Runtime: "nodejs24.x",
        Role: "role",
        ...properties,
      });
    },
    recorded: (name) => {
      try {
        return readFileSync(join(dir, "logs", `${name}.log`), "utf8")
          .trim()
          .split("\n")
          .filter((line) => line !== "")
          .map((line): unknown => JSON.parse(line))
          .filter((line) => (line as { level?: unknown } | null)?.level !== "ERROR");
      } catch {
        return [];
      }
    },
    pending: async () => {
      const counts = await Promise.all(
        local.pending.map((work: { count(): Promise<number> }) => work.count()),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** Waits until something holds; fails the test after a while. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const start = performance.now(); !(await holds()); await pause(10))
    if (performance.now() - start > 8_000) throw new Error("it never held");
}
