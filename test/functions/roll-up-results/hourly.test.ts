import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { dirtyDays, dirtyDaysBy } from "#shared/dynamodb/day-counts.ts";
import { hourlyMarks } from "#shared/dynamodb/days.ts";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { type RollUpPorts, rollUpResults } from "../../../functions/roll-up-results/roll-up-results.ts";
import { aTable } from "../../table.ts";
import { DAY, expectExact, PROGRAM, portsOf, scored, store } from "./counted-days.ts";

const MINUTE_MS = 60_000;
const START = Date.parse(`${DAY}T09:30:00.000Z`);

/** A stack of two stream functions and the minute's round, and the time by which they go. */
function aStack(table: Table) {
  let nowMs = START;
  let sent = 0;
  const now = () => new Date(nowMs);
  const records = new Map<string, Invitation>();
  const marks = [hourlyMarks(table), hourlyMarks(table)];
  const keep = async (record: Invitation) => {
    records.set(record.invitationId, record);
    const Item = toItem({ ...invitationKey(record.invitationId), ...record });
    await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  };
  const ports = {
    ...portsOf(table),
    dirtyDays: async () => [...(await dirtyDays(table)), ...(await dirtyDaysBy(table, now()))],
  };
  return {
    records,
    wait: (minutes: number) => {
      nowMs += minutes * MINUTE_MS;
    },
    send: async () => {
      const record = scored(String(++sent), undefined);
      records.set(record.invitationId, record);
      await store(table, record);
    },
    answer: async (id: string, nps: number) => {
      const { openedAt, clickedAt } = records.get(id) ?? {};
      const record = { ...scored(id, nps), openedAt, clickedAt };
      records.set(id, record);
      await store(table, record);
    },
    report: async (id: string, field: "openedAt" | "clickedAt", by: number) => {
      const record = records.get(id);
      if (record === undefined) return;
      await keep({ ...record, [field]: now().toISOString() });
      await marks[by % 2]?.({ programId: PROGRAM, day: DAY }, now());
    },
    round: (over: Partial<RollUpPorts> = {}) => rollUpResults({ ...ports, ...over })(),
    ports,
  };
}

const someStep = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("send" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("answer" as const),
      who: fc.nat(),
      nps: fc.integer({ min: 0, max: 10 }),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("report" as const),
      who: fc.nat(),
      by: fc.nat(),
      field: fc.constantFrom("openedAt" as const, "clickedAt" as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("round" as const) }) },
);
type Step = typeof someStep extends fc.Arbitrary<infer T> ? T : never;

it("loses nothing that was to be counted by the hour, whatever comes while a round is at work", async () => {
  const oneRound = fc.record({
    steps: fc.array(someStep, { maxLength: 8 }),
    /** Between a round's reading of the records and its writing. */
    meanwhile: fc.array(someStep, { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(oneRound, { minLength: 2, maxLength: 4 }), async (rounds) => {
      const table = await aTable();
      const stack = aStack(table);
      for (let i = 0; i < 6; i++) await stack.send();
      const take = async (step: Step): Promise<void> => {
        const ids = [...stack.records.keys()];
        const id = "who" in step ? ids[step.who % Math.max(1, ids.length)] : undefined;
        if (step.kind === "send") await stack.send();
        if (step.kind === "wait") stack.wait(step.minutes);
        if (step.kind === "round") await stack.round();
        if (id !== undefined && step.kind === "answer") await stack.answer(id, step.nps);
        if (id !== undefined && step.kind === "report") await stack.report(id, step.field, step.by);
      };
      for (const { steps, meanwhile } of rounds) {
        for (const step of steps) await take(step);
        const toCome = [...meanwhile];
        const recordsOfDay = async (programId: string, day: string) => {
          const records = await stack.ports.recordsOfDay(programId, day);
          for (const step of toCome.splice(0)) await take(step);
          return records;
        };
        await stack.round({ recordsOfDay });
      }
      stack.wait(61);
      for (let tries = 0; (await stack.ports.dirtyDays()).length > 0; tries++) {
        if (tries > 5) throw new Error("the day never became clean");
        await stack.round();
      }
      await expectExact(table, [...stack.records.values()]);
      expect(await dirtyDaysBy(table)).toEqual([]);
    }),
    { seed: 20261206, numRuns: 15 },
  );
});

it("counts an opening at the full hour, and with an answer that comes before", async () => {
  const table = await aTable();
  const stack = aStack(table);
  await stack.send();
  await stack.round();
  await stack.report("1", "openedAt", 0);
  await stack.round();
  await expectExact(table, [scored("1", undefined)]);
  stack.wait(30);
  await stack.round();
  await expectExact(table, [...stack.records.values()]);
  await stack.report("1", "clickedAt", 0);
  await stack.answer("1", 9);
  await stack.round();
  await expectExact(table, [...stack.records.values()]);
});
