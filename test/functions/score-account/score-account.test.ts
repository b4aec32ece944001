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
  accountId = `rated-${++accounts}`;
  await saveAccount(it.table, anAccount({ accountId }));
});

const note = "Said so at the quarterly review";
const latest = async (measure: "nps" | "csat") => (await it.read(accountId)).body.measures[measure];
const answer = async (at: string, nps: number, contactId = "con-1") => {
  await it.put(anAnswered({ accountId, contactId, cycle: `event-${contactId}` }, { nps, at }));
  await it.settle();
};

test("stands with who said it and why, and is told without either", async () => {
  const { status, body } = await it.set(accountId, "nps", { value: 40, note });
  expect([status, body]).toMatchObject([
    200,
    { accountId, measure: "nps", value: 40, note, by: "ana@vendor.example", latest: { source: "manual" } },
  ]);
  expect(await latest("nps")).toMatchObject({ value: 40, n: null, program: null, note, date: body.date });
  await it.settle();
  const [event, ...more] = it.events();
  expect(more).toEqual([]);
  expect(event).toMatchObject({ measure: "nps", value: 40, n: null, program: null, source: "manual" });
  expect(JSON.stringify(event)).not.toMatch(/quarterly|ana@/);
});

test("gives way to a newer answer, and to no older one", async () => {
  await it.set(accountId, "nps", { value: 40, note, asOf: "2026-03-05T10:00:00Z" });
  await answer("2026-03-04T10:00:00.000Z", 9, "con-1");
  expect(await latest("nps")).toMatchObject({
    value: 40,
    source: "manual",
    trend: null,
    previous: null,
  });
  await answer("2026-03-06T10:00:00.000Z", 0, "con-2");
  expect(await latest("nps")).toMatchObject({
    value: -100,
    source: "automatic",
    trend: "down",
    previous: { value: 100, program: "post-onboarding", source: "automatic" },
  });
});

test("as of a day stands over what was answered that day, in whatever zone it is said", async () => {
  await answer("2026-03-04T23:30:00.000Z", 9);
  await it.set(accountId, "nps", { value: 40, note, asOf: "2026-03-04" });
  expect(await latest("nps")).toMatchObject({ value: 40, date: "2026-03-04T23:59:59.999Z" });
  const { body } = await it.set(accountId, "nps", { value: 41, note, asOf: "2026-03-04T12:00:00+02:00" });
  expect(body).toMatchObject({ date: "2026-03-04T10:00:00.000Z", value: 41, latest: { value: 40 } });
});

test("as of today it is as of now, and not of an hour that has not come", async () => {
  const before = new Date().toISOString();
  const { body } = await it.set(accountId, "csat", { value: 4, note, asOf: before.slice(0, 10) });
  expect(body.date >= before && body.date <= new Date().toISOString()).toBe(true);
});

test("said again as of the same moment it is said once; said otherwise it takes the other's place", async () => {
  const said = { value: 3.5, note, asOf: "2026-03-04" };
  await it.set(accountId, "csat", said);
  const once = await it.cardOf(accountId);
  await it.set(accountId, "csat", said);
  expect(await it.cardOf(accountId)).toEqual(once);
  await it.set(accountId, "csat", { ...said, value: 3.25 });
  expect((await it.read(accountId)).body.history.map(({ value }: Answer) => value)).toEqual([3.25]);
  expect((await it.cardOf(accountId))?.revision).toBe(2);
});

test("touches the other measure in nothing", async () => {
  await answer("2026-03-04T10:00:00.000Z", 9);
  const before = await latest("nps");
  it.events();
  await it.set(accountId, "csat", { value: 2, note });
  await it.settle();
  expect(it.events()).toMatchObject([{ measure: "csat", value: 2, revision: 2 }]);
  expect(await latest("nps")).toEqual(before);
});

describe("is refused", () => {
  const refusals: [what: string, measure: string, body: unknown, errors: string[][]][] = [
    ["over the scale of NPS", "nps", { value: 101, note }, [["value", "must be a number from -100 to 100"]]],
    ["under the scale of CSAT", "csat", { value: 0, note }, [["value", "must be a number from 1 to 5"]]],
    ["as text", "csat", { value: "4", note }, [["value", "must be a number from 1 to 5"]]],
    ["finer than can be meant", "csat", { value: 3.333, note }, [["value", "has more than two decimals"]]],
    [
      "without a reason",
      "nps",
      { value: 1 },
      [["note", "must be given: whoever reads the score will ask how you know"]],
    ],
    ["with blanks for one", "nps", { value: 1, note: " " }, [["note", "is empty and must not be"]]],
    [
      "with a book for one",
      "nps",
      { value: 1, note: "x".repeat(501) },
      [["note", "is longer than 500 characters"]],
    ],
    ["of tomorrow", "nps", { value: 1, note, asOf: "2999-01-01" }, [["asOf", "must not be in the future"]]],
    [
      "of no day",
      "nps",
      { value: 1, note, asOf: "2026-02-30" },
      [["asOf", "must be a day as YYYY-MM-DD, or a time as 2026-12-01T10:00:00Z"]],
    ],
  ];
  test.each(refusals)("%s", async (_, measure, body, errors) => {
    const reply = await it.set(accountId, measure, body);
    expect([reply.status, reply.body.errors.map((e: Answer) => [e.path, e.message])]).toEqual([400, errors]);
    expect(await it.cardOf(accountId)).toBeUndefined();
  });

  test.each([["no JSON"], ['{"value":1,"note":"x","by":"somebody else"}'], ["[]"]])("as %s", async (body) => {
    expect((await it.set(accountId, "nps", body)).status).toBe(400);
  });

  test("of an unknown measure or account", async () => {
    expect((await it.set(accountId, "health", { value: 1, note })).status).toBe(404);
    expect((await it.set("nobody", "nps", { value: 1, note })).status).toBe(404);
  });

  test("from whoever may only read", async () => {
    expect((await it.set(accountId, "nps", { value: 1, note }, "viewer")).status).toBe(403);
  });
});
