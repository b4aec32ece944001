import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { milestoneKey } from "#shared/dynamodb/keys.ts";
import {
  milestonesOf,
  milestonesToLookAt,
  saveMilestone,
  settleMilestone,
} from "#shared/dynamodb/milestones.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aMilestone } from "../../builders.ts";
import { startTable } from "../../table.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => stop());

const accountsDue = async (programId: string, from: string, to: string) =>
  (await milestonesToLookAt(table, programId, from, to)).map(({ accountId }) => accountId);

describe("the milestones to be looked at", () => {
  test("are those of the days asked for, both inclusive, over all shards, in the order of accounts", async () => {
    const programId = "over-shards";
    const accounts = Array.from({ length: 60 }, (_, n) => `acc-${String(n).padStart(2, "0")}`);
    await Promise.all(
      accounts.map((accountId, n) => {
        const lookOn = `2026-12-0${1 + (n % 3)}`;
        return saveMilestone(table, aMilestone({ programId, accountId, lookOn }));
      }),
    );
    const on = (day: number) => accounts.filter((_, n) => n % 3 === day - 1);
    expect(await accountsDue(programId, "2026-12-01", "2026-12-03")).toEqual(accounts);
    expect(await accountsDue(programId, "2026-12-02", "2026-12-02")).toEqual(on(2));
    expect(await accountsDue(programId, "2026-12-04", "2027-12-31")).toEqual([]);
    expect(await accountsDue("another", "2026-12-01", "2026-12-03")).toEqual([]);
  });

  test("are the open ones only: what is decided has left the index, what waits is in it for its day", async () => {
    const programId = "open-only";
    for (const status of ["planned", "waiting", "done", "missed", "withdrawn"] as const) {
      const milestone = aMilestone({ programId, accountId: status });
      await saveMilestone(table, { ...milestone, status: "planned" });
      await saveMilestone(table, { ...milestone, status });
    }
    expect(await accountsDue(programId, "2026-01-01", "2027-01-01")).toEqual(["planned", "waiting"]);
  });

  test("are due again on the day to which a run has put them, and not on the day before", async () => {
    const milestone = aMilestone({ programId: "put-off", accountId: "put-off", lookOn: "2026-11-30" });
    await saveMilestone(table, milestone);
    // As a paused program's is: due as before, and looked at the day after.
    await settleMilestone(table, milestone.dueOn, { ...milestone, lookOn: "2026-12-01" });
    expect(await accountsDue("put-off", "2026-11-01", "2026-11-30")).toEqual([]);
    expect(await accountsDue("put-off", "2026-12-01", "2026-12-01")).toEqual(["put-off"]);
    expect(await milestonesOf(table, "put-off")).toMatchObject([{ status: "planned", dueOn: "2026-11-30" }]);
    // As a recurring program's turn is: planned anew.
    const anew = { ...milestone, dueOn: "2027-01-10", lookOn: "2027-01-10" };
    await settleMilestone(table, milestone.dueOn, anew);
    expect(await accountsDue("put-off", "2026-11-01", "2027-01-31")).toEqual(["put-off"]);
    expect(await milestonesOf(table, "put-off")).toMatchObject([{ dueOn: "2027-01-10" }]);
  });

  test("stand under one day only, wherever they were moved", async () => {
    const milestone = aMilestone({ programId: "moved", accountId: "moved" });
    for (const day of ["2026-12-01", "2027-02-01", "2026-11-15"]) {
      await saveMilestone(table, { ...milestone, dueOn: day, lookOn: day });
    }
    expect(await milestonesToLookAt(table, "moved", "2026-01-01", "2028-01-01")).toEqual([
      { accountId: "moved", cycle: "life", lookOn: "2026-11-15" },
    ]);
  });
});

describe("who was asked", () => {
  test("is never overwritten by a new plan", async () => {
    const asked = aMilestone({ accountId: "asked", status: "done", contacts: ["con-1"] });
    await saveMilestone(table, asked);
    await saveMilestone(table, { ...asked, status: "planned", dueOn: "2027-01-01", contacts: [] });
    expect(await milestonesOf(table, "asked")).toMatchObject([{ dueOn: "2027-01-01", contacts: ["con-1"] }]);
  });

  test("is kept by a run that finds the milestone moved, withdrawn or decided, and nothing else is", async () => {
    const seen = aMilestone({ status: "planned" });
    for (const [meantime, meanwhile] of Object.entries({
      moved: { ...seen, dueOn: "2027-01-10", lookOn: "2027-01-10" },
      withdrawn: { ...seen, status: "withdrawn" as const },
      decided: { ...seen, status: "done" as const, contacts: ["con-2"] },
    })) {
      const accountId = `acc-${meantime}`;
      await saveMilestone(table, { ...meanwhile, accountId });
      const decided = {
        ...seen,
        accountId,
        status: "waiting" as const,
        lookOn: "2027-01-15",
        contacts: ["con-1"],
      };
      await settleMilestone(table, seen.dueOn, decided);
      const [stands] = await milestonesOf(table, accountId);
      const { contacts, ...rest } = { ...meanwhile, accountId };
      expect(stands).toMatchObject(rest);
      expect(stands?.contacts.toSorted()).toEqual(["con-1", ...contacts]);
    }
  });

  test("a decided milestone carries no key of the index", async () => {
    const milestone = aMilestone({ accountId: "settled" });
    await saveMilestone(table, milestone);
    await settleMilestone(table, milestone.dueOn, { ...milestone, status: "done", contacts: ["con-1"] });
    const { Item = {} } = await table.client.send(
      new GetItemCommand({
        TableName: table.name,
        Key: marshall(milestoneKey("settled", milestone.programId, milestone.cycle)),
      }),
    );
    expect(Object.keys(Item)).not.toContain("duePk");
    expect(Object.keys(Item)).not.toContain("dueSk");
  });
});
