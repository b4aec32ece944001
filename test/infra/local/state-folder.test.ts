import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { takeStateFolder } from "../../../infra/local/state-folder.ts";

function aFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "surveys-state-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

test("a second stack on the same folder is told so, and may have it once the first is gone", () => {
  const dir = aFolder();
  const first = takeStateFolder(dir);
  expect(() => takeStateFolder(dir)).toThrow(`Another stack runs on ${dir}`);
  first.release();
  takeStateFolder(dir).release();
});

test("is still taken after it was wiped", () => {
  const dir = aFolder();
  const first = takeStateFolder(dir);
  first.wipe();
  expect(() => takeStateFolder(dir)).toThrow("Another stack runs");
  first.release();
});

test("knows whether anything is kept, and forgets it when wiped", () => {
  const dir = aFolder();
  const folder = takeStateFolder(dir);
  expect(folder.isEmpty()).toBe(true);
  writeFileSync(join(dir, "state.db"), "");
  expect(folder.isEmpty()).toBe(false);
  folder.wipe();
  expect(folder.isEmpty()).toBe(true);
  folder.release();
});
