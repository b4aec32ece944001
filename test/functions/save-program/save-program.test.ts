import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Program } from "#shared/domain/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/shipped-programs.ts";
import { currentProgram, programVersion } from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { handler } from "../../../functions/save-program/handler.ts";
import { aProgram } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { type Answer, askRoute, startOpsTable } from "../ops-routes.ts";

let table: Table;
let stop: () => void;
let lambda: Awaited<ReturnType<typeof startEndpoint>>;
let lambdaStatus = 202;
let put: typeof handler;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  lambda = await startEndpoint(() => ({ status: lambdaStatus, body: "{}" }));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    AWS_MAX_ATTEMPTS: "1",
    REPLAN_FUNCTION: "replan",
  });
  ({ handler: put } = await import("../../../functions/save-program/handler.ts"));
});
afterAll(() => {
  lambda.stop();
  stop();
});
let programs = 0;
let programId: string;
beforeEach(() => {
  lambda.requests.length = 0;
  lambdaStatus = 202;
  programId = `program-${++programs}`;
});

type Definition = Omit<Program, "programId" | "version">;
const definition = (over: Partial<Definition> = {}): Definition => {
  const { programId: _, version: __, ...shipped } = aProgram();
  return { ...shipped, ...over };
};
const event = { kind: "event", touchpoint: "went-live", dropsAfterHours: 24 } as const;
const save = (body: unknown, { id = programId, role = "ops" } = {}) =>
  askRoute(put, "PUT /v1/programs/{programId}", {
    path: { programId: id },
    role,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const replanned = () => lambda.requests.map(({ body }) => JSON.parse(body) as unknown);

describe("a program that is put", () => {
  test("for the first time is version 1, and every account is planned for it", async () => {
    const { status, body } = await save(definition());
    expect([status, body]).toEqual([200, { programId, version: 1, ...definition() }]);
    expect(await currentProgram(table, programId)).toEqual(body);
    expect(replanned()).toEqual([{ programId }]);
    expect(lambda.requests[0]).toMatchObject({ headers: { "x-amz-invocation-type": "Event" } });
  });

  test("changed is the next version, and the one before stays readable", async () => {
    await save(definition());
    const { body } = await save(definition({ name: "Another" }));
    expect(body).toMatchObject({ version: 2, name: "Another" });
    expect(await programVersion(table, programId, 1)).toMatchObject({ name: "Post-onboarding" });
  });

  test("over a shipped one is version 2", async () => {
    const shipped = aProgram("pre-renewal", { closesAfterDays: 20 });
    expect((await save(shipped, { id: "pre-renewal" })).body).toEqual({ ...shipped, version: 2 });
  });

  test("twice the same makes no version and plans nothing", async () => {
    const first = await save(definition());
    lambda.requests.length = 0;
    expect(await save(definition())).toEqual(first);
    // As whoever lost the first answer sends it again.
    await save({ ...definition({ name: "Another" }), version: 1 });
    expect((await save({ ...definition({ name: "Another" }), version: 1 })).body).toMatchObject({
      version: 2,
    });
    expect(replanned()).toEqual([]);
  });

  test("on a version that is not the newest is refused, and changes nothing", async () => {
    await save(definition());
    await save(definition({ name: "Theirs" }));
    expect((await save({ ...definition({ name: "Mine" }), version: 1 })).status).toBe(409);
    expect(await currentProgram(table, programId)).toMatchObject({ version: 2, name: "Theirs" });
    expect((await save({ ...definition({ name: "Mine" }), version: 2 })).body).toMatchObject({ version: 3 });
  });

  test("on a version of what does not exist is refused", async () => {
    expect((await save({ ...definition(), version: 1 })).status).toBe(409);
  });

  test("by two at once is kept once, and the other is told", async () => {
    await save(definition());
    const both = await Promise.all(
      ["One", "Other"].map((name) => save({ ...definition({ name }), version: 1 })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await currentProgram(table, programId)).toMatchObject({ version: 2 });
  });

  test("below ops is refused", async () => {
    expect((await save(definition(), { role: "csm" })).status).toBe(403);
  });
});

describe("milestones already planned follow", () => {
  const date = aProgram().trigger;
  test.each<[string, Partial<Definition>, Partial<Definition>, boolean]>([
    ["a change of the offset", {}, { trigger: { ...date, offsetDays: 30 } as Program["trigger"] }, true],
    ["dates that become events", {}, { trigger: { ...event, touchpoint: "dates-then-events" } }, true],
    ["the way back from retirement", { status: "retired" }, { status: "active" }, true],
    ["a pause's end", { status: "paused" }, { status: "active" }, false],
    ["other questions", {}, { questions: definition().questions.slice(0, 1) }, false],
  ])("%s: %#", async (_, before, after, isReplanned) => {
    await save(definition(before));
    lambda.requests.length = 0;
    expect((await save(definition(after))).status).toBe(200);
    expect(replanned()).toEqual(isReplanned ? [{ programId }] : []);
  });

  test("not a new program of events", async () => {
    await save(definition({ trigger: { ...event, touchpoint: "new-event" }, sends: "at-once" }));
    expect(replanned()).toEqual([]);
  });

  test("also where handing them on failed, by the same request again", async () => {
    lambdaStatus = 500;
    expect((await save(definition())).status).toBe(500);
    lambdaStatus = 202;
    lambda.requests.length = 0;
    expect((await save(definition())).body).toMatchObject({ version: 1 });
    expect(replanned()).toEqual([{ programId }]);
    lambda.requests.length = 0;
    await save(definition());
    expect(replanned()).toEqual([]);
  });
});

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
    ["questions.0.text", /words/, { questions: [{ ...nps, text: " " }] }],
    ["questions.0", /labels/, { questions: [{ ...nps, labels: [] }] }],
    ["trigger.waitsUntilOffsetDays", /offsetDays, 60/, { trigger: { ...date, waitsUntilOffsetDays: 59 } }],
    ["trigger.offsetDays", /730/, { trigger: { ...date, offsetDays: 731 } }],
    ["trigger.anchor", /customerSince/, { trigger: { ...date, anchor: "birthday" } }],
    ["trigger.touchpoint", /case-closure/, { trigger: { ...event, touchpoint: "case-closure" } }],
    ["sends", /waking-hours/, { sends: "at-once" }],
    ["audience.plan.0", /free plan is never asked/, { audience: { plan: ["free", "premium"] } }],
    ["audience.plan.0", /no plan "gold"/, { audience: { plan: ["gold"] } }],
    ["audience.segment.1", /no segment "huge"/, { audience: { segment: ["scale", "huge"] } }],
    ["audience", /shoeSize/, { audience: { shoeSize: ["44"] } }],
    ["closesAfterDays", /365/, { closesAfterDays: 366 }],
    ["status", /paused/, { status: "asleep" }],
    ["", /colour/, { colour: "red" }],
  ])("%s: %s", async (path, message, over) => {
    const { status, body } = await save({ ...definition(), ...over });
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ path, message: expect.stringMatching(message) }]);
    expect(await currentProgram(table, programId)).toBeUndefined();
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
    const mine = definition({ trigger: { ...event, touchpoint: "shared" }, sends: "at-once" });
    await save(mine, { id: `${programId}-a` });
    expect((await save(mine)).status).toBe(400);
    await save({ ...mine, status: "paused" }, { id: `${programId}-a` });
    expect((await save(mine)).status).toBe(200);
    expect((await save(mine, { id: `${programId}-a` })).status).toBe(400);
  });
});

test.each(SHIPPED_PROGRAMS.map((program) => [program.programId, program] as const))(
  "%s, as it is shipped, could be put",
  async (id, shipped) => {
    const { programId: _, version: __, ...rest } = shipped;
    const { status, body } = await save(rest, { id });
    expect([status, body.name]).toEqual([200, shipped.name]);
  },
);
