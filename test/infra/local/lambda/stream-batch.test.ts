import fc from "fast-check";
import { expect, test } from "vitest";
import { type BatchPolicy, deliver } from "../../../../infra/local/lambda/stream-batch.ts";

type Record = { readonly id: number; readonly ageMs?: number };

const batchOf = (size: number): Record[] => Array.from({ length: size }, (_, id) => ({ id }));

/** Delivers to a function that fails on some records, as a whole or naming the first of them. */
async function deliverTo(
  batch: readonly Record[],
  policy: Partial<BatchPolicy>,
  isBad: (record: Record) => boolean,
  names: boolean,
) {
  const tried: number[][] = [];
  const done: number[] = [];
  const discarded: { ids: number[]; condition: string; attempts: number }[] = [];
  const isOver = await deliver(
    batch,
    { retries: 0, maxAgeMs: 1_000, bisects: false, ...policy },
    {
      attempt: async (records) => {
        tried.push(records.map(({ id }) => id));
        const bad = records.findIndex(isBad);
        if (bad === -1) return undefined;
        return names ? bad : 0;
      },
      done: ({ id }) => done.push(id),
      discard: async (records, condition, attempts) => {
        discarded.push({ ids: records.map(({ id }) => id), condition, attempts });
      },
      ageMs: ({ ageMs = 0 }) => ageMs,
      rest: async () => true,
    },
  );
  return { isOver, tried, done, discarded };
}

test("a batch that fails as a whole is halved until the bad record is alone, in order", async () => {
  const { tried, discarded } = await deliverTo(batchOf(4), { bisects: true }, ({ id }) => id === 1, false);
  expect(tried).toEqual([[0, 1, 2, 3], [0, 1], [0], [1], [2, 3]]);
  expect(discarded).toEqual([{ ids: [1], condition: "RetryAttemptsExhausted", attempts: 1 }]);
});

test("after a partial failure only the rest is tried, from the first record that failed", async () => {
  const { tried, done } = await deliverTo(batchOf(4), { retries: 2 }, ({ id }) => id === 2, true);
  expect(tried).toEqual([
    [0, 1, 2, 3],
    [2, 3],
    [2, 3],
  ]);
  expect(done).toEqual([1, 3]);
});

test("without bisecting, all that is left of the batch is discarded when the retries are used up", async () => {
  const { tried, discarded } = await deliverTo(batchOf(3), { retries: 2 }, ({ id }) => id === 1, false);
  expect(tried).toEqual(Array(3).fill([0, 1, 2]));
  expect(discarded).toEqual([{ ids: [0, 1, 2], condition: "RetryAttemptsExhausted", attempts: 3 }]);
});

test("records that are too old are discarded without another try, the younger ones are delivered", async () => {
  const batch = [
    { id: 0, ageMs: 2_000 },
    { id: 1, ageMs: 10 },
  ];
  const { tried, discarded } = await deliverTo(batch, {}, () => false, false);
  expect(tried).toEqual([[1]]);
  expect(discarded).toEqual([{ ids: [0], condition: "RecordAgeExceeded", attempts: 0 }]);
});

test("with bisecting, whatever is bad, exactly that is discarded and the checkpoint only moves forward", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 39 })),
      fc.boolean(),
      fc.integer({ min: 0, max: 3 }),
      async (size, bad, names, retries) => {
        const isBad = ({ id }: Record) => bad.includes(id);
        const batch = batchOf(size);
        const { isOver, done, discarded, tried } = await deliverTo(
          batch,
          { bisects: true, retries },
          isBad,
          names,
        );
        expect(isOver).toBe(true);
        expect(discarded.map(({ ids }) => ids)).toEqual(batch.filter(isBad).map(({ id }) => [id]));
        expect(discarded.every(({ attempts }) => attempts === retries + 1)).toBe(true);
        expect(done).toEqual([...done].sort((one, other) => one - other));
        expect(done.at(-1)).toBe(size - 1);
        // Each record reached the function before the checkpoint passed it.
        expect(new Set(tried.flat()).size).toBe(size);
      },
    ),
    { seed: 20261201, numRuns: 100 },
  );
});
