import { afterAll, beforeAll, expect, test } from "vitest";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import {
  currentProgram,
  currentPrograms,
  markReplanned,
  programAndPlan,
  programVersion,
  saveProgram,
} from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aProgram } from "../../builders.ts";
import { startTable } from "../../table.ts";

const at = new Date("2026-12-01T08:00:00Z");

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

const save = (programId: string, version: number, name = `${programId} ${version}`, isReplanDue = false) =>
  saveProgram(table, aProgram("post-onboarding", { programId, version, name }), { isReplanDue, at });

/** The commands that the table is sent while something is done. */
async function commandsOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const name = "remember-commands";
  table.client.middlewareStack.add(
    (next, { commandName = "" }) =>
      (args) => {
        sent.push(commandName);
        return next(args);
      },
    { step: "initialize", name },
  );
  await work();
  table.client.middlewareStack.remove(name);
  return sent;
}

test("what ops never touched is as it was shipped, and its version is known without a read", async () => {
  const [shipped] = SHIPPED_PROGRAMS;
  expect(await currentProgram(table, shipped?.programId ?? "")).toEqual(shipped);
  const read = () => programVersion(table, "post-onboarding", 1);
  expect(await read()).toEqual(shipped);
  expect(await commandsOf(read)).toEqual([]);
});

test("a shipped program that was changed is the changed one, in its place, and its shipped version stays", async () => {
  expect(await save("pre-renewal", 2)).toBe("saved");
  expect(await currentProgram(table, "pre-renewal")).toMatchObject({ version: 2, name: "pre-renewal 2" });
  expect(await programVersion(table, "pre-renewal", 1)).toMatchObject({ name: "Pre-renewal" });
  const ids = (await currentPrograms(table)).map(({ programId }) => programId);
  expect(ids.slice(0, SHIPPED_PROGRAMS.length)).toEqual(SHIPPED_PROGRAMS.map(({ programId }) => programId));
});

test("every version of an added program is kept, and the newest is listed behind the shipped ones", async () => {
  for (const version of [1, 2, 3]) expect(await save("added", version)).toBe("saved");
  for (const version of [1, 2, 3]) {
    expect(await programVersion(table, "added", version)).toMatchObject({
      version,
      name: `added ${version}`,
    });
  }
  expect((await currentPrograms(table)).at(-1)).toMatchObject({ programId: "added", version: 3 });
});

test("a version is read once in the life of a process", async () => {
  await save("cached", 1);
  const read = () => programVersion(table, "cached", 1);
  expect([await commandsOf(read), await commandsOf(read)]).toEqual([["GetItemCommand"], []]);
});

test("no version is written twice, nor one on top of another than the newest", async () => {
  await save("raced", 1, "first");
  expect(await save("raced", 1, "again")).toBe("overtaken");
  expect(await save("raced", 3, "too far")).toBe("overtaken");
  expect(await programVersion(table, "raced", 3)).toBeUndefined();
  const both = await Promise.all([save("raced", 2, "one"), save("raced", 2, "other")]);
  expect(both.toSorted()).toEqual(["overtaken", "saved"]);
  const now = await currentProgram(table, "raced");
  expect(now).toEqual(await programVersion(table, "raced", 2));
});

test("planning anew stays due until it is handed on for the version that it is due for", async () => {
  await save("planned", 1, "one", true);
  await save("planned", 2, "two", true);
  await markReplanned(table, aProgram("post-onboarding", { programId: "planned", version: 1 }));
  expect(await programAndPlan(table, "planned")).toMatchObject({ isReplanDue: true });
  await markReplanned(table, aProgram("post-onboarding", { programId: "planned", version: 2 }));
  expect(await programAndPlan(table, "planned")).toMatchObject({
    isReplanDue: false,
    program: { version: 2 },
  });
});

test.each([
  ["an id that no program can have", "No such!", 1],
  ["an id longer than a key", "x".repeat(3000), 1],
  ["a version that is no number", "post-onboarding", Number.NaN],
  ["a version before the first", "post-onboarding", 0],
  ["a version that is not there yet", "post-onboarding", 2],
])("%s has no definition", async (_, programId, version) => {
  expect(await programVersion(table, programId, version)).toBeUndefined();
});
