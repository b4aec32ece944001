import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ForecastPorts } from "../../../functions/explain-eligibility/forecast-program.ts";
import { forecastRoute } from "../../../functions/explain-eligibility/forecast-route.ts";
import { aProgram } from "../../builders.ts";
import { described } from "../../described.ts";
import type { Answer } from "../ops-routes.ts";
import { inDays, startForecasts, TODAY } from "./forecasts.ts";

let forecasts: Awaited<ReturnType<typeof startForecasts>>;
beforeAll(async () => {
  forecasts = await startForecasts();
});
afterAll(() => forecasts.stop());

describe("of a planned program", () => {
  test("counts accounts, contacts and those who would be asked on the day they are due", async () => {
    const { due, ask } = await forecasts.aForecast("counted");
    await due("two", inDays(3), [{}, {}, { roles: ["developer"] }]);
    await due("barred", inDays(3), [{ consent: "unsubscribed" }]);
    await due("asked-lately", inDays(5), [{ email: "lately@customer.example" }]);
    await forecasts.askedToday("lately@customer.example");
    await due("out-of-range", inDays(8), [{}]);
    const { status, body } = await ask({ from: inDays(2), to: inDays(7) });
    expect(status).toBe(200);
    expect(body).toMatchObject({ programId: "counted", from: inDays(2), to: inDays(7) });
    expect(body.asOf).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    const nothing = { accounts: 0, contacts: 0, sends: 0 };
    expect(body.days).toEqual([
      { on: inDays(2), ...nothing },
      { on: inDays(3), accounts: 2, contacts: 4, sends: 2 },
      { on: inDays(4), ...nothing },
      { on: inDays(5), accounts: 1, contacts: 1, sends: 0 },
      { on: inDays(6), ...nothing },
      { on: inDays(7), ...nothing },
    ]);
    expect(body.totals).toEqual({ accounts: 3, contacts: 5, sends: 2 });
    expect(body.notReady).toEqual({ count: 0, items: [] });
    expect(body.note).toBeUndefined();
  });

  test("counts on today what is overdue and still open, and not on a later first day", async () => {
    const { due, days } = await forecasts.aForecast("overdue");
    await due("late", inDays(-3), [{}]);
    await due("too-late", inDays(-20), [{}]);
    await due("done", inDays(-3), [{}], { milestone: { status: "done" } });
    await due("waiting", inDays(-10), [{}], { milestone: { status: "waiting", lookOn: inDays(4) } });
    expect(await days()).toEqual([
      { on: TODAY, accounts: 2, contacts: 2, sends: 1 },
      { on: inDays(4), accounts: 1, contacts: 1, sends: 1 },
    ]);
    expect(await days({ from: inDays(1) })).toEqual([{ on: inDays(4), accounts: 1, contacts: 1, sends: 1 }]);
  });

  test("counts on tomorrow what is overdue once today's run is done, as of tomorrow", async () => {
    const { due, days } = await forecasts.aForecast("done-today");
    await due("late", inDays(-3), [{}]);
    await due("today", TODAY, [{}]);
    // Late by 14 days today, and by 15 tomorrow.
    await due("last-day", inDays(-14), [{}]);
    expect(await days({ to: TODAY })).toEqual([{ on: TODAY, accounts: 3, contacts: 3, sends: 3 }]);
    await forecasts.runUpTo("done-today", TODAY);
    const tomorrow = { on: inDays(1), accounts: 3, contacts: 3, sends: 2 };
    expect(await days()).toEqual([tomorrow]);
    expect(await days({ from: inDays(1) })).toEqual([tomorrow]);
    expect(await days({ to: TODAY })).toEqual([]);
    expect(await days({ from: inDays(2) })).toEqual([]);
  });

  test("tells today and the 30 days after where no range is named", async () => {
    const { due, ask } = await forecasts.aForecast("by-itself");
    await due("last", inDays(30), [{}]);
    await due("after", inDays(31), [{}]);
    const { body } = await ask();
    expect([body.from, body.to, body.days.length]).toEqual([TODAY, inDays(30), 31]);
    expect(body.totals.accounts).toBe(1);
  });

  test("names the accounts that are not ready, and why, in the order of their days", async () => {
    const { due, ask } = await forecasts.aForecast("not-ready", { audience: { segment: ["scale"] } });
    await due("nobody", inDays(9), []);
    await due("developers", inDays(7), [{ roles: ["developer"] }]);
    await due("billing", inDays(8), [{ personas: ["billing"] }, { roles: ["owner"] }]);
    await due("ready", inDays(6), [{ consent: "unsubscribed" }]);
    await due("free", inDays(6), [], { account: { plan: "free" } });
    await due("churned", inDays(6), [], { account: { status: "churned" } });
    await due("elsewhere", inDays(6), [], { account: { segment: "tech-touch" } });
    const { body } = await ask();
    const item = (name: string, days: number, reason: string) => ({
      accountId: `not-ready-${name}`,
      name,
      dueOn: inDays(days),
      reason,
    });
    expect(body.notReady).toEqual({
      count: 3,
      items: [
        item("developers", 7, "no-wanted-role"),
        item("billing", 8, "barring-persona"),
        item("nobody", 9, "no-contacts"),
      ],
    });
    expect(body.totals).toEqual({ accounts: 7, contacts: 4, sends: 0 });
  });

  test.each(["paused", "retired"] as const)("that is %s sends nothing, and says so", async (status) => {
    const { due, ask } = await forecasts.aForecast(`is-${status}`, { status });
    await due("one", inDays(3), [{}]);
    const { body } = await ask();
    expect(body.totals).toEqual({ accounts: 1, contacts: 1, sends: 0 });
    expect(body.note).toBe(`This program is ${status}: nobody is asked while it is.`);
  });

  test("with more due than it can look at in time says how many, and what can be told", async () => {
    const program = aProgram("post-onboarding");
    const due = [
      ...Array.from({ length: 3_000 }, () => inDays(4)),
      ...Array.from({ length: 3_001 }, () => inDays(5)),
    ].map((lookOn, i) => ({ accountId: `acc-${i}`, cycle: "life", lookOn }));
    const ports: ForecastPorts = {
      programs: async () => [program],
      milestonesToLookAt: async (_, from, to) => due.filter(({ lookOn }) => from <= lookOn && lookOn <= to),
      // Gone from the table since, so that what can be told is that nobody is due.
      accountWithContacts: async () => ({ contacts: [], holds: [], milestones: [] }),
      evaluate: async () => [],
      cursor: async () => undefined,
    };
    const ask = async (query: Record<string, string>) => {
      const caller = { email: "viewer@vendor.example", role: "viewer" as const };
      const path = { programId: program.programId };
      const route = "GET /v1/programs/{programId}/forecast";
      const request = { method: "GET", route, path, query, headers: {}, body: "", caller };
      const { statusCode, body = "" } = await described(forecastRoute(ports))(request, new Date());
      return { status: statusCode, body: JSON.parse(body) as Answer };
    };
    const whole = await ask({});
    expect(whole.status).toBe(400);
    expect(whole.body.detail).toContain(`6001 accounts are due from ${TODAY} to ${inDays(30)}`);
    expect(whole.body.errors).toEqual([{ path: "to", message: `must not be after ${inDays(4)}` }]);
    expect((await ask({ to: inDays(4) })).status).toBe(200);

    const day = await ask({ from: inDays(5), to: inDays(6) });
    expect(day.status).toBe(400);
    expect(day.body.errors).toEqual([{ path: "from", message: "has more than 3000 accounts due" }]);
    expect(day.body.detail).toContain("POST /v1/rehearsals");
  });
});
