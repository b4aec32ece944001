import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../table.ts";

/** `npm start` as a process of its own, on a folder and a port of this test's. */
async function started(args: readonly string[]) {
  const dir = mkdtempSync(join(tmpdir(), "surveys-start-"));
  const port = await freePort();
  const child = spawn(process.execPath, ["infra/local/start.mjs", ...args], {
    env: { ...process.env, LOCAL_DIR: dir, PORT: String(port) },
  });
  const ended = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });
  return { child, port, ended };
}

test("what is not understood ends it at once, with one sentence and code 2", async () => {
  const { child, ended } = await started(["--frsh"]);
  const said = (await child.stderr.toArray()).join("").trim();
  expect(await ended).toEqual([2, null]);
  expect(said).toMatch(/^"--frsh" is not understood: .*$/);
});

test("says in one line that it is ready and where, and ends cleanly when asked to", async () => {
  const { child, port, ended } = await started(["--empty", "--fresh", "--at", "2026-11-24T12:00:00Z"]);
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (!line.startsWith("Ready")) continue;
    expect((await fetch(`http://localhost:${port}/v1/health`)).status).toBe(200);
    child.kill("SIGTERM");
  }
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`http://localhost:${port}/inbox`);
  expect(lines[0]).toContain("2026-11-24T12:00:");
  expect(await ended).toEqual([0, null]);
});
