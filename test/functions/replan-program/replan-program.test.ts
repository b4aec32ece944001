import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import { milestonesOf, milestonesToLookAt, saveMilestone } from "#shared/dynamodb/milestones.ts";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { toItem } from "#shared/dynamodb/table.ts";
import { anAccount } from "../../builders.ts";
import { inDays, startReplanning, trigger } from "./replanning.ts";

let replanning: Awaited<ReturnType<typeof startReplanning>>;
let its: ReturnType<typeof replanning.aProgramOfItsOwn>;
beforeAll(async () => {
  replanning = await startReplanning();
});
afterAll(() => replanning.stop());
beforeEach(() => {
  its = replanning.aProgramOfItsOwn();
});

const milestoneOf = async (accountId: string) => (await its.milestones(accountId))[0];

test("a new offset moves what is planned, and asks nobody again whose cycle is over", async () => {
  const planned = await its.anAccountPlanned("planned");
  const done = await its.anAccountPlanned("done", { status: "done", contacts: ["mei"] });
  await its.save(1, { trigger: trigger(60) });
  await its.save(2, { trigger: trigger(30) });
  await its.invoke();
  expect(await milestoneOf(planned)).toMatchObject({
    status: "planned",
    dueOn: inDays(30),
    lookOn: inDays(30),
  });
  expect(await milestoneOf(done)).toMatchObject({ status: "done", dueOn: inDays(60), contacts: ["mei"] });
  const due = await milestonesToLookAt(replanning.table, its.programId, inDays(0), inDays(90));
  expect(due).toEqual([{ accountId: planned, cycle: "life", lookOn: inDays(30) }]);
});

test("a program that is added is planned for accounts that are there", async () => {
  const account = anAccount({ accountId: `${its.programId}-new`, customerSince: inDays(-20) });
  await saveAccount(replanning.table, account);
  await its.save(1, { trigger: trigger(45) });
  await its.invoke();
  expect(await milestoneOf(account.accountId)).toMatchObject({ status: "planned", dueOn: inDays(25) });
});

test("leaves other programs' milestones alone, and changes nothing the second time", async () => {
  const accountId = await its.anAccountPlanned("planned");
  const other: Milestone = { ...(await milestoneOf(accountId)), programId: "other" } as Milestone;
  await saveMilestone(replanning.table, other);
  await its.save(1, { trigger: trigger(10) });
  await its.invoke();
  const after = await milestonesOf(replanning.table, accountId);
  expect(after).toContainEqual(other);
  await its.invoke();
  expect(await milestonesOf(replanning.table, accountId)).toEqual(after);
});

test("goes on in another invocation where its time runs short, until every account has been looked at", async () => {
  const accountIds: string[] = [];
  for (const name of ["a", "b", "c"]) accountIds.push(await its.anAccountPlanned(name));
  await fillTable(2500);
  await its.save(1, { trigger: trigger(15) });
  let more: { after?: string } | undefined = {};
  let invocations = 0;
  while (more !== undefined) {
    replanning.requests.length = 0;
    await its.invoke(more, 60_000);
    invocations++;
    const [next] = replanning.requests;
    more = next && (JSON.parse(next.body) as { after: string });
  }
  expect(invocations).toBeGreaterThan(2);
  for (const accountId of accountIds)
    expect(await milestoneOf(accountId)).toMatchObject({ dueOn: inDays(15) });
});

test("of a program that nobody has is nothing", async () => {
  await its.invoke();
  expect(replanning.requests).toEqual([]);
});

/** Other things than accounts, which the pages have to get past. */
async function fillTable(count: number): Promise<void> {
  const puts = Array.from({ length: count }, (_, i) => ({
    PutRequest: { Item: toItem({ pk: `FILLER#${i}`, sk: "FILLER" }) },
  }));
  for (let i = 0; i < puts.length; i += 25) {
    const RequestItems = { [replanning.table.name]: puts.slice(i, i + 25) };
    await replanning.table.client.send(new BatchWriteItemCommand({ RequestItems }));
  }
}
