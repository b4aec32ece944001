import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALL, type Bucket, emptyFunnel } from "#shared/domain/results/buckets.ts";
import { bucketItem } from "#shared/dynamodb/bucket-item.ts";
import { bucketsOf } from "#shared/dynamodb/results.ts";
import { fallsSince, keepFall, markFallTold } from "#shared/dynamodb/score-falls.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { type BusEvent, EVENTS } from "#shared/events.ts";
import { type WatchPorts, watchScores } from "../../../functions/watch-scores/watch-scores.ts";
import { aProgram } from "../../builders.ts";
import { dyingAt } from "../../dying.ts";
import { startTable } from "../../table.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

let watches = 0;
/** A program of its own in the third quarter and the fourth, and a bus that remembers. */
function aWatch() {
  const programId = `program-${++watches}`;
  const program = aProgram("pre-renewal", { programId });
  const told: BusEvent[] = [];
  const ours = ({ id }: { readonly id: string }) => id.startsWith(`score-fell-${programId}-`);
  const ports: WatchPorts = {
    programs: async () => [program],
    daysOf: (id, range) => bucketsOf(table, id, ALL, ALL, range),
    fallsSince: async (quarter) => (await fallsSince(table, quarter)).filter(({ detail }) => ours(detail)),
    keepFall: (detail) => keepFall(table, detail),
    publish: async (events) => {
      for (const { type, detail } of events)
        told.push({ type, detail: EVENTS[type].parse(detail) } as BusEvent);
    },
    markFallTold: (detail) => markFallTold(table, detail),
  };
  return {
    programId,
    ports,
    told,
    async counted(day: string, over: Partial<Bucket>): Promise<void> {
      const bucket: Bucket = {
        ...{ programId, attribute: ALL, value: ALL, day },
        nps: Array<number>(11).fill(0),
        ...{ csat: [0, 0, 0, 0, 0], funnel: emptyFunnel(), closings: [] },
        ...over,
      };
      await table.client.send(
        new PutItemCommand({ TableName: table.name, Item: toItem(bucketItem(bucket)) }),
      );
    },
    /** The day's watch, and that nothing went wrong. */
    async watch(today: string, through: WatchPorts = ports): Promise<number> {
      const { fell, failures } = await watchScores(through)(today, new Date(`${today}T05:00:07Z`));
      if (failures.length > 0) throw failures[0];
      return fell;
    },
  };
}

const nps = (detractors: number, promoters: number) => ({
  nps: [detractors, ...Array<number>(9).fill(0), promoters],
});

/** NPS from 50 to 0: for sure halfway. */
async function aFall() {
  const it = aWatch();
  await it.counted("2026-08-15", nps(25, 75));
  await it.counted("2026-11-02", nps(50, 50));
  return it;
}

describe("a score that fell", () => {
  test("is told with the figures that say so", async () => {
    const it = await aFall();
    expect(await it.watch("2026-11-16")).toBe(1);
    expect(it.told).toMatchObject([
      {
        type: "Score Fell",
        detail: {
          id: `score-fell-${it.programId}-nps-2026-Q4`,
          occurredAt: "2026-11-16T05:00:07.000Z",
          programId: it.programId,
          touchpoint: "renewal",
          measure: "nps",
          before: { value: 50, n: 100, period: "2026-Q3", from: "2026-07-01", to: "2026-09-30" },
          now: { value: 0, n: 100, period: "2026-Q4", from: "2026-10-01", to: "2026-11-15" },
          difference: -50,
        },
      },
    ]);
  });

  test("is told once in its quarter, however often it is looked for, and of each measure", async () => {
    const it = await aFall();
    expect(await it.watch("2026-11-16")).toBe(1);
    await it.counted("2026-08-16", { csat: [0, 0, 0, 10, 40] });
    await it.counted("2026-11-16", { ...nps(9, 0), csat: [30, 10, 5, 5, 0] });
    expect(await it.watch("2026-11-16")).toBe(0);
    expect(await it.watch("2026-11-17")).toBe(1);
    for (const today of ["2026-11-18", "2027-01-01", "2027-01-07", "2027-01-08"])
      expect(await it.watch(today)).toBe(0);
    expect(it.told.map(({ detail }) => detail.id)).toEqual([
      `score-fell-${it.programId}-nps-2026-Q4`,
      `score-fell-${it.programId}-csat-2026-Q4`,
    ]);
  });

  test("is told anew in the next quarter, where it fell further", async () => {
    const it = await aFall();
    await it.watch("2026-11-16");
    await it.counted("2027-01-05", nps(40, 0));
    expect(await it.watch("2027-01-06")).toBe(1);
    expect(it.told.at(-1)?.detail.id).toBe(`score-fell-${it.programId}-nps-2027-Q1`);
  });

  test("by less is told when the quarter is over, and not by suspect answers, nor by today's", async () => {
    const it = aWatch();
    await it.counted("2026-08-15", nps(10, 40));
    const suspects = { ...nps(300, 0), csat: [0, 0, 0, 0, 0], closings: [], answered: 300, completed: 300 };
    await it.counted("2026-11-02", { ...nps(20, 30), withSuspects: suspects });
    await it.counted("2026-12-30", nps(100, 0));
    expect(await it.watch("2026-12-30")).toBe(0);
    await it.counted("2026-12-30", nps(0, 0));
    expect(await it.watch("2026-12-31")).toBe(0);
    expect(await it.watch("2027-01-01")).toBe(1);
  });

  test("is told after a week in which nobody could watch", async () => {
    const it = aWatch();
    await it.counted("2026-08-15", nps(10, 40));
    await it.counted("2026-12-31", nps(20, 30));
    expect(await it.watch("2027-01-07")).toBe(1);
  });
});

describe("a watch that dies", () => {
  test.each(["before", "after"] as const)("%s any of its calls is made up for by the next", async (when) => {
    const whole = dyingAt((await aFall()).ports, "after", Number.POSITIVE_INFINITY);
    await watchScores(whole.ports)("2026-11-16", new Date("2026-11-16T05:00:07Z"));
    expect(whole.made()).toBe(6);
    for (let call = 1; call <= whole.made(); call++) {
      const it = await aFall();
      const dying = dyingAt(it.ports, when, call);
      const watched = watchScores(dying.ports)("2026-11-16", new Date("2026-11-16T05:00:07Z"));
      const failed = await watched.then(
        ({ failures }) => failures.length > 0,
        () => true,
      );
      expect(failed, `call ${call}`).toBe(true);
      // On the next day there is more to count, and what was found is told as it was found.
      await it.counted("2026-11-16", nps(1, 0));
      await it.watch("2026-11-17");
      const ids = it.told.map(({ detail }) => detail.id);
      expect([...new Set(ids)], `call ${call}`).toEqual([`score-fell-${it.programId}-nps-2026-Q4`]);
      expect(new Set(it.told.map((event) => JSON.stringify(event))).size, `call ${call}`).toBe(1);
      expect(ids.length, `call ${call}`).toBeLessThan(3);
      expect(await it.watch("2026-11-17"), `call ${call}`).toBe(0);
    }
  });

  test("with the quarter over tells what it had found, though nobody looks at that quarter any more", async () => {
    const it = await aFall();
    const mute = { ...it.ports, publish: () => Promise.reject(new Error("the bus is down")) };
    await expect(it.watch("2027-01-07", mute)).rejects.toThrow("the bus is down");
    expect(await it.watch("2027-01-08")).toBe(1);
  });
});

test("two at once tell one fall, under one id and with the same words", async () => {
  const it = await aFall();
  await Promise.all([it.watch("2026-11-16"), it.watch("2026-11-16"), it.watch("2026-11-17")]);
  expect(new Set(it.told.map((event) => JSON.stringify(event))).size).toBe(1);
  expect(await it.watch("2026-11-18")).toBe(0);
});

test("a program that cannot be read holds up no other, and is not passed over in silence", async () => {
  const it = await aFall();
  const bad = aProgram("pre-renewal", { programId: "unreadable" });
  const { programs, daysOf } = it.ports;
  const { failures, ...watched } = await watchScores({
    ...it.ports,
    programs: async () => [bad, ...(await programs())],
    daysOf: (id, range) =>
      id === "unreadable" ? Promise.reject(new Error("unreadable")) : daysOf(id, range),
  })("2026-11-16", new Date("2026-11-16T05:00:07Z"));
  expect(watched).toEqual({ programs: 2, fell: 1 });
  expect(failures).toEqual([new Error("unreadable")]);
});
