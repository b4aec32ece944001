import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { advanceCursor } from "#shared/dynamodb/runs.ts";
import { aSampleProgram } from "../../builders.ts";
import { inDays, startForecasts, TODAY } from "./forecasts.ts";

let forecasts: Awaited<ReturnType<typeof startForecasts>>;
beforeAll(async () => {
  forecasts = await startForecasts();
});
afterAll(() => forecasts.stop());

describe("of a sample", () => {
  test("tells the days of its draws, and their size", async () => {
    const draws = { programId: "drawn", startsOn: inDays(-20), everyDays: 21 };
    await forecasts.save(aSampleProgram(40, draws));
    const unknown = { accounts: null, contacts: null };
    const { body } = await forecasts.ask("drawn");
    expect(body.days).toEqual([
      { on: inDays(1), ...unknown, sends: 40 },
      { on: inDays(22), ...unknown, sends: 40 },
    ]);
    expect(body.totals).toEqual({ ...unknown, sends: 80 });
    expect(body.note).toContain("at most 40 contacts");
  });

  test("counts a draw that nobody has made yet on today, and none that was made", async () => {
    const draws = { programId: "late", startsOn: inDays(-2), everyDays: 90 };
    await forecasts.save(aSampleProgram(40, draws));
    const days = async (query?: Record<string, string>) =>
      (await forecasts.ask("late", query)).body.days.map(({ on }: { on: string }) => on);
    expect(await days()).toEqual([TODAY]);
    expect(await days({ from: inDays(1) })).toEqual([]);
    await advanceCursor(forecasts.table, "late", inDays(-1));
    expect(await days()).toEqual([]);
  });

  test("that is paused sends nothing, and says so first", async () => {
    const draws = {
      programId: "paused-sample",
      startsOn: inDays(5),
      everyDays: 90,
      status: "paused",
    } as const;
    await forecasts.save(aSampleProgram(40, draws));
    const { body } = await forecasts.ask("paused-sample");
    expect(body.totals.sends).toBe(0);
    expect(body.note).toMatch(/^This program is paused/);
  });
});

test("of an event program says that touchpoints cannot be foreseen", async () => {
  const { status, body } = await forecasts.ask("case-closure");
  expect(status).toBe(200);
  expect(body).toMatchObject({ days: [], totals: { accounts: 0, contacts: 0, sends: 0 } });
  expect(body.notReady).toEqual({ count: 0, items: [] });
  expect(body.note).toContain("cannot be foreseen");
});

describe("a question", () => {
  test("about an unknown program is not found", async () => {
    expect((await forecasts.ask("none")).status).toBe(404);
  });

  test.each([
    ["a first day that does not exist", { from: "2027-02-30" }, "from"],
    ["a first day that is over", { from: inDays(-1) }, "from"],
    ["no day at all", { from: "" }, "from"],
    ["a day of another age", { from: "9999-12-31" }, "from"],
    ["a last day that is none", { to: "tomorrow" }, "to"],
    ["a last day before the first", { from: inDays(5), to: inDays(4) }, "to"],
    ["more than 92 days", { to: inDays(92) }, "to"],
    ["a parameter that it does not know", { until: TODAY }, "until"],
  ])("with %s is refused, and says what to do", async (_, query, path) => {
    const { status, body } = await forecasts.ask("post-onboarding", query as Record<string, string>);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path }]);
  });

  test("may be about 92 days, and about one", async () => {
    expect((await forecasts.ask("post-onboarding", { to: inDays(91) })).body.days).toHaveLength(92);
    expect((await forecasts.ask("post-onboarding", { to: TODAY })).body.days).toHaveLength(1);
  });

  test("is answered to viewers, and to nobody without a role", async () => {
    expect((await forecasts.ask("case-closure", {}, "viewer")).status).toBe(200);
    expect((await forecasts.ask("case-closure", {}, "")).status).toBe(403);
  });
});
