import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, utcDay } from "#shared/domain/days.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { advanceCursor, runIdOf, saveDecisions } from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { recordTouchpoint } from "#shared/dynamodb/touchpoints.ts";
import type { handler } from "../../../functions/explain-eligibility/handler.ts";
import { aContact, anAccount, aSampleProgram, hashOf, PERSON_KEY } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let ssm: Awaited<ReturnType<typeof startEndpoint>>;
let explain: typeof handler;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  const Value = PERSON_KEY.toString("base64");
  ssm = await startEndpoint(() => ({ status: 200, body: JSON.stringify({ Parameter: { Value } }) }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_SSM: ssm.url });
  ({ handler: explain } = await import("../../../functions/explain-eligibility/handler.ts"));
});
afterAll(() => {
  ssm.stop();
  stop();
});

const TODAY = utcDay(new Date());
const daysAgo = (days: number): string => addDays(TODAY, -days);

const ask = (accountId: string, program: string, on?: string) =>
  askRoute(explain, "GET /v1/accounts/{accountId}/eligibility", {
    path: { accountId },
    query: { program, ...(on === undefined ? {} : { on }) },
    role: "csm",
  });

/** An account of one admin that post-onboarding was due for on a day. */
async function save(accountId: string, due = daysAgo(20)): Promise<void> {
  await saveAccount(table, anAccount({ accountId, customerSince: addDays(due, -60), renewalOn: undefined }));
  await saveContact(
    table,
    aContact({ accountId, contactId: "mei", email: `mei@${accountId}.example` }),
    hashOf,
  );
}

const decisionOf = (accountId: string): Decision => ({
  accountId,
  contactId: "mei",
  verdict: "selected",
  rules: [],
});

async function decided(accountId: string, programId: string, on: string): Promise<void> {
  const run = { programId, on, dryRun: false, runId: runIdOf(programId, on) };
  await saveDecisions(table, run, accountId, [decisionOf(accountId)], new Date(`${on}T00:05:00Z`));
}

describe("a past day on which no run decided an account", () => {
  test("has no decisions, and names the nearest days that have, of that program", async () => {
    await save("nearest");
    for (const days of [40, 25, 10, 5]) await decided("nearest", "post-onboarding", daysAgo(days));
    for (const days of [21, 19]) await decided("nearest", "pre-renewal", daysAgo(days));
    const { status, body } = await ask("nearest", "post-onboarding", daysAgo(20));
    expect(status).toBe(200);
    expect(body).toEqual({
      accountId: "nearest",
      programId: "post-onboarding",
      on: daysAgo(20),
      from: "ledger",
      contacts: [],
      note: expect.stringContaining("decided"),
      nearest: [daysAgo(25), daysAgo(10)],
    });
    const nearestOf = async (days: number) =>
      (await ask("nearest", "post-onboarding", daysAgo(days))).body.nearest;
    expect(await nearestOf(50)).toEqual([daysAgo(40)]);
    expect(await nearestOf(1)).toEqual([daysAgo(5)]);
    expect((await ask("nearest", "post-renewal", daysAgo(20))).body).toMatchObject({
      from: "ledger",
      nearest: [],
    });
  });

  test("is not told by what happened after it, nor of a program that fires on events", async () => {
    await save("fiction");
    await recordSend(table, hashOf("mei@fiction.example"), {
      on: daysAgo(2),
      by: { tool: "gainsight", program: "csat" },
    });
    const on = daysAgo(6);
    await recordTouchpoint(
      table,
      { programId: "case-closure", on, accountId: "fiction", contactId: "mei", reference: "case-1" },
      decisionOf("fiction"),
      new Date(`${on}T09:00:00Z`),
    );
    for (const [program, day, nearest] of [
      ["post-onboarding", daysAgo(20), []],
      ["case-closure", "1970-01-01", [on]],
    ] as const)
      expect((await ask("fiction", program, day)).body).toMatchObject({
        from: "ledger",
        contacts: [],
        nearest,
      });
  });

  test("is evaluated still when it is today, which is the day of a question that names none", async () => {
    await save("today", TODAY);
    expect((await ask("today", "post-onboarding")).body).toMatchObject({ on: TODAY, from: "evaluation" });
    expect((await ask("today", "post-onboarding", TODAY)).body).toMatchObject({
      from: "evaluation",
      contacts: [{ verdict: "selected" }],
    });
  });

  test("of a sample says who was not drawn where the draw is known to have been made", async () => {
    await save("drawn");
    const drawOn = daysAgo(9);
    await saveProgram(table, aSampleProgram(5, { programId: "past-draw", startsOn: drawOn }), {
      isReplanDue: false,
      at: new Date(),
    });
    expect((await ask("drawn", "past-draw", drawOn)).body).toMatchObject({ from: "ledger", contacts: [] });
    await advanceCursor(table, "past-draw", drawOn);
    const { body } = await ask("drawn", "past-draw", drawOn);
    expect(body).toMatchObject({ from: "evaluation", note: expect.stringContaining("not drawn") });
    const failed = body.contacts.flatMap(({ rules }: Decision) =>
      rules.filter(({ verdict }) => verdict === "fail"),
    );
    expect(failed).toMatchObject([{ rule: "sample", reason: "not-drawn" }]);
    expect((await ask("drawn", "past-draw", daysAgo(8))).body).toMatchObject({
      from: "ledger",
      contacts: [],
    });
  });
});

test.each(["9999-12-31", "2200-01-01", "1899-12-31", "0000-01-01"])("the day %s is refused", async (on) => {
  await save("far");
  const { status, body } = await ask("far", "post-onboarding", on);
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ path: "on", message: "must be a day from 1900 to 2199" }]);
});
