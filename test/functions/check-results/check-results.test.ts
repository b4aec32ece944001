import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { clearDirty, dirtyDays } from "#shared/dynamodb/day-counts.ts";
import { hourlyMarks, listUnderDay } from "#shared/dynamodb/days.ts";
import { countedValuesKey, invitationKey } from "#shared/dynamodb/keys.ts";
import { programVersion } from "#shared/dynamodb/programs.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { aTable } from "../../table.ts";
import {
  DAY,
  expectExact,
  PROGRAM,
  rollUpUntilClean,
  scored,
  store,
} from "../roll-up-results/counted-days.ts";
import { check, corrupt, invent, lose, told } from "./checked-table.ts";

const RECORDS = [scored("a", 9), scored("b", 3, "tech-touch"), scored("c", undefined)];

async function aCountedTable(): Promise<Table> {
  const table = await aTable();
  for (const record of RECORDS) await store(table, record);
  await rollUpUntilClean(table);
  return table;
}

/** As after a fault of ours: what changed, without its day's mark. */
async function storeUnmarked(table: Table, invitation: Invitation): Promise<void> {
  await store(table, invitation);
  for (const mark of await dirtyDays(table)) await clearDirty(table, mark);
}

describe("the daily check of counts", () => {
  it("finds nothing where they are what the records come to", async () => {
    const table = await aCountedTable();
    const outcome = await check(table);
    expect(outcome).toEqual({ checked: 12, differences: [], left: 0, failures: [] });
    expect(await dirtyDays(table)).toEqual([]);
  });

  it("names what is wrong, missing or made up by its attribute alone, and has it put right", async () => {
    const table = await aCountedTable();
    await corrupt(table, "segment", "scale");
    await corrupt(table, "all", "all");
    await lose(table, "segment", "tech-touch");
    await invent(table, "csm", "ana@vendor.example");
    const outcome = await check(table);
    expect(told(outcome)).toEqual([[PROGRAM, DAY, { all: 1, segment: 2, csm: 1 }]]);
    expect(JSON.stringify([outcome, told(outcome)])).not.toMatch(/scale|tech-touch|@/);
    await rollUpUntilClean(table);
    await expectExact(table, RECORDS);
    expect((await check(table)).differences).toEqual([]);
  });

  it("finds a day that nobody ever marked, and one that has lost the list of its values", async () => {
    const table = await aTable();
    await storeUnmarked(table, scored("a", 9));
    expect(told(await check(table))).toMatchObject([[PROGRAM, DAY, { all: 1 }]]);
    await rollUpUntilClean(table);
    const Key = toItem(countedValuesKey(PROGRAM, DAY));
    await table.client.send(new DeleteItemCommand({ TableName: table.name, Key }));
    expect(told(await check(table))).toMatchObject([[PROGRAM, DAY, { all: 1 }]]);
    await rollUpUntilClean(table);
    await expectExact(table, [scored("a", 9)]);
  });

  it("leaves alone a day that is about to be counted, at once or by the hour", async () => {
    const table = await aCountedTable();
    await store(table, scored("d", 10));
    expect(await check(table)).toMatchObject({ checked: 11, differences: [] });
    await rollUpUntilClean(table);
    await storeUnmarked(table, { ...scored("c", undefined), openedAt: `${DAY}T11:00:00.000Z` });
    await hourlyMarks(table)({ programId: PROGRAM, day: DAY }, new Date(`${DAY}T11:00:00.000Z`));
    expect(await check(table)).toMatchObject({ checked: 11, differences: [] });
  });

  it("tells of no change that has yet to be marked, or that is counted meanwhile", async () => {
    const table = await aCountedTable();
    await storeUnmarked(table, scored("d", 10));
    const settle = () => store(table, scored("d", 10));
    expect((await check(table, { settle })).differences).toEqual([]);
    await storeUnmarked(table, scored("d", 0));
    const settleAndCount = async () => {
      await settle();
      await rollUpUntilClean(table);
    };
    expect((await check(table, { settle: settleAndCount })).differences).toEqual([]);
  });

  it("tells of none while answers and rounds come in any order", async () => {
    const table = await aCountedTable();
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 4 }),
        async (scheduler, scores) => {
          const changes = scheduler.scheduleSequence(
            scores.map((score) => ({
              label: `answer ${score}`,
              builder: async () => {
                await store(table, scored("c", score));
                if (score % 2 === 0) await rollUpUntilClean(table);
              },
            })),
          );
          const settle = scheduler.scheduleFunction(async () => {});
          const checked = check(table, { settle });
          await scheduler.waitFor(Promise.all([checked, changes.task]));
          expect((await checked).differences).toEqual([]);
          await rollUpUntilClean(table);
        },
      ),
      { seed: 20261205, numRuns: 12 },
    );
  });

  it("has counted, and tells of no one, what an import brought that broke off before it marked its days", async () => {
    const table = await aCountedTable();
    const imported = {
      ...invitationKey("imported-1"),
      ...{
        type: "imported-response",
        version: 1,
        responseId: "imported-1",
        surveyId: "1",
        programId: PROGRAM,
      },
      ...{ answeredAt: `${DAY}T10:00:00.000Z`, importId: "import-1" },
      answers: [{ questionId: "nps", kind: "nps", value: 9 }],
    };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(imported) }));
    await listUnderDay(table, "ANSWERED", DAY, { programId: PROGRAM, invitationId: "imported-1" });
    expect((await check(table)).differences).toEqual([]);
    expect(await dirtyDays(table)).toHaveLength(1);
    await rollUpUntilClean(table);
    expect(await check(table)).toMatchObject({ checked: 12, differences: [] });
  });

  it("goes on with the other days when one cannot be counted", async () => {
    const table = await aCountedTable();
    await corrupt(table, "all", "all");
    const failing = new Error("outage");
    const program = () => Promise.reject(failing);
    const outcome = await check(table, { program });
    expect(outcome).toMatchObject({ checked: 12, differences: [], failures: [failing] });
  });

  it("finds again what could not be looked at a second time, or be marked", async () => {
    const table = await aCountedTable();
    await corrupt(table, "all", "all");
    const failing = new Error("outage");
    let isDown = false;
    const program = (programId: string, version: number) =>
      isDown ? Promise.reject(failing) : programVersion(table, programId, version);
    const settle = async () => {
      isDown = true;
    };
    expect(await check(table, { program, settle })).toMatchObject({
      ...{ left: 1, differences: [], failures: [failing] },
    });
    const unmarked = await check(table, { markDay: () => Promise.reject(failing) });
    expect(unmarked).toMatchObject({ left: 1, failures: [failing] });
    expect(told(unmarked)).toEqual([[PROGRAM, DAY, { all: 1 }]]);
    expect(told(await check(table))).toEqual([[PROGRAM, DAY, { all: 1 }]]);
    expect(await dirtyDays(table)).toHaveLength(1);
  });

  it("goes on the next day with what there was no time for", async () => {
    const table = await aCountedTable();
    await corrupt(table, "all", "all");
    /** Time for so many days, and for what is to be looked at again. */
    const timeFor = (days: number) => {
      let asked = 0;
      return () => (asked++ === days ? 0 : 15 * 60_000);
    };
    expect(await check(table, { timeLeft: timeFor(3) })).toMatchObject({
      ...{ checked: 3, left: 9, differences: [] },
    });
    const found = await check(table, { timeLeft: timeFor(2) });
    expect(found).toMatchObject({ checked: 2, left: 10 });
    expect(told(found)).toEqual([[PROGRAM, DAY, { all: 1 }]]);
  });

  it("finds again what there was no time to be sure of", async () => {
    const table = await aCountedTable();
    await corrupt(table, "all", "all");
    let time = 15 * 60_000;
    const settle = async () => {
      time = 0;
    };
    expect(await check(table, { settle, timeLeft: () => time })).toMatchObject({ left: 1, differences: [] });
    expect(told(await check(table))).toEqual([[PROGRAM, DAY, { all: 1 }]]);
  });
});
