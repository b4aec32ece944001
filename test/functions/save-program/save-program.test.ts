import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Program } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { currentProgram, programVersion } from "#shared/dynamodb/programs.ts";
import { aProgram } from "../../builders.ts";
import {
  type Definition,
  definition,
  ofEvents,
  type Putting,
  sample,
  startPutting,
  yearly,
} from "./putting.ts";

let putting: Putting;
let programs = 0;
let programId: string;
beforeAll(async () => {
  putting = await startPutting();
});
afterAll(() => putting.stop());
/** Each test has a program of its own. */
beforeEach(() => {
  putting.requests.length = 0;
  putting.answer(202);
  programId = `program-${++programs}`;
});

const save = (body: unknown, { id = programId, role = "ops" } = {}) => putting.put(id, body, role);
const replanned = () => putting.requests.map(({ body }) => JSON.parse(body) as unknown);

describe("a program that is put", () => {
  test("for the first time is version 1, and every account is planned for it", async () => {
    const { status, body } = await save(definition());
    expect([status, body]).toEqual([200, { programId, version: 1, ...definition() }]);
    expect(await currentProgram(putting.table, programId)).toEqual(body);
    expect(replanned()).toEqual([{ programId }]);
    expect(putting.requests[0]).toMatchObject({ headers: { "x-amz-invocation-type": "Event" } });
  });

  test("changed is the next version, and the one before stays readable", async () => {
    await save(definition());
    const { body } = await save(definition({ name: "Another" }));
    expect(body).toMatchObject({ version: 2, name: "Another" });
    expect(await programVersion(putting.table, programId, 1)).toMatchObject({ name: "Post-onboarding" });
  });

  test("over a shipped one is version 2", async () => {
    const shipped = aProgram("pre-renewal", { closesAfterDays: 20 });
    expect((await save(shipped, { id: "pre-renewal" })).body).toEqual({ ...shipped, version: 2 });
  });

  test.each([
    ["recurs", { trigger: yearly }],
    ["is a sample", { trigger: sample }],
    ["waits for events", ofEvents("kept-as-put")],
    ["reminds nobody", { remindsAfterDays: null }],
  ])("is kept as it was put where it %s", async (_, over) => {
    const { status, body } = await save(definition(over));
    expect([status, body]).toEqual([200, { programId, version: 1, ...definition(over) }]);
    expect(await currentProgram(putting.table, programId)).toEqual(body);
  });

  test("without a rank comes last, and keeps the one that it has", async () => {
    const { rank: _, ...unranked } = definition();
    expect((await save(unranked)).body).toMatchObject({ version: 1, rank: 5 });
    await save({ ...unranked, rank: 2 });
    const { body } = await save({ ...unranked, name: "Another" });
    expect(body).toMatchObject({ version: 3, name: "Another", rank: 2 });
    expect(await currentProgram(putting.table, programId)).toEqual(body);
    expect((await save({ ...unranked, name: "Another" })).body).toEqual(body);
  });

  test("over a shipped one without a rank has the shipped one's", async () => {
    const { rank, version: _, ...sent } = aProgram("post-onboarding", { name: "Onboarded" });
    const { body } = await save(sent, { id: "post-onboarding" });
    expect(body).toMatchObject({ version: 2, name: "Onboarded", rank });
    expect(rank).toBeLessThan(5);
  });

  test("twice the same makes no version and plans nothing", async () => {
    const first = await save(definition());
    putting.requests.length = 0;
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
    expect(await currentProgram(putting.table, programId)).toMatchObject({ version: 2, name: "Theirs" });
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
    expect(await currentProgram(putting.table, programId)).toMatchObject({ version: 2 });
  });

  test("below ops is refused", async () => {
    expect((await save(definition(), { role: "csm" })).status).toBe(403);
  });
});

describe("milestones already planned follow", () => {
  const date = aProgram().trigger;
  test.each<[string, Partial<Definition>, Partial<Definition>, boolean]>([
    ["a change of the offset", {}, { trigger: { ...date, offsetDays: 30 } as Program["trigger"] }, true],
    ["dates that become events", {}, ofEvents("dates-then-events"), true],
    ["dates that become turns", {}, { trigger: yearly }, true],
    ["turns that become dates", { trigger: yearly }, {}, true],
    ["a change of how often", { trigger: yearly }, { trigger: { ...yearly, everyDays: 180 } }, true],
    ["dates that become a sample", {}, { trigger: sample }, true],
    ["a sample that becomes one of dates", { trigger: sample }, {}, true],
    ["a sample of another size", { trigger: sample }, { trigger: { ...sample, size: 9 } }, false],
    ["other events", ofEvents("some-events"), ofEvents("other-events"), false],
    ["another rank", {}, { rank: 9 }, false],
    ["the way back from retirement", { status: "retired" }, { status: "active" }, true],
    ["a pause's end", { status: "paused" }, { status: "active" }, false],
    ["other questions", {}, { questions: definition().questions.slice(0, 1) }, false],
  ])("%s: %#", async (_, before, after, isReplanned) => {
    await save(definition(before));
    putting.requests.length = 0;
    expect((await save(definition(after))).status).toBe(200);
    expect(replanned()).toEqual(isReplanned ? [{ programId }] : []);
  });

  test("not a new program of events", async () => {
    await save(definition(ofEvents("new-event")));
    expect(replanned()).toEqual([]);
  });

  test("also where handing them on failed, by the same request again", async () => {
    putting.answer(500);
    expect((await save(definition())).status).toBe(500);
    putting.answer(202);
    putting.requests.length = 0;
    expect((await save(definition())).body).toMatchObject({ version: 1 });
    expect(replanned()).toEqual([{ programId }]);
    putting.requests.length = 0;
    await save(definition());
    expect(replanned()).toEqual([]);
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
