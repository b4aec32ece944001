import type { DatabaseSync } from "node:sqlite";
import type { PendingWork } from "../context.ts";

/** Publishes to an SNS topic; rejects where the topic did not take it. */
export type Publish = (topicArn: string, message: string) => Promise<void>;

export interface Outbox {
  readonly work: PendingWork;
  /** Synchronous, so that it can share a transaction; published soon after, and after a restart. */
  add(mailId: string, topicArn: string, message: string): void;
  /** Looks for what is to be published; to be called once a transaction with `add` is over. */
  wake(): void;
  stop(): Promise<void>;
}

const BATCH = 50;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

type Entry = {
  readonly number: number;
  readonly mailId: string;
  readonly topicArn: string;
  readonly message: string;
};

/** Events waiting to be published, at least once each, those of one mail in their order. Survives kill -9. */
export function outbox(db: DatabaseSync, publish: Publish, say: (line: string) => void): Outbox {
  db.exec(`
    CREATE TABLE IF NOT EXISTS ses_outbox (
      number INTEGER PRIMARY KEY, mail_id TEXT NOT NULL, topic_arn TEXT NOT NULL, message TEXT NOT NULL
    );
  `);
  const insert = db.prepare("INSERT INTO ses_outbox (mail_id, topic_arn, message) VALUES (?, ?, ?)");
  const select = db.prepare(`SELECT * FROM ses_outbox ORDER BY number LIMIT ${BATCH}`);
  const remove = db.prepare("DELETE FROM ses_outbox WHERE number = ?");
  const count = db.prepare("SELECT count(*) AS n FROM ses_outbox");
  let running: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let retryMs = FIRST_RETRY_MS;
  let isStopped = false;

  const publishInOrder = async (entries: readonly Entry[]) => {
    for (const entry of entries) {
      await publish(entry.topicArn, entry.message);
      remove.run(entry.number);
    }
  };

  const drain = async () => {
    while (!isStopped) {
      const entries = select.all().map(
        (row): Entry => ({
          number: Number(row.number),
          mailId: String(row.mail_id),
          topicArn: String(row.topic_arn),
          message: String(row.message),
        }),
      );
      if (entries.length === 0) return;
      const byMail = Map.groupBy(entries, (entry) => entry.mailId);
      const results = await Promise.allSettled([...byMail.values()].map(publishInOrder));
      const failed = results.find((result) => result.status === "rejected");
      if (failed !== undefined) throw failed.reason;
      retryMs = FIRST_RETRY_MS;
    }
  };

  const wake = () => {
    if (isStopped || running !== undefined || retry !== undefined) return;
    running = drain()
      .catch((error: unknown) => {
        if (retryMs === FIRST_RETRY_MS) {
          say(`A mail event could not be published and is tried again (${reasonOf(error)}).`);
        }
        retry = setTimeout(() => {
          retry = undefined;
          wake();
        }, retryMs).unref();
        retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
      })
      .finally(() => {
        running = undefined;
        // Something may have been added between the last look and here.
        if (retry === undefined && !isStopped && Number(count.get()?.n) > 0) wake();
      });
  };

  return {
    work: { kind: "mail events", count: async () => (isStopped ? 0 : Number(count.get()?.n)) },
    add: (mailId, topicArn, message) => {
      insert.run(mailId, topicArn, message);
    },
    wake,
    stop: async () => {
      isStopped = true;
      clearTimeout(retry);
      await running;
    },
  };
}

/** By name: a message could repeat what was to be published, which names a customer. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown error";
}
