import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Opens the laptop's own state, `state.db` in `dir`, which it makes where missing. What was committed survives a
 * killed process: with WAL, `synchronous = NORMAL` may lose the last commits only when the machine itself goes down.
 */
export function openState(dir: string): DatabaseSync {
  mkdirSync(dir, { recursive: true });
  const db = new DatabaseSync(join(dir, "state.db"), { timeout: 5_000 });
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  return db;
}
