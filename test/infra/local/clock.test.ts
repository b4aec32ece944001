import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startClock } from "../../../infra/local/clock.ts";
import { openState } from "../../../infra/local/state.ts";

function aDirectory(): string {
  const dir = mkdtempSync(join(tmpdir(), "laptop-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const START = new Date("2030-02-01T12:00:00Z");

test("a clock starts where it is told and runs on from there", () => {
  const clock = startClock(openState(aDirectory()), START);
  const first = clock.now().getTime();
  expect(first - START.getTime()).toBeLessThan(1_000);
  expect(first).toBeGreaterThanOrEqual(START.getTime());
});

test("a clock without a start shows the machine's time", () => {
  const before = Date.now();
  const shown = startClock(openState(aDirectory())).now().getTime();
  expect(shown).toBeGreaterThanOrEqual(before);
  expect(shown).toBeLessThanOrEqual(Date.now());
});

test("a move back is refused and changes nothing", () => {
  const clock = startClock(openState(aDirectory()), START);
  expect(clock.moveTo(new Date("2029-01-01")).kind).toBe("refused");
  expect(clock.now().getUTCFullYear()).toBe(2030);
});

test("a move is there after a restart", () => {
  const dir = aDirectory();
  startClock(openState(dir), START).moveTo(new Date("2031-05-05T00:00:00Z"));
  expect(startClock(openState(dir)).now().toISOString().slice(0, 10)).toBe("2031-05-05");
});

test("a machine clock that was set back does not set the laptop's back", () => {
  const dir = aDirectory();
  const db = openState(dir);
  startClock(db);
  const shown = Date.now() + 3_600_000;
  db.prepare("update clock set shown_ms = ?").run(shown);
  expect(startClock(openState(dir)).now().getTime()).toBeGreaterThanOrEqual(shown);
});

test("a clock that already runs cannot start earlier", () => {
  const dir = aDirectory();
  startClock(openState(dir), START);
  expect(() => startClock(openState(dir), new Date("2029-01-01"))).toThrow("cannot start at 2029-01-01");
});

test("state that was committed survives a process that is killed", () => {
  const dir = aDirectory();
  const script = `
    import { openState } from "./infra/local/state.ts";
    import { startClock } from "./infra/local/clock.ts";
    const db = openState(${JSON.stringify(dir)});
    startClock(db).moveTo(new Date("2040-01-01"));
    process.kill(process.pid, "SIGKILL");`;
  expect(() => execFileSync(process.execPath, ["--input-type=module", "-e", script])).toThrow();
  expect(startClock(openState(dir)).now().getUTCFullYear()).toBe(2040);
});
