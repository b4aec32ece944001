import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Synthesized, synthesize } from "../../../infra/local/synthesize.ts";

declare global {
  var synthesizedApp: Promise<Synthesized> | undefined;
}

/** The CDK app, synthesized and bundled once for all stacks of this process: it is the same for each. */
export async function theApp(): Promise<Synthesized> {
  // On the process rather than here, since each test file loads this module anew.
  globalThis.synthesizedApp ??= synthesizeOnce();
  return await globalThis.synthesizedApp;
}

async function synthesizeOnce(): Promise<Synthesized> {
  const dir = mkdtempSync(join(tmpdir(), "surveys-app-"));
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  return await synthesize(dir);
}
