/** How a stream's batch is tried. */
export type BatchPolicy = {
  /** After the first attempt; Infinity blocks the shard until it succeeds. */
  readonly retries: number;
  readonly maxAgeMs: number;
  readonly bisects: boolean;
};

export type DiscardCondition = "RetryAttemptsExhausted" | "RecordAgeExceeded";

export type BatchPorts<T> = {
  /** The position of the first record that failed, `undefined` where all succeeded. */
  attempt(records: readonly T[]): Promise<number | undefined>;
  /** All records up to and with this one are done and will not come again. */
  done(last: T): void;
  discard(records: readonly T[], condition: DiscardCondition, attempts: number): Promise<void>;
  ageMs(record: T): number;
  /** Waits before the next attempt; false where the laptop ends meanwhile. */
  rest(attempts: number): Promise<boolean>;
};

type Part<T> = { readonly records: readonly T[]; readonly attempts: number };

/**
 * Works through a batch in the order of the stream until each record succeeded or was discarded; false where the
 * laptop ended before. After a partial failure the rest is tried from the first record that failed. With bisecting,
 * a part that fails as a whole is tried in halves, which costs no retries; a record alone uses them up.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function deliver<T>(
  batch: readonly T[],
  policy: BatchPolicy,
  ports: BatchPorts<T>,
): Promise<boolean> {
  const parts: Part<T>[] = [{ records: batch, attempts: 0 }];
  const giveUp = async ({ records, attempts }: Part<T>, condition: DiscardCondition): Promise<void> => {
    const last = records.at(-1);
    if (last === undefined) return;
    await ports.discard(records, condition, attempts);
    ports.done(last);
  };

  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const young = part.records.findIndex((record) => ports.ageMs(record) <= policy.maxAgeMs);
    const old = young === -1 ? part.records : part.records.slice(0, young);
    await giveUp({ records: old, attempts: part.attempts }, "RecordAgeExceeded");
    const records = part.records.slice(old.length);
    if (records.length === 0) continue;

    const failed = await ports.attempt(records);
    const lastDone = records[(failed ?? records.length) - 1];
    if (lastDone !== undefined) ports.done(lastDone);
    if (failed === undefined) continue;

    const rest: Part<T> = { records: records.slice(failed), attempts: part.attempts };
    const tried: Part<T> = { ...rest, attempts: part.attempts + 1 };
    if (policy.bisects && (failed > 0 || rest.records.length > 1)) {
      parts.push(...(failed > 0 ? [rest] : halves(rest)));
      if (!(await ports.rest(0))) return false;
    } else if (tried.attempts > policy.retries) await giveUp(tried, "RetryAttemptsExhausted");
    else {
      parts.push(tried);
      if (!(await ports.rest(tried.attempts))) return false;
    }
  }
  return true;
}

/** The later half first: the last part is taken next. */
function halves<T>({ records, attempts }: Part<T>): readonly Part<T>[] {
  const middle = Math.ceil(records.length / 2);
  return [
    { records: records.slice(middle), attempts },
    { records: records.slice(0, middle), attempts },
  ];
}
