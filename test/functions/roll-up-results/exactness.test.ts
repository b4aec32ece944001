import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordsOfDay } from "#shared/dynamodb/invitation-lists.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { type RollUpPorts, rollUpResults } from "../../../functions/roll-up-results/roll-up-results.ts";
import { dyingTable } from "../../dying-table.ts";
import { aTable } from "../../table.ts";
import { DAY, expectExact, PROGRAM, portsOf, rollUpUntilClean, scored, store } from "./counted-days.ts";

describe("counts under faults and races", () => {
  it("are exact after a crash at any call and a second try", async () => {
    const table = await aTable();
    let answered = false;
    for (let calls = 0; ; calls++) {
      // Each time something else, so that every try has buckets to write and to delete.
      answered = !answered;
      const invitations = [scored("a", answered ? 9 : 4, answered ? "scale" : "csm-managed"), scored("b", 7)];
      for (const invitation of invitations) await store(table, invitation);
      const dying = dyingTable(table, calls);
      await rollUpResults(portsOf(dying.table))().catch(() => undefined);
      await rollUpUntilClean(table);
      await expectExact(table, invitations);
      if (dying.survived()) break;
      expect(calls).toBeLessThan(100);
    }
  });

  it("are exact when rounds overlap in any order while answers change and change back", async () => {
    const table = await aTable();
    let name = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 2, maxLength: 5 }),
        async (scheduler, scores) => {
          const id = `${++name}`;
          const first = scored(id, scores[0]);
          await store(table, first);
          const ports = portsOf(table);
          const slow: RollUpPorts = {
            ...ports,
            recordsOfDay: scheduler.scheduleFunction(ports.recordsOfDay),
            replaceBuckets: scheduler.scheduleFunction(ports.replaceBuckets),
            clearDirty: scheduler.scheduleFunction(ports.clearDirty),
          };
          const changes = scheduler.scheduleSequence(
            scores.slice(1).map((score, i) => ({
              label: `answer ${i} is ${score}`,
              builder: () => store(table, scored(id, score)),
            })),
          );
          const rounds = [rollUpResults(slow)(), rollUpResults(slow)()];
          await scheduler.waitFor(Promise.all([...rounds, changes.task]));
          await rollUpUntilClean(table);
          const { sent } = await recordsOfDay(table, PROGRAM, DAY);
          await expectExact(table, sent);
        },
      ),
      { seed: 20261203, numRuns: 10 },
    );
  });

  it("are exact where two rounds write a new day at the same time", async () => {
    const table = await aTable();
    await store(table, scored("a", 9));
    const ports = portsOf(table);
    const both = Promise.withResolvers<void>();
    let waiting = 0;
    const together: RollUpPorts = {
      ...ports,
      replaceBuckets: async (stored, counted) => {
        if (++waiting === 2) both.resolve();
        await both.promise;
        return await ports.replaceBuckets(stored, counted);
      },
    };
    const rounds = await Promise.all([rollUpResults(together)(), rollUpResults(together)()]);
    expect(rounds.flat().map(({ kind }) => kind)).toEqual(["counted", "counted"]);
    await rollUpUntilClean(table);
    await expectExact(table, [scored("a", 9)]);
  });

  /** A round that has read the invitations, and stalls while `meanwhile` happens and other rounds finish. */
  async function stallingRound(
    table: Table,
    meanwhile: () => Promise<void>,
    then: Partial<RollUpPorts> = {},
  ) {
    const ports = portsOf(table);
    await rollUpResults({
      ...ports,
      replaceBuckets: async (stored, counted) => {
        await meanwhile();
        await rollUpUntilClean(table);
        return await ports.replaceBuckets(stored, counted);
      },
      ...then,
    })();
  }

  it("are exact when a round stalls and writes what a newer one has found changed back", async () => {
    const table = await aTable();
    await store(table, scored("a", 9));
    await rollUpUntilClean(table);
    await store(table, scored("a", 3));
    await stallingRound(table, () => store(table, scored("a", 9)));
    await rollUpUntilClean(table);
    await expectExact(table, [scored("a", 9)]);
  });

  it("are never overwritten by older ones, even when it dies right after writing", async () => {
    const table = await aTable();
    await store(table, scored("a", 3));
    const died = () => Promise.reject(new Error("died"));
    await stallingRound(table, () => store(table, scored("a", 5)), { clearDirty: died, markDay: died });
    await expectExact(table, [scored("a", 5)]);
  });
});
