import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { sideBySide } from "#shared/side-by-side.ts";

const ITEMS = Array.from({ length: 20 }, (_, i) => i);

test("work is done for every item, so many at a time, and answered in their order", async () => {
  let [running, most] = [0, 0];
  const done = await sideBySide(new Set(ITEMS), 4, async (i) => {
    most = Math.max(most, ++running);
    await pause(ITEMS.length - i);
    running--;
    return i * 2;
  });
  expect(done).toEqual(ITEMS.map((i) => i * 2));
  expect(most).toBe(4);
});

test("the first failure is thrown, and nothing more begun", async () => {
  const begun: number[] = [];
  const work = async (i: number): Promise<void> => {
    begun.push(i);
    await pause(1);
    if (i === 5) throw new Error("no sixth");
  };
  await expect(sideBySide(ITEMS, 4, work)).rejects.toThrow("no sixth");
  await pause(20);
  expect(begun.length).toBeLessThan(10);
});
