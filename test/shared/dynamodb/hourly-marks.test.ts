import { expect, it } from "vitest";
import { clearDirty, dirtyDays, dirtyDaysBy } from "#shared/dynamodb/day-counts.ts";
import { hourlyMarks } from "#shared/dynamodb/days.ts";
import { count } from "../../bench/counted.ts";
import { aTable } from "../../table.ts";

const DAY = { programId: "pre-renewal", day: "2026-12-01" };
const at = (time: string) => new Date(`2026-12-03T${time}Z`);

it("has a day counted at the next full hour, and not before", async () => {
  const table = await aTable();
  await hourlyMarks(table)(DAY, at("09:41:00"));
  expect(await dirtyDays(table)).toEqual([]);
  expect(await dirtyDaysBy(table, at("09:59:59.999"))).toEqual([]);
  expect(await dirtyDaysBy(table, at("10:00:00"))).toMatchObject([{ ...DAY, hour: at("10:00:00").toJSON() }]);
  expect(await dirtyDaysBy(table)).toHaveLength(1);
});

it("writes one mark an hour, however much becomes of a day's mails", async () => {
  const table = await aTable();
  const counted = count(table.client);
  const mark = hourlyMarks(table);
  for (let minute = 0; minute < 59; minute++)
    await mark(DAY, new Date(at("09:00:00").getTime() + minute * 60_000));
  expect(counted.writeUnits).toBe(1);
  await mark({ ...DAY, day: "2026-12-02" }, at("09:58:59"));
  expect(counted.writeUnits).toBe(2);
});

it("trusts no mark that may be taken up by a clock that is a little ahead", async () => {
  const table = await aTable();
  const mark = hourlyMarks(table);
  await mark(DAY, at("09:41:00"));
  await mark(DAY, at("09:59:30"));
  expect((await dirtyDaysBy(table)).map(({ hour }) => hour)).toEqual([
    at("10:00:00").toJSON(),
    at("11:00:00").toJSON(),
  ]);
});

it("marks a day again behind its hour, and by another process within it", async () => {
  const table = await aTable();
  const [mark, markElsewhere] = [hourlyMarks(table), hourlyMarks(table)];
  await mark(DAY, at("09:41:00"));
  const [taken] = await dirtyDaysBy(table);
  if (taken === undefined) throw new Error("nothing was marked");
  await markElsewhere(DAY, at("09:42:00"));
  expect(await clearDirty(table, taken)).toBe("marked-again");
  const [again] = await dirtyDaysBy(table);
  expect(again && (await clearDirty(table, again))).toBe("cleared");
  expect(await dirtyDaysBy(table)).toEqual([]);
  await mark(DAY, at("10:00:00"));
  expect(await dirtyDaysBy(table)).toHaveLength(1);
});
