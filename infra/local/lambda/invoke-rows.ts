import type { DatabaseSync } from "node:sqlite";

export type InvokeRow = {
  readonly id: number;
  readonly functionName: string;
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  /** By the laptop's clock, as all times here. */
  readonly acceptedMs: number;
  readonly attempts: number;
  /** Set once it failed for good: the record that its destination is owed, as JSON. */
  readonly failure: string | null;
};

const SCHEMA = `
  create table if not exists async_invokes (
    id integer primary key, function_name text not null, request_id text not null, payload text not null,
    accepted_ms real not null, due_ms real not null, attempts integer not null default 0, failure text);
  create index if not exists async_invokes_due on async_invokes (function_name, due_ms)`;

/** The events that were accepted for asynchronous functions and are not done, on disk. */
export function invokeRows(db: DatabaseSync) {
  db.exec(SCHEMA);
  const insert =
    db.prepare(`insert into async_invokes (function_name, request_id, payload, accepted_ms, due_ms)
    values (:functionName, :requestId, :payload, :atMs, :atMs)`);
  const remove = db.prepare("delete from async_invokes where id = ?");
  const removeAllOf = db.prepare("delete from async_invokes where function_name = ?");
  const retry = db.prepare("update async_invokes set attempts = ?, due_ms = ? where id = ?");
  const fail = db.prepare("update async_invokes set attempts = ?, failure = ? where id = ?");
  const postpone = db.prepare("update async_invokes set due_ms = ? where id = ?");
  const count = db.prepare("select count(*) as n from async_invokes");
  const functionsDue = db.prepare(
    "select distinct function_name as name from async_invokes where due_ms <= ?",
  );
  const due = db.prepare(`select id, function_name as functionName, request_id as requestId, payload,
      accepted_ms as acceptedMs, attempts, failure
    from async_invokes where function_name = ? and due_ms <= ? order by due_ms, id limit ?`);
  return {
    add: (event: {
      readonly functionName: string;
      readonly requestId: string;
      readonly payload: string;
      readonly atMs: number;
    }): void => {
      insert.run(event);
    },
    remove: (id: number): void => {
      remove.run(id);
    },
    removeAllOf: (functionName: string): void => {
      removeAllOf.run(functionName);
    },
    retry: (id: number, attempts: number, dueMs: number): void => {
      retry.run(attempts, dueMs, id);
    },
    fail: (id: number, attempts: number, failure: string): void => {
      fail.run(attempts, failure, id);
    },
    postpone: (id: number, dueMs: number): void => {
      postpone.run(dueMs, id);
    },
    count: (): number => Number(count.get()?.n),
    functionsDue: (atMs: number): readonly string[] => functionsDue.all(atMs).map(({ name }) => String(name)),
    // The columns are named as the type has them, and only this file writes them.
    due: (functionName: string, atMs: number, limit: number) =>
      due.all(functionName, atMs, limit) as readonly unknown[] as readonly InvokeRow[],
  };
}
