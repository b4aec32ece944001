import { sideBySide } from "#shared/side-by-side.ts";

export type Done = {
  readonly done: number;
  /** What went wrong with one or another; the rest were seen to all the same. */
  readonly failures: readonly unknown[];
};

const AT_ONCE = 16;

/** Does something for each of several, and says for how many it did. One that fails holds up no other. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<boolean>): Promise<Done> {
  const failures: unknown[] = [];
  const done = await sideBySide(items, AT_ONCE, (item) =>
    work(item).catch((error: unknown) => {
      failures.push(error);
      return false;
    }),
  );
  return { done: done.filter(Boolean).length, failures };
}
