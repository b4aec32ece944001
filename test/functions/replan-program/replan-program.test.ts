import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { utcDay } from "#shared/domain/days.ts";
import { type Milestone, planMilestones } from "#shared/domain/milestone.ts";
import type { Program } from "#shared/domain/program.ts";
import { milestonesOf, milestonesToLookAt, saveMilestone } from "#shared/dynamodb/milestones.ts";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import type { handler } from "../../../functions/replan-program/handler.ts";
import { anAccount, aProgram } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { startOpsTable } from "../ops-routes.ts";

const MINUTES_15 = 900_000;

let table: Table;
let stop: () => void;
let lambda: Awaited<ReturnType<typeof startEndpoint>>;
let replan: typeof handler;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  lambda = await startEndpoint(() => ({ status: 202, body: "" }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_LAMBDA: lambda.url });
  ({ handler: replan } = await import("../../../functions/replan-program/handler.ts"));
});
afterAll(() => {
  lambda.stop();
  stop();
});

const inDays = (days: number) => utcDay(new Date(Date.now() + days * 86_400_000));
const trigger = (offsetDays: number): Program["trigger"] => ({
  kind: "date",
  anchor: "customerSince",
  offsetDays,
  cycle: "life",
  waitsUntilOffsetDays: 120,
});
const event: Program["trigger"] = { kind: "event", touchpoint: "went-live", dropsAfterHours: 24 };

let programs = 0;
let programId: string;
beforeEach(() => {
  lambda.requests.length = 0;
  programId = `program-${++programs}`;
});

const save = async (version: number, over: Partial<Program>) =>
  await saveProgram(table, aProgram("post-onboarding", { programId, version, ...over }), {
    isReplanDue: true,
    at: new Date(),
  });
/** An account that started today, planned for the first version: due in 60 days. */
async function anAccountPlanned(name: string, over: Partial<Milestone> = {}): Promise<string> {
  const account = anAccount({ accountId: `${programId}-${name}`, customerSince: inDays(0) });
  await saveAccount(table, account);
  const program = aProgram("post-onboarding", { programId, trigger: trigger(60) });
  for (const milestone of planMilestones(account, [program], [], inDays(0)))
    await saveMilestone(table, { ...milestone, ...over });
  return account.accountId;
}
const milestone = async (accountId: string) =>
  (await milestonesOf(table, accountId)).find((one) => one.programId === programId);
const invoke = (more: { after?: string } = {}, remainingMs = MINUTES_15) =>
  replan({ programId, ...more }, {
    functionName: "replan",
    getRemainingTimeInMillis: () => remainingMs,
  } as Context);

test("a new offset moves what is planned, and asks nobody again whose cycle is over", async () => {
  const planned = await anAccountPlanned("planned");
  const done = await anAccountPlanned("done", { status: "done", contacts: ["mei"] });
  await save(1, { trigger: trigger(60) });
  await save(2, { trigger: trigger(30) });
  await invoke();
  expect(await milestone(planned)).toMatchObject({
    status: "planned",
    dueOn: inDays(30),
    lookOn: inDays(30),
  });
  expect(await milestone(done)).toMatchObject({ status: "done", dueOn: inDays(60), contacts: ["mei"] });
  const due = await milestonesToLookAt(table, programId, inDays(0), inDays(90));
  expect(due).toEqual([{ accountId: planned, cycle: "life", lookOn: inDays(30) }]);
});

test("a program that is added is planned for accounts that are there", async () => {
  const account = anAccount({ accountId: `${programId}-new`, customerSince: inDays(-20) });
  await saveAccount(table, account);
  await save(1, { trigger: trigger(45) });
  await invoke();
  expect(await milestone(account.accountId)).toMatchObject({ status: "planned", dueOn: inDays(25) });
});

test("a program of dates that becomes one of events withdraws what it had planned", async () => {
  const planned = await anAccountPlanned("planned");
  const done = await anAccountPlanned("done", { status: "done", contacts: ["mei"] });
  await save(1, { trigger: event });
  await invoke();
  expect([(await milestone(planned))?.status, (await milestone(done))?.status]).toEqual([
    "withdrawn",
    "done",
  ]);
  expect(await milestonesToLookAt(table, programId, inDays(0), inDays(90))).toEqual([]);
});

test("leaves other programs' milestones alone, and changes nothing the second time", async () => {
  const accountId = await anAccountPlanned("planned");
  const other: Milestone = { ...(await milestone(accountId)), programId: "other" } as Milestone;
  await saveMilestone(table, other);
  await save(1, { trigger: trigger(10) });
  await invoke();
  const after = await milestonesOf(table, accountId);
  expect(after).toContainEqual(other);
  await invoke();
  expect(await milestonesOf(table, accountId)).toEqual(after);
});

test("goes on in another invocation where its time runs short, until every account has been looked at", async () => {
  const accountIds: string[] = [];
  for (const name of ["a", "b", "c"]) accountIds.push(await anAccountPlanned(name));
  await fillTable(2500);
  await save(1, { trigger: trigger(15) });
  let more: { after?: string } | undefined = {};
  let invocations = 0;
  while (more !== undefined) {
    lambda.requests.length = 0;
    await invoke(more, 60_000);
    invocations++;
    const [next] = lambda.requests;
    more = next && (JSON.parse(next.body) as { after: string });
  }
  expect(invocations).toBeGreaterThan(2);
  for (const accountId of accountIds) expect(await milestone(accountId)).toMatchObject({ dueOn: inDays(15) });
});

test("of a program that nobody has is nothing", async () => {
  await invoke();
  expect(lambda.requests).toEqual([]);
});

/** Other things than accounts, which the pages have to get past. */
async function fillTable(count: number): Promise<void> {
  const puts = Array.from({ length: count }, (_, i) => ({
    PutRequest: { Item: toItem({ pk: `FILLER#${i}`, sk: "FILLER" }) },
  }));
  for (let i = 0; i < puts.length; i += 25) {
    const RequestItems = { [table.name]: puts.slice(i, i + 25) };
    await table.client.send(new BatchWriteItemCommand({ RequestItems }));
  }
}
