import type { Local } from "../context.ts";

export type SendToQueue = (queueArn: string, body: string) => Promise<void>;

/** One event on its way to one target of a rule. */
type Delivery = {
  readonly rule: string;
  readonly targetArn: string;
  /** The JSON text that the target receives. */
  readonly payload: string;
  readonly retries: number;
  readonly maxAgeSeconds: number;
  readonly deadLetterArn: string | undefined;
};

export type Deliveries = {
  /** Writes one down, in the transaction of the caller. */
  add(delivery: Delivery): void;
  /** Delivers what was added since. */
  wake(): void;
  count(): number;
  start(): void;
  /** Ends the delivery under way and leaves the rest for the next start. */
  stop(): Promise<void>;
};

type Row = {
  readonly seq: number;
  readonly rule: string;
  readonly target_arn: string;
  readonly payload: string;
  readonly retries: number;
  readonly max_age_seconds: number;
  readonly dead_letter_arn: string | null;
  readonly accepted_at: number;
  readonly attempts: number;
};

const SCHEMA = `create table if not exists event_deliveries (
  seq integer primary key, rule text not null, target_arn text not null, payload text not null,
  retries integer not null, max_age_seconds integer not null, dead_letter_arn text,
  accepted_at integer not null, attempts integer not null default 0, not_before integer not null default 0)`;

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Hands events to their targets in the order in which they came, at least once: a row goes only after its target
 * has taken it, so what a crash cut short is delivered at the next start. A row whose target fails waits, in the
 * machine's time, while others go on; it ends in the dead-letter queue as its rule's RetryPolicy says.
 */
export function deliveries(local: Local, sendToQueue: SendToQueue): Deliveries {
  const { db, functions, clock } = local;
  db.exec(SCHEMA);
  const insert = db.prepare(`insert into event_deliveries
    (rule, target_arn, payload, retries, max_age_seconds, dead_letter_arn, accepted_at) values (?, ?, ?, ?, ?, ?, ?)`);
  const ready = db.prepare("select * from event_deliveries where not_before <= ? order by seq limit 1");
  const soonest = db.prepare("select min(not_before) as at from event_deliveries");
  const remove = db.prepare("delete from event_deliveries where seq = ?");
  const postpone = db.prepare(
    "update event_deliveries set attempts = attempts + 1, not_before = ? where seq = ?",
  );
  const total = db.prepare("select count(*) as rows from event_deliveries");

  let isStarted = false;
  let isDraining = false;
  let drained: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const deliver = async (row: Row): Promise<void> => {
    const ageMs = clock.now().getTime() - row.accepted_at;
    const isOver = row.attempts > row.retries || (row.attempts > 0 && ageMs > row.max_age_seconds * 1000);
    if (isOver && row.dead_letter_arn === null)
      local.say(`Rule ${row.rule} dropped an event for ${row.target_arn} after ${row.attempts} attempts`);
    else if (isOver) await sendToQueue(String(row.dead_letter_arn), row.payload);
    else if (isFunction(row.target_arn)) functions.invokeAsync(row.target_arn, JSON.parse(row.payload));
    else await sendToQueue(row.target_arn, row.payload);
  };

  const attempt = async (row: Row): Promise<void> => {
    try {
      await deliver(row);
    } catch (error) {
      if (row.attempts === 0)
        local.say(`Rule ${row.rule} cannot reach ${row.target_arn}, and tries on: ${messageOf(error)}`);
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** row.attempts, LONGEST_PAUSE_MS);
      postpone.run(Date.now() + pauseMs, row.seq);
      return;
    }
    remove.run(row.seq);
  };

  const drain = async (): Promise<void> => {
    isDraining = true;
    while (isStarted) {
      const row = ready.get(Date.now()) as Row | undefined;
      if (row === undefined) break;
      await attempt(row);
    }
    isDraining = false;
    const { at } = soonest.get() as { at: number | null };
    clearTimeout(timer);
    if (isStarted && at !== null) timer = setTimeout(wake, Math.max(at - Date.now(), 1));
  };

  const wake = (): void => {
    if (isStarted && !isDraining) drained = drain();
  };

  return {
    add: ({ rule, targetArn, payload, retries, maxAgeSeconds, deadLetterArn }) => {
      const acceptedAt = clock.now().getTime();
      insert.run(rule, targetArn, payload, retries, maxAgeSeconds, deadLetterArn ?? null, acceptedAt);
    },
    wake,
    count: () => (total.get() as { rows: number }).rows,
    start: () => {
      isStarted = true;
      wake();
    },
    stop: async () => {
      isStarted = false;
      clearTimeout(timer);
      await drained;
    },
  };
}

/** Whether an ARN is that of a Lambda function, its version or alias included. */
export const isFunction = (arn: string): boolean => /^arn:[^:]+:lambda:[^:]*:[^:]*:function:/.test(arn);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown error");
