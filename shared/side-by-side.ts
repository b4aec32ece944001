/**
 * Does work for every item, at most `width` at a time, and answers in the order of the items. Throws the first
 * failure, and begins nothing more after it.
 */
export async function sideBySide<T, R>(
  items: Iterable<T>,
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = numbered(items);
  const worker = async (): Promise<void> => {
    // The worker that fails closes the queue, and the others find it empty.
    for (const [i, item] of queue) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

function* numbered<T>(items: Iterable<T>): Generator<readonly [number, T]> {
  let i = 0;
  for (const item of items) yield [i++, item];
}
