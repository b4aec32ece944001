import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { runById, runIdOf, saveDecisions, saveRun } from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { handler } from "../../../functions/run-program/handler.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let lambda: Awaited<ReturnType<typeof startEndpoint>>;
let runProgram: typeof handler;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  lambda = await startEndpoint(() => ({ status: 202, body: "" }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_LAMBDA: lambda.url, SELECT_FUNCTION: "select" });
  ({ handler: runProgram } = await import("../../../functions/run-program/handler.ts"));
});
afterAll(() => {
  lambda.stop();
  stop();
});
beforeEach(() => {
  lambda.requests.length = 0;
});

const today = utcDay(new Date());
const COMING = addDays(today, 30);
const start = (body: unknown, more: { programId?: string; role?: string } = {}) =>
  askRoute(runProgram, "POST /v1/programs/{programId}/runs", {
    path: { programId: more.programId ?? "post-onboarding" },
    body: typeof body === "string" ? body : JSON.stringify(body),
    role: more.role ?? "ops",
  });
const read = (
  runId: string,
  query: Record<string, string> = {},
  more: { programId?: string; role?: string } = {},
) =>
  askRoute(runProgram, "GET /v1/programs/{programId}/runs/{runId}", {
    path: { programId: more.programId ?? "post-onboarding", runId },
    query,
    role: more.role ?? "csm",
  });
const started = () => lambda.requests.map(({ body }) => JSON.parse(body) as unknown);

describe("starting a run", () => {
  test("hands it on and names it", async () => {
    const { status, body } = await start({ on: today });
    expect([status, body]).toEqual([202, { runId: runIdOf("post-onboarding", today) }]);
    expect(started()).toEqual([
      { programId: "post-onboarding", on: today, dryRun: false, runId: body.runId },
    ]);
    expect(lambda.requests[0]).toMatchObject({ headers: { "x-amz-invocation-type": "Event" } });
    expect((await read(body.runId)).body).toMatchObject({ status: "running", finishedAt: null });
  });

  test("dry takes a coming day, each time as a run of its own", async () => {
    const on = addDays(today, 400);
    const runs = [await start({ on, dryRun: true }), await start({ on, dryRun: true })];
    expect(runs.map(({ status }) => status)).toEqual([202, 202]);
    expect(new Set(runs.map(({ body }) => body.runId)).size).toBe(2);
    expect(started()).toMatchObject([{ dryRun: true }, { dryRun: true }]);
  });

  test("again makes a run that was done a running one, until it is done anew", async () => {
    const runId = runIdOf("pre-renewal", today);
    const startedAt = `${today}T00:05:00.000Z`;
    await saveRun(table, {
      type: "run",
      version: 1,
      runId,
      programId: "pre-renewal",
      on: today,
      dryRun: false,
      status: "done",
      startedAt,
      counts: { due: 3, selected: 2, excluded: 1, excludedBy: { "on-hold": 1 }, missed: 0 },
    });
    await start({ on: today }, { programId: "pre-renewal" });
    expect(await runById(table, runId)).toMatchObject({ status: "running", startedAt, counts: { due: 3 } });
  });

  test.each([
    ["a body that is no JSON", "on=today"],
    ["a day that does not exist", { on: "2026-02-30" }],
    ["no day", { dryRun: true }],
    ["a field that it does not know", { on: today, force: true }],
    ["a coming day", { on: COMING }],
    ["a day further off than days are imagined", { on: addDays(today, 401), dryRun: true }],
    ["a day that no run was ever of", { on: "0000-01-01" }],
    ["a day of another age", { on: "9999-12-31", dryRun: true }],
  ])("refuses %s, and says what to do", async (_, body) => {
    const reply = await start(body);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ status: 400, errors: [{ message: expect.stringMatching(/./) }] });
    expect(started()).toEqual([]);
  });

  test("refuses by the field a day that is further off than it can go", async () => {
    const errors = async (on: string) => (await start({ on, dryRun: true })).body.errors;
    const last = addDays(today, 400);
    expect(await errors(addDays(today, 401))).toEqual([
      { path: "on", message: `must not be after ${last}, 400 days from today` },
    ]);
    expect(await errors("0000-01-01")).toEqual([{ path: "on", message: "must be a day from 1900 to 2199" }]);
  });

  test("needs ops, and a program that exists", async () => {
    expect((await start({ on: today }, { role: "csm" })).status).toBe(403);
    expect((await start({ on: today }, { programId: "none" })).status).toBe(404);
    expect(started()).toEqual([]);
  });
});

describe("reading a run", () => {
  test("gives its decisions in the order of accounts, page by page, each once", async () => {
    const { body } = await start({ on: COMING, dryRun: true });
    const accounts = Array.from({ length: 230 }, (_, n) => `acc-${String(n).padStart(3, "0")}`);
    const save = async (accountId: string) => {
      const decision = { accountId, contactId: "con-1", verdict: "selected" as const, rules: [] };
      const run = { runId: body.runId, programId: "post-onboarding", on: COMING, dryRun: true };
      await saveDecisions(table, run, accountId, [decision], new Date());
    };
    await Promise.all(accounts.toReversed().map(save));
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await read(body.runId, cursor === undefined ? {} : { cursor });
      const { items, next } = page.body.decisions;
      seen.push(...items.map(({ accountId }: { accountId: string }) => accountId));
      sizes.push(items.length);
      cursor = next;
    }
    expect(seen).toEqual(accounts);
    expect(sizes).toEqual([100, 100, 30]);
  });

  test("is refused for another program's run, an unknown one, a forged cursor, and below csm", async () => {
    const { body } = await start({ on: COMING, dryRun: true });
    expect((await read(body.runId, {}, { programId: "pre-renewal" })).status).toBe(404);
    expect((await read("none")).status).toBe(404);
    expect((await read(body.runId, { cursor: "forged" })).status).toBe(400);
    expect((await read(body.runId, {}, { role: "viewer" })).status).toBe(403);
  });
});
