import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type LocalStack, type LocalStackOptions, startLocalStack } from "../../infra/local/stack.ts";
import { theApp } from "../infra/local/the-app.ts";
import { type Api, apiOver } from "./api.ts";

/** Where it is morning when a day's surveys are selected: mails leave at once, and no clock is moved for them. */
export const MORNING_ZONE = "Asia/Tokyo";

/**
 * A whole local stack of the tests around it, whose clock starts `at` a time: begun before them and before what they
 * prepare, ended and gone after them, whatever failed. What it answers can be asked from then on.
 */
export function aStack(at: string, more: Pick<LocalStackOptions, "publicOrigin"> = {}): Api {
  let dir: string | undefined;
  let stack: LocalStack | undefined;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "lifecycle-"));
    const synthesized = await theApp();
    stack = await startLocalStack({ dir, port: 0, fresh: true, at: new Date(at), synthesized, ...more });
  }, 240_000);

  afterAll(async () => {
    await stack?.stop();
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  const begun = (): LocalStack => {
    if (stack === undefined)
      throw new Error("The stack is asked before it has begun: ask in beforeAll or it");
    return stack;
  };
  return apiOver({
    get origin() {
      return begun().origin;
    },
    token: (role) => begun().token(role),
  });
}
