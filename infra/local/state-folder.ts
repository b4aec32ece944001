import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Why the laptop did not start, as a sentence for the person who started it. */
export class StartRefused extends Error {
  override readonly name = "StartRefused";
}

export interface StateFolder {
  /** Whether nothing is kept here, because it is new or was wiped. */
  isEmpty(): boolean;
  /** Removes what was kept. */
  wipe(): void;
  release(): void;
}

const LOCK = "lock.db";

/**
 * Takes the folder for this process alone. The lock is one of SQLite's, which the system takes back however the
 * process ends.
 */
export function takeStateFolder(dir: string): StateFolder {
  mkdirSync(dir, { recursive: true });
  const lock = new DatabaseSync(join(dir, LOCK));
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw new StartRefused(
      `Another stack runs on ${resolve(dir)}: stop it, or set LOCAL_DIR to a folder of this one's own.`,
      { cause: error },
    );
  }
  const kept = () => readdirSync(dir).filter((name) => !name.startsWith(LOCK));
  return {
    isEmpty: () => !kept().includes("state.db"),
    wipe: () => {
      for (const name of kept()) rmSync(join(dir, name), { recursive: true });
    },
    release: () => lock.close(),
  };
}
