/** Writes under way beside the work that makes them: waits once there are `width`, and in the end for all of them. */
export function writesBeside(width: number) {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const throwFirst = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    async add(write: Promise<void>): Promise<void> {
      const one = write
        .catch((error: unknown) => void failures.push(error))
        .finally(() => underWay.delete(one));
      underWay.add(one);
      if (underWay.size >= width) await Promise.race(underWay);
      throwFirst();
    },
    async done(): Promise<void> {
      await Promise.all(underWay);
      throwFirst();
    },
  };
}
