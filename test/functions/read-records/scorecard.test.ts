import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { anAccount } from "../../builders.ts";
import { anAnswered } from "../../shared/domain/scorecard/scored.ts";
import { type Scorecards, startScorecards } from "../keep-scorecard/scorecards.ts";
import type { Answer } from "../ops-routes.ts";

let it: Scorecards;
beforeAll(async () => {
  it = await startScorecards();
});
afterAll(() => it.stop());

let accounts = 0;
let accountId: string;
beforeEach(async () => {
  accountId = `card-${++accounts}`;
  await saveAccount(it.table, anAccount({ accountId, name: `Works ${accountId}.` }));
});

const on = (day: number): string => `2026-03-${String(day).padStart(2, "0")}T10:00:00.000Z`;

describe("a scorecard", () => {
  test("of an account that never answered says so, and is none of 0", async () => {
    const { status, body } = await it.read(accountId);
    expect([status, body]).toEqual([
      200,
      { accountId, measures: { nps: null, csat: null }, programs: [], history: [], next: null },
    ]);
  });

  test("says what stands, by measure and by program, and what it is made of", async () => {
    const cycle = { accountId, programId: "pre-renewal", cycle: "term-2026-01-01" };
    await it.put(anAnswered({ accountId, contactId: "con-1" }, { nps: 10, csat: 5, at: on(1) }));
    await it.put(anAnswered({ ...cycle, contactId: "con-1" }, { nps: 9, at: on(5) }));
    const newest = anAnswered({ ...cycle, contactId: "con-2" }, { nps: 2, csat: 2, at: on(6) });
    await it.put(newest);
    await it.settle();
    const { body } = await it.read(accountId);
    expect(body.measures).toMatchObject({
      nps: {
        ...{ value: 0, n: 2, mean: 5.5, date: on(6), program: "pre-renewal", source: "automatic" },
        ...{ trend: null, previous: null },
      },
      csat: { value: 2, n: 1, satisfied: 0, responses: [newest.invitationId], cycle: "term-2026-01-01" },
    });
    expect(body.programs).toMatchObject([
      { program: "post-onboarding", nps: { value: 100, trend: null }, csat: { value: 5, satisfied: 1 } },
      { program: "pre-renewal", nps: { value: 0, trend: null, previous: null }, csat: { value: 2 } },
    ]);
    expect(body.history.map((one: Answer) => [one.date, one.measure, one.value])).toEqual([
      [on(6), "nps", 0],
      [on(6), "csat", 2],
      [on(1), "nps", 100],
      [on(1), "csat", 5],
    ]);
  });

  test("goes on where a page of its history ends, with each value once", async () => {
    for (let day = 1; day <= 7; day++)
      await it.put(
        anAnswered(
          { accountId, contactId: `con-${day}`, programId: "case-closure", cycle: `event-${day}` },
          // Two at a time.
          { csat: 1 + (day % 5), at: on(Math.ceil(day / 2)) },
        ),
      );
    await it.settle();
    await it.set(accountId, "csat", { value: 4.5, note: "Said so", asOf: on(4) });
    const cycles: unknown[] = [];
    let cursor = "";
    do {
      const { body } = await it.read(accountId, { limit: "3", cursor });
      expect(body.measures.csat).toMatchObject({ value: 4.5, source: "manual", note: "Said so" });
      cycles.push(...body.history.map(({ cycle }: Answer) => cycle));
      cursor = body.next ?? "";
    } while (cursor !== "");
    expect(cycles).toHaveLength(8);
    expect(cycles[0]).toBeNull();
    expect(new Set(cycles).size).toBe(8);
  });

  test("is refused of an unknown account, to a viewer, and with what it does not take", async () => {
    expect((await it.read("nobody")).status).toBe(404);
    expect((await it.read(accountId, {}, "viewer")).status).toBe(403);
    expect((await it.read(accountId, { limit: "0" })).body.errors).toMatchObject([{ path: "limit" }]);
    expect((await it.read(accountId, { measure: "nps" })).body.errors).toMatchObject([{ path: "measure" }]);
  });
});

describe("among the accounts", () => {
  const listed = async () => (await it.list({ q: `Works ${accountId}.` }))[0]?.score;

  test("an account has no score before it answers", async () => {
    expect(await listed()).toEqual({ nps: null, csat: null });
  });

  test("an account stands as its scorecard says", async () => {
    await it.put(anAnswered({ accountId }, { nps: 3, at: on(1) }));
    await it.settle();
    await it.set(accountId, "csat", { value: 4, note: "Said so" });
    expect(await listed()).toMatchObject({
      nps: { value: -100, n: 1, date: on(1), program: "post-onboarding", source: "automatic", trend: null },
      csat: { value: 4, n: null, source: "manual" },
    });
  });
});
