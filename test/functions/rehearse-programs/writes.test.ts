import { expect, test } from "vitest";
import { writesBeside } from "../../../functions/rehearse-programs/writes.ts";

test("writes go on beside each other up to the width, and the end waits for all of them", async () => {
  const writes = writesBeside(2);
  const finish: (() => void)[] = [];
  const done: number[] = [];
  const write = (n: number) =>
    new Promise<void>((resolve) => finish.push(resolve)).then(() => void done.push(n));
  await writes.add(write(1));
  const second = writes.add(write(2)).then(() => done.push(20));
  finish[0]?.();
  await second;
  expect(done).toEqual([1, 20]);
  const end = writes.done();
  finish[1]?.();
  await end;
  expect(done).toEqual([1, 20, 2]);
});

test("a write that fails stops the work at the next one", async () => {
  const writes = writesBeside(1);
  const fails = Promise.reject(new Error("the table is away"));
  await expect(writes.add(fails)).rejects.toThrow("the table is away");
  await expect(writes.add(Promise.resolve())).rejects.toThrow("the table is away");
  await expect(writes.done()).rejects.toThrow("the table is away");
});
