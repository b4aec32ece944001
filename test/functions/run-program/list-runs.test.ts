import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addDays, utcDay } from "#shared/domain/days.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { countDecisions, type Run, runIdOf, saveDecisions, saveRun } from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { recordTouchpoint } from "#shared/dynamodb/touchpoints.ts";
import type { handler } from "../../../functions/run-program/handler.ts";
import { aProgram } from "../../builders.ts";
import { type Answer, askRoute, startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let runProgram: typeof handler;
let programs = 0;
let programId: string;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  ({ handler: runProgram } = await import("../../../functions/run-program/handler.ts"));
});
afterAll(() => stop());
/** Each test has a program of its own. */
beforeEach(async () => {
  programId = `program-${++programs}`;
  const program = aProgram("post-onboarding", { programId });
  await saveProgram(table, program, { isReplanDue: false, at: new Date() });
});

const list = (query: Record<string, string> = {}, more: { id?: string; role?: string } = {}) =>
  askRoute(runProgram, "GET /v1/programs/{programId}/runs", {
    path: { programId: more.id ?? programId },
    query,
    role: more.role ?? "csm",
  });
const daysOf = ({ items }: Answer): string[] => items.map(({ on }: Answer) => on);

const decided = (contactId: string, ...reasons: string[]): Decision => ({
  accountId: "acc-1",
  contactId,
  verdict: reasons.length === 0 ? "selected" : "excluded",
  rules: reasons.map((reason) => ({ rule: "hold", verdict: "fail", reason })),
});

/** A run of a day as selection leaves it. */
async function ran(on: string, decisions: readonly Decision[], over: Partial<Run> = {}): Promise<void> {
  const run: Run = {
    ...{ type: "run", version: 1, runId: runIdOf(programId, on), programId, on, dryRun: false },
    ...{ status: "done", startedAt: `${on}T00:05:00.000Z`, finishedAt: `${on}T00:06:00.000Z` },
    counts: { due: 0, selected: 0, excluded: 0, excludedBy: {}, missed: 0 },
    ...over,
  };
  await saveDecisions(table, run, "acc-1", decisions, new Date(run.startedAt));
  await saveRun(table, { ...run, counts: await countDecisions(table, run.runId) });
}

describe("a program's runs", () => {
  test("are listed day by day, the newest last, and their counts add up", async () => {
    await ran("2026-12-03", [decided("con-1", "on-hold"), decided("con-2", "churned", "on-hold")]);
    await ran("2026-12-01", [decided("con-1"), decided("con-2", "on-hold")]);
    await ran("2026-12-04", []);
    const { status, body } = await list({ from: "2026-12-01", to: "2026-12-31" });
    expect([status, body.next]).toEqual([200, null]);
    expect(body.items[0]).toEqual({
      runId: `${programId}-2026-12-01`,
      programId,
      on: "2026-12-01",
      dryRun: false,
      status: "done",
      counts: { due: 2, selected: 1, excluded: 1, excludedBy: { "on-hold": 1 }, missed: 0 },
      startedAt: "2026-12-01T00:05:00.000Z",
      finishedAt: "2026-12-01T00:06:00.000Z",
    });
    expect(daysOf(body)).toEqual(["2026-12-01", "2026-12-03", "2026-12-04"]);
    expect(body.totals).toEqual({
      ...{ due: 4, selected: 1, excluded: 3 },
      excludedBy: { "on-hold": 2, churned: 1 },
      missed: 0,
    });
  });

  test("are those of the days asked for, both included, over a year's end and a leap day", async () => {
    const days = ["2027-12-31", "2028-01-01", "2028-02-29", "2028-03-01"];
    for (const day of days) await ran(day, [decided("con-1")]);
    expect(daysOf((await list({ from: "2027-12-31", to: "2028-03-01" })).body)).toEqual(days);
    expect(daysOf((await list({ from: "2028-01-01", to: "2028-02-29" })).body)).toEqual(days.slice(1, 3));
    expect(daysOf((await list({ from: "2028-02-29", to: "2028-02-29" })).body)).toEqual(["2028-02-29"]);
  });

  test("are those of the last 30 days, today included, where no day is said", async () => {
    const today = utcDay(new Date());
    for (const ago of [0, 29, 30]) await ran(addDays(today, -ago), [decided("con-1")]);
    expect(daysOf((await list({ from: "", to: "" })).body)).toEqual([addDays(today, -29), today]);
    const before = await list({ to: addDays(today, -1) });
    expect(daysOf(before.body)).toEqual([addDays(today, -30), addDays(today, -29)]);
  });

  test("are no dry ones, and none of another program", async () => {
    const runId = `${runIdOf(programId, "2026-12-01")}-dry-1`;
    await ran("2026-12-01", [decided("con-1")], { runId, dryRun: true });
    await ran("2026-12-01", [decided("con-1")], { runId: runIdOf(`${programId}-x`, "2026-12-01") });
    const { body } = await list({ from: "2026-12-01", to: "2026-12-01" });
    expect(body).toEqual({
      items: [],
      totals: { due: 0, selected: 0, excluded: 0, excludedBy: {}, missed: 0 },
      next: null,
    });
  });

  test("of events have a day for each on which something happened, and add up as well", async () => {
    const at = new Date("2026-12-02T10:00:00Z");
    for (const [contactId, reasons] of Object.entries({ a: [], b: ["on-hold"], c: ["on-hold"] })) {
      const entry = { programId, on: "2026-12-01", accountId: "acc-1", contactId, reference: "case-1" };
      await recordTouchpoint(table, entry, decided(contactId, ...reasons), at);
    }
    const { body } = await list({ from: "2026-12-01", to: "2026-12-02" });
    expect(daysOf(body)).toEqual(["2026-12-01"]);
    expect(body.totals).toEqual({
      due: 3,
      selected: 1,
      excluded: 2,
      excludedBy: { "on-hold": 2 },
      missed: 0,
    });
  });
});

describe("is refused", () => {
  test.each([
    ["a day that does not exist", { from: "2026-02-30" }, "from"],
    ["days the wrong way round", { from: "2026-12-02", to: "2026-12-01" }, "from"],
    ["more than 400 days", { from: "2026-01-01", to: "2027-02-05" }, "from"],
    ["what it does not know", { cursor: "x" }, "cursor"],
  ])("%s", async (_, query, path) => {
    const { status, body } = await list(query as Record<string, string>);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });

  test("a program that nobody has, and whoever is below csm; 400 days are not", async () => {
    expect((await list({}, { id: "none" })).status).toBe(404);
    expect((await list({}, { role: "viewer" })).status).toBe(403);
    expect((await list({ from: "2026-01-01", to: "2027-02-04" })).status).toBe(200);
  });
});
