import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import { bucketItem } from "#shared/dynamodb/bucket-item.ts";
import { dirtyDays, storedBuckets } from "#shared/dynamodb/day-counts.ts";
import { markDay } from "#shared/dynamodb/days.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { bucketsByValue } from "#shared/dynamodb/results.ts";
import { toItem } from "#shared/dynamodb/table.ts";
import { rollUpResults } from "../../../functions/roll-up-results/roll-up-results.ts";
import { aProgram } from "../../builders.ts";
import { aTable } from "../../table.ts";
import { DAY, expectExact, PROGRAM, portsOf, scored, store } from "./counted-days.ts";

describe("rolling up results", () => {
  it("counts a marked day and takes it off the list", async () => {
    const table = await aTable();
    const invitations = [scored("a", 9), scored("b", 3, "tech-touch"), scored("c", undefined)];
    for (const invitation of invitations) await store(table, invitation);
    expect(await rollUpResults(portsOf(table))()).toMatchObject([
      { kind: "counted", programId: PROGRAM, day: DAY },
    ]);
    await expectExact(table, invitations);
    const segments = await bucketsByValue(table, PROGRAM, "segment", { from: DAY, to: DAY });
    expect(segments.map((bucket) => [bucket.value, bucket.funnel.sent])).toEqual([
      ["scale", 2],
      ["tech-touch", 1],
    ]);
    expect(await dirtyDays(table)).toEqual([]);
  });

  it("counts as complete what answers all that its own version requires", async () => {
    const table = await aTable();
    const questions = aProgram(PROGRAM).questions.filter(({ kind }) => kind === "nps");
    const second = aProgram(PROGRAM, { version: 2, questions });
    await saveProgram(table, second, { isReplanDue: false, at: new Date(0) });
    await store(table, { ...scored("by-the-second", 9), programVersion: 2 });
    await store(table, scored("by-the-first", 9));
    await rollUpResults(portsOf(table))();
    const [all] = await bucketsByValue(table, PROGRAM, "all", { from: DAY, to: DAY });
    expect(all?.funnel).toMatchObject({ sent: 2, answered: 2, completed: 1 });
  });

  it("writes nothing when the same things come in again", async () => {
    const table = await aTable();
    await store(table, scored("a", 9));
    await rollUpResults(portsOf(table))();
    await store(table, scored("a", 9));
    expect(await rollUpResults(portsOf(table))()).toMatchObject([{ kind: "counted", changed: 0 }]);
  });

  it("replaces what an older release stored in another way", async () => {
    const table = await aTable();
    await store(table, scored("a", undefined));
    await rollUpResults(portsOf(table))();
    for (const bucket of await storedBuckets(table, PROGRAM, DAY)) {
      const item = { ...bucketItem(bucket), counts: bucket.counts.slice(0, 108) };
      await table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(item) }));
    }
    await markDay(table, PROGRAM, DAY);
    await rollUpResults(portsOf(table))();
    expect(await dirtyDays(table)).toEqual([]);
    await expectExact(table, [scored("a", undefined)]);
  });

  it("deletes a bucket in which nothing is counted any more", async () => {
    const table = await aTable();
    await store(table, scored("a", 9, "scale"));
    await rollUpResults(portsOf(table))();
    const moved = scored("a", 9, "tech-touch");
    await store(table, moved);
    await rollUpResults(portsOf(table))();
    await expectExact(table, [moved]);
  });

  it("leaves a day on the list that was marked while it was counted", async () => {
    const table = await aTable();
    await store(table, scored("a", 9));
    const ports = portsOf(table);
    const late = scored("b", 2);
    await rollUpResults({
      ...ports,
      replaceBuckets: async (stored, counted) => {
        await store(table, late);
        return await ports.replaceBuckets(stored, counted);
      },
    })();
    expect(await dirtyDays(table)).toHaveLength(1);
    await rollUpResults(ports)();
    await expectExact(table, [scored("a", 9), late]);
  });

  it("takes the newest days first, and leaves for the next round what there is no time for", async () => {
    const table = await aTable();
    const days = Array.from({ length: 20 }, (_, i) => addDays("2018-03-01", i));
    for (const day of days) await markDay(table, PROGRAM, day);
    let left = 5;
    const ports = { ...portsOf(table), hasTime: () => left-- > 0 };
    const outcomes = await rollUpResults(ports)();
    expect(outcomes.map(({ day }) => day).toSorted()).toEqual(days.slice(-5));
    expect((await dirtyDays(table)).map(({ day }) => day)).toEqual(days.slice(0, -5));
  });

  it("counts a large day by itself: four of them at once would all be cut off, round after round", async () => {
    const table = await aTable();
    const days = ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04"];
    for (const day of days) await markDay(table, PROGRAM, day);
    const ports = portsOf(table);
    let seconds = 0;
    await rollUpResults({
      ...ports,
      hasTime: () => seconds < 40,
      recordsOfDay: async (programId, day) => {
        seconds += 20;
        const records = await ports.recordsOfDay(programId, day);
        return seconds > 55 ? Promise.reject(new Error("cut off")) : records;
      },
    })();
    expect((await dirtyDays(table)).map(({ day }) => day)).toEqual(["2026-11-01", "2026-11-02"]);
  });

  it("counts a day that is marked twice by one mark after the other", async () => {
    const table = await aTable();
    await store(table, scored("a", 9));
    const ports = portsOf(table);
    const marks = (await dirtyDays(table)).flatMap((mark) => [mark, mark]);
    const outcomes = await rollUpResults({ ...ports, dirtyDays: async () => marks })();
    expect(outcomes).toMatchObject([{ changed: 10 }, { changed: 0 }]);
  });

  it("goes on with the other days when one cannot be counted, and tries that one again", async () => {
    const table = await aTable();
    await markDay(table, PROGRAM, "2026-11-01");
    await store(table, scored("a", 9));
    const ports = portsOf(table);
    const outcomes = await rollUpResults({
      ...ports,
      recordsOfDay: (programId, day) =>
        day === DAY ? ports.recordsOfDay(programId, day) : Promise.reject(new Error("outage")),
    })();
    expect(outcomes.map(({ day, kind }) => [day, kind]).toSorted()).toEqual([
      ["2026-11-01", "failed"],
      [DAY, "counted"],
    ]);
    expect((await dirtyDays(table)).map(({ day }) => day)).toEqual(["2026-11-01"]);
  });
});
