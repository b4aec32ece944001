import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Program } from "#shared/domain/programs/program.ts";
import { milestonesToLookAt } from "#shared/dynamodb/milestones.ts";
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

const recurring = (everyDays: number): Program["trigger"] => ({ kind: "recurring", everyDays });
const sample: Program["trigger"] = { kind: "sample", size: 5, startsOn: "2027-01-12", everyDays: 91 };
const event: Program["trigger"] = { kind: "event", touchpoint: "went-live", dropsAfterHours: 24 };

/** Whatever stands in the index, and what the account has of this program, by status. */
async function plansOf(accountId: string) {
  const due = await milestonesToLookAt(replanning.table, its.programId, inDays(-1000), inDays(1000));
  const own = await its.milestones(accountId);
  return {
    due: due.filter((one) => one.accountId === accountId).map(({ cycle }) => cycle),
    ofDates: own.find(({ cycle }) => cycle === "life"),
    turns: own.filter(({ cycle }) => cycle.startsWith("turn-")),
  };
}

test("a program of dates that becomes a recurring one plans a turn instead, and back again the date", async () => {
  const accountId = await its.anAccountPlanned("planned");
  await its.save(1, { trigger: recurring(365) });
  await its.invoke();
  const asTurn = await plansOf(accountId);
  const [turn] = asTurn.turns;
  expect(asTurn).toMatchObject({ ofDates: { status: "withdrawn" }, turns: [{ status: "planned" }] });
  expect(asTurn.due).toEqual([`turn-${turn?.dueOn}`]);
  expect([turn?.lookOn, turn?.anchorOn]).toEqual([turn?.dueOn, turn?.dueOn]);
  expect(turn !== undefined && turn.dueOn >= inDays(0) && turn.dueOn < inDays(366)).toBe(true);

  await its.save(2, { trigger: trigger(60) });
  await its.invoke();
  const asDate = await plansOf(accountId);
  expect(asDate.due).toEqual(["life"]);
  expect(asDate.ofDates).toMatchObject({ status: "planned", dueOn: inDays(60), lookOn: inDays(60) });
  expect(asDate.turns.map(({ status }) => status)).toEqual(["withdrawn"]);

  await its.save(3, { trigger: recurring(365) });
  await its.invoke();
  expect((await plansOf(accountId)).due).toEqual(asTurn.due);
});

test("a program that becomes a recurring one leaves whom it has just asked alone for half a period", async () => {
  const lastAskedOn = inDays(-5);
  const done = await its.anAccountPlanned("done", { status: "done", contacts: ["mei"], lastAskedOn });
  await its.save(1, { trigger: recurring(180) });
  await its.invoke();
  const { ofDates, turns } = await plansOf(done);
  expect(ofDates).toMatchObject({ status: "done", contacts: ["mei"] });
  expect(turns).toHaveLength(1);
  expect(turns[0] !== undefined && turns[0].dueOn >= inDays(85)).toBe(true);
});

test("a recurring program with another period has its turns on other days, and one of each account", async () => {
  const accountId = await its.anAccountPlanned("planned");
  await its.save(1, { trigger: recurring(365) });
  await its.invoke();
  await its.save(2, { trigger: recurring(97) });
  await its.invoke();
  const { due, turns } = await plansOf(accountId);
  expect(due).toHaveLength(1);
  const planned = turns.filter(({ status }) => status === "planned");
  expect(planned).toHaveLength(1);
  expect(planned[0] !== undefined && planned[0].dueOn < inDays(97)).toBe(true);
});

test("a program of dates that becomes a sample withdraws what it had planned", async () => {
  const accountId = await its.anAccountPlanned("planned");
  await its.save(1, { trigger: sample });
  await its.invoke();
  const { due, ofDates } = await plansOf(accountId);
  expect([due, ofDates?.status]).toEqual([[], "withdrawn"]);
});

test("a program of dates that becomes one of events withdraws what it had planned", async () => {
  const planned = await its.anAccountPlanned("planned");
  const done = await its.anAccountPlanned("done", { status: "done", contacts: ["mei"] });
  await its.save(1, { trigger: event });
  await its.invoke();
  const statuses = [await plansOf(planned), await plansOf(done)].map(({ ofDates }) => ofDates?.status);
  expect(statuses).toEqual(["withdrawn", "done"]);
  expect(await milestonesToLookAt(replanning.table, its.programId, inDays(0), inDays(90))).toEqual([]);
});
