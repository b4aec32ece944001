import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addDays, addYears, utcDay } from "#shared/domain/days.ts";
import { currentProgram } from "#shared/dynamodb/programs.ts";
import { advanceCursor } from "#shared/dynamodb/runs.ts";
import type { Answer } from "../ops-routes.ts";
import { definition, ofEvents, type Putting, sample, startPutting, yearly } from "./putting.ts";

let putting: Putting;
let programs = 0;
let programId: string;
beforeAll(async () => {
  putting = await startPutting();
});
afterAll(() => putting.stop());
/** Each test has a program of its own. */
beforeEach(() => {
  programId = `program-${++programs}`;
});

const save = (body: unknown, { id = programId } = {}) => putting.put(id, body);

describe("what cannot work is refused with its reason", () => {
  const [nps, csat, comment] = definition().questions as [Answer, Answer, Answer];
  const date = definition().trigger as Answer;
  const wants = (...roles: string[]) => ({ roles, soldTo: "never" });
  test.each<[string, RegExp, Record<string, unknown>]>([
    ["wants.roles.1", /no role "boss"/, { wants: wants("admin", "boss") }],
    ["wants.roles", /name a role/, { wants: wants() }],
    ["wants.roles.0", /never surveyed/, { wants: wants("developer") }],
    ["wants.roles.1", /never surveyed/, { wants: wants("admin", "guest") }],
    ["wants.roles.0", /wants\.soldTo/, { wants: wants("sold-to") }],
    ["wants.roles.1", /named twice/, { wants: wants("admin", "admin") }],
    ["questions", /at least one question/, { questions: [] }],
    ["questions.1.questionId", /same id/, { questions: [nps, { ...csat, questionId: "nps" }] }],
    ["questions.1.kind", /NPS is one question/, { questions: [nps, { ...nps, questionId: "nps-2" }] }],
    ["questions.0.kind", /NPS or CSAT/, { questions: [comment, nps] }],
    ["questions.0.questionId", /form/, { questions: [{ ...nps, questionId: "version" }] }],
    ["questions.0.questionId", /form/, { questions: [{ ...nps, questionId: "reach" }] }],
    ["questions.0.text", /words/, { questions: [{ ...nps, text: " " }] }],
    ["questions.0.labels", /not known here; there is questionId/, { questions: [{ ...nps, labels: [] }] }],
    ["trigger.waitsUntilOffsetDays", /offsetDays, 60/, { trigger: { ...date, waitsUntilOffsetDays: 59 } }],
    ["trigger.offsetDays", /730 or less/, { trigger: { ...date, offsetDays: 731 } }],
    ["trigger.anchor", /customerSince/, { trigger: { ...date, anchor: "birthday" } }],
    ["trigger.touchpoint", /case-closure/, ofEvents("case-closure")],
    ["remindsAfterDays", /must be null/, { ...ofEvents("reminded"), remindsAfterDays: 3 }],
    ["remindsAfterDays", /closesAfterDays, 7/, { remindsAfterDays: 7, closesAfterDays: 7 }],
    ["remindsAfterDays", /1 or more/, { remindsAfterDays: 0 }],
    ["rank", /1 or more/, { rank: 0 }],
    ["rank", /whole number/, { rank: 1.5 }],
    ["trigger.everyDays", /90 or more/, { trigger: { ...yearly, everyDays: 89 } }],
    ["trigger.everyDays", /730 or less/, { trigger: { ...yearly, everyDays: 731 } }],
    ["trigger.offsetDays", /there is kind, everyDays/, { trigger: { ...yearly, offsetDays: 1 } }],
    ["trigger.size", /1 or more/, { trigger: { ...sample, size: 0 } }],
    ["trigger.size", /100000 or less/, { trigger: { ...sample, size: 100_001 } }],
    ["trigger.everyDays", /1 or more/, { trigger: { ...sample, everyDays: 0 } }],
    ["trigger.startsOn", /day as YYYY/, { trigger: { ...sample, startsOn: "2027-02-30" } }],
    ["trigger.startsOn", /1900 to 2199/, { trigger: { ...sample, startsOn: "1899-12-31" } }],
    ["trigger.startsOn", /1900 to 2199/, { trigger: { ...sample, startsOn: "2200-01-01" } }],
    ["trigger.kind", /one of date, recurring, sample, event/, { trigger: { kind: "weekly" } }],
    ["sends", /waking-hours/, { trigger: yearly, sends: "at-once" }],
    ["sends", /waking-hours/, { trigger: sample, sends: "at-once" }],
    ["sends", /waking-hours/, { sends: "at-once" }],
    ["audience.plan.0", /free plan is never asked/, { audience: { plan: ["free", "premium"] } }],
    ["audience.plan.0", /no plan "gold"/, { audience: { plan: ["gold"] } }],
    ["audience.segment.1", /no segment "huge"/, { audience: { segment: ["scale", "huge"] } }],
    ["audience.shoeSize", /there is plan, segment/, { audience: { shoeSize: ["44"] } }],
    ["closesAfterDays", /365/, { closesAfterDays: 366 }],
    ["status", /paused/, { status: "asleep" }],
    ["colour", /not known here/, { colour: "red" }],
  ])("%s: %s", async (path, message, over) => {
    const { status, body } = await save({ ...definition(), ...over });
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ path, message: expect.stringMatching(message) }]);
    expect(await currentProgram(putting.table, programId)).toBeUndefined();
  });

  test("all of it at once", async () => {
    const { body } = await save(definition({ questions: [comment], audience: { plan: ["free"] } }));
    const paths = body.errors.map(({ path }: Answer) => path);
    expect(paths).toEqual(["audience.plan.0", "questions.0.kind"]);
  });

  test.each(["x", "Post-Onboarding", "9-lives", "a#b", "a".repeat(64)])("the id %s", async (id) => {
    const { status, body } = await save(definition(), { id });
    expect([status, body.errors[0].path]).toEqual([400, "programId"]);
  });

  test("another id than the address says, and what is no JSON", async () => {
    expect((await save({ ...definition(), programId: "other" })).body.errors[0].path).toBe("programId");
    expect((await save("{")).status).toBe(400);
  });

  test("but an event's touchpoint is free again once its program is paused, and taken when it comes back", async () => {
    const mine = definition(ofEvents("shared"));
    await save(mine, { id: `${programId}-a` });
    expect((await save(mine)).status).toBe(400);
    await save({ ...mine, status: "paused" }, { id: `${programId}-a` });
    expect((await save(mine)).status).toBe(200);
    expect((await save(mine, { id: `${programId}-a` })).status).toBe(400);
  });
});

describe("a sample starts on a day that can still be drawn", () => {
  const today = utcDay(new Date());
  const startsOn = (day: string) => definition({ trigger: { ...sample, startsOn: day } });
  const refused = (message: string) => ({
    status: 400,
    body: expect.objectContaining({ errors: [{ path: "trigger.startsOn", message }] }),
  });
  const latest = addYears(today, 2);

  test.each([addDays(latest, 1), "2199-12-31"])("not on %s", async (day) => {
    const message = `must not be after ${latest}, 2 years from now`;
    expect(await save(startsOn(day))).toMatchObject(refused(message));
  });

  test.each(["1900-01-01", addDays(today, -100), today, latest])(
    "a new one on %s: what has passed is a day that its draws are counted from",
    async (day) => {
      expect((await save(startsOn(day))).status).toBe(200);
    },
  );

  const refusedBefore = (day: string) =>
    refused(
      `must not be before ${day}, the next day that can be drawn: a draw before it would never be made`,
    );

  test("and is not moved back, whether it has been run or not", async () => {
    await save(startsOn(addDays(today, 9)));
    expect(await save(startsOn(addDays(today, -1)))).toMatchObject(refusedBefore(today));
    expect((await save(startsOn(today))).status).toBe(200);
  });

  test("nor moved onto a day up to which it has been run", async () => {
    await save(startsOn(addDays(today, 9)));
    await advanceCursor(putting.table, programId, today);
    const tomorrow = addDays(today, 1);
    expect(await save(startsOn(today))).toMatchObject(refusedBefore(tomorrow));
    expect((await save(startsOn(tomorrow))).status).toBe(200);
  });

  test("nor is a program of another kind made one that starts in the past", async () => {
    await save(definition());
    await advanceCursor(putting.table, programId, addDays(today, -3));
    expect(await save(startsOn(addDays(today, -1)))).toMatchObject(refusedBefore(today));
  });

  test("but keeps the start that it has, however long ago", async () => {
    const started = startsOn(addDays(today, -200));
    await save(started);
    await advanceCursor(putting.table, programId, today);
    expect((await save({ ...started, name: "Another" })).body).toMatchObject({ version: 2 });
  });
});

test("a program may ask before somebody becomes a customer: that day can be known ahead", async () => {
  const trigger = { ...definition().trigger, offsetDays: -7, waitsUntilOffsetDays: 0 };
  const { status, body } = await save({ ...definition(), trigger });
  expect([status, body.trigger.anchor, body.trigger.offsetDays]).toEqual([200, "customerSince", -7]);
});
