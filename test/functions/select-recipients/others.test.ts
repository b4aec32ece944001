import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { planMilestones } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { listInDirectory } from "#shared/dynamodb/directory.ts";
import { milestonesOf, saveMilestone } from "#shared/dynamodb/milestones.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { runById, runIdOf } from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { handler } from "../../../functions/select-recipients/handler.ts";
import {
  aContact,
  anAccount,
  aProgram,
  aRecurringProgram,
  aSampleProgram,
  hashOf,
  PERSON_KEY,
} from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let ssm: Awaited<ReturnType<typeof startEndpoint>>;
let select: typeof handler;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  const Value = PERSON_KEY.toString("base64");
  ssm = await startEndpoint(() => ({ status: 200, body: JSON.stringify({ Parameter: { Value } }) }));
  const SELECTS_AT = JSON.stringify({ hour: 0, minute: 5 });
  Object.assign(process.env, { AWS_ENDPOINT_URL_SSM: ssm.url, SELECTS_AT });
  ({ handler: select } = await import("../../../functions/select-recipients/handler.ts"));
});
afterAll(() => {
  ssm.stop();
  stop();
});

const today = utcDay(new Date());
const add = async (programId: string, over: Partial<Program> = {}): Promise<Program> => {
  const program = aProgram("post-onboarding", { programId, ...over });
  await saveProgram(table, program, { isReplanDue: false, at: new Date() });
  return program;
};

test("the schedule of the others runs each active program that no schedule names, a sample of a shipped id too", async () => {
  const trigger = { ...aProgram().trigger, offsetDays: 0 } as Program["trigger"];
  const added = await add("added", { trigger });
  await add("made-of-dates", { trigger });
  await add("paused", { status: "paused" });
  await add("of-events", { trigger: { kind: "event", touchpoint: "x", dropsAfterHours: 1 } });
  await add("case-closure", { version: 2, trigger });
  await add("product-csat", { ...aSampleProgram(1, { startsOn: today }), version: 2 });
  await add("turns", aRecurringProgram({ programId: "turns" }));
  const account = anAccount({ customerSince: today });
  await listInDirectory(table, account);
  await saveAccount(table, account);
  await saveContact(table, aContact(), hashOf);
  await saveContact(
    table,
    aContact({ contactId: "con-2", email: "kim@customer.example", roles: ["owner"] }),
    hashOf,
  );
  for (const milestone of planMilestones(account, [added], [], today)) await saveMilestone(table, milestone);

  await select({ others: true, at: `${today}T00:07:00Z` }, {} as Context);

  const ran = async (programId: string) => (await runById(table, runIdOf(programId, today)))?.counts.selected;
  expect(await ran("added")).toBe(1);
  // One of the two was asked before, the other is drawn.
  expect([await ran("product-csat"), await ran("turns")]).toEqual([1, 0]);
  expect([await ran("made-of-dates"), await ran("case-closure")]).toEqual([0, 0]);
  for (const programId of ["paused", "of-events", "post-onboarding", "pre-renewal"])
    expect(await ran(programId)).toBeUndefined();
});

test("a shipped program's own schedule runs it as ops have changed it", async () => {
  await add("pre-renewal", { version: 2, status: "paused" });
  await select({ programId: "pre-renewal", at: `${today}T00:06:00Z` }, {} as Context);
  expect(await runById(table, runIdOf("pre-renewal", today))).toMatchObject({ status: "done" });
});

test("a dry run of a coming day keeps what that day will decide after those before it, and decides nothing", async () => {
  const on = addDays(today, 56);
  const runId = `${runIdOf("ahead", on)}-dry`;
  const accountId = "acc-2";
  const account = anAccount({ accountId, customerSince: today });
  await saveAccount(table, account);
  await saveContact(table, aContact({ accountId, email: "lee@customer.example" }), hashOf);
  await recordSend(table, hashOf("lee@customer.example"), { on: today, by: { tool: "t", program: "p" } });
  const trigger = { ...aProgram().trigger, offsetDays: 1 } as Program["trigger"];
  const ahead = await add("ahead", { trigger });
  for (const milestone of planMilestones(account, [ahead], [], today)) await saveMilestone(table, milestone);
  await select({ programId: "ahead", on, dryRun: true, runId }, {} as Context);
  expect(await runById(table, runId)).toMatchObject({ status: "done", counts: { due: 1, selected: 1 } });
  expect(await milestonesOf(table, accountId)).toMatchObject([
    { status: "planned", lookOn: addDays(today, 1) },
  ]);
});
