import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addDays } from "#shared/domain/days.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { rehearsalById } from "#shared/dynamodb/rehearsals.ts";
import { aProgram } from "../../builders.ts";
import { days, startRehearsalRoutes, today } from "./rehearsal-routes.ts";

let routes: Awaited<ReturnType<typeof startRehearsalRoutes>>;
beforeAll(async () => {
  routes = await startRehearsalRoutes();
  const paused = aProgram("post-onboarding", { programId: "added-and-paused", version: 1, status: "paused" });
  await saveProgram(routes.table, paused, { isReplanDue: false, at: new Date() });
});
afterAll(() => routes.stop());
beforeEach(() => {
  routes.lambda.requests.length = 0;
  routes.answers.status = 202;
});

const candidate = (over: Partial<Program> = {}) => {
  const { version: _, ...program } = aProgram("post-onboarding", over);
  return program;
};

describe("asking for a rehearsal", () => {
  test("hands it on, and shows it as running, with the programs that no imagined day runs", async () => {
    const { status, body } = await routes.start(days);
    expect([status, routes.handedOn()]).toEqual([202, [{ rehearsalId: body.rehearsalId }]]);
    expect(routes.lambda.requests[0]).toMatchObject({ headers: { "x-amz-invocation-type": "Event" } });
    const reason = "touchpoints-cannot-be-foreseen";
    expect((await routes.read(body.rehearsalId)).body).toEqual({
      rehearsalId: body.rehearsalId,
      status: "running",
      ...days,
      startedAt: expect.any(String),
      finishedAt: null,
      counts: { due: 0, selected: 0, excluded: 0, excludedBy: {}, missed: 0, reminders: 0 },
      programs: [],
      days: [],
      notRehearsed: [
        { programId: "scale-engagement", reason },
        { programId: "case-closure", reason },
        { programId: "product-csat", reason },
        { programId: "added-and-paused", reason: "paused" },
      ],
      difference: null,
      decisions: { items: [], next: null },
    });
  });

  test("with a candidate keeps it as the version it would be", async () => {
    const trigger = { kind: "sample", size: 5, startsOn: today, everyDays: 90 } as const;
    const drawn = candidate({ programId: "product-csat", trigger, remindsAfterDays: null });
    const { body } = await routes.start({ ...days, programs: ["product-csat"], candidate: drawn });
    const kept = await rehearsalById(routes.table, body.rehearsalId);
    expect(kept).toMatchObject({ programs: ["product-csat"], candidate: { ...drawn, version: 2 } });
    expect(kept?.notRehearsed.map(({ programId }) => programId)).not.toContain("product-csat");
  });

  test("with a candidate without a rank keeps that of its program, as saving it would", async () => {
    const { rank, ...unranked } = candidate();
    const { body } = await routes.start({ ...days, candidate: unranked });
    expect((await rehearsalById(routes.table, body.rehearsalId))?.candidate?.rank).toBe(rank);
  });

  const { name: _, ...nameless } = candidate();
  const waitsBefore = { ...aProgram().trigger, waitsUntilOffsetDays: 1 } as Program["trigger"];
  const fired = { kind: "event", touchpoint: "went-live", dropsAfterHours: 24 } as const;
  test.each<[string, unknown, string]>([
    ["a body that is no JSON", "from=today", ""],
    ["no first day", { to: days.to }, "from"],
    ["a day that does not exist", { ...days, to: "2027-02-30" }, "to"],
    ["a day of another age", { ...days, to: "9999-12-31" }, "to"],
    ["a day that has passed", { ...days, from: addDays(today, -1) }, "from"],
    ["an end before its beginning", { from: days.to, to: addDays(days.to, -1) }, "to"],
    ["too many days", { ...days, to: addDays(today, 401) }, "to"],
    ["a field that it does not know", { ...days, dryRun: true }, "dryRun"],
    ["no program", { ...days, programs: [] }, "programs"],
    ["an unknown program", { ...days, programs: ["post-onboarding", "none"] }, "programs.1"],
    ["a program of events", { ...days, programs: ["case-closure"] }, "programs.0"],
    ["a candidate without a name", { ...days, candidate: nameless }, "candidate.name"],
    [
      "a candidate that cannot work",
      { ...days, candidate: candidate({ trigger: waitsBefore }) },
      "candidate.trigger.waitsUntilOffsetDays",
    ],
    [
      "a candidate of an odd id",
      { ...days, candidate: candidate({ programId: "A" }) },
      "candidate.programId",
    ],
    [
      "a candidate made on an old version",
      { ...days, candidate: { ...candidate(), version: 7 } },
      "candidate.version",
    ],
    [
      "a candidate of events, of which there is nothing to foresee",
      { ...days, candidate: candidate({ programId: "new-one", trigger: fired, remindsAfterDays: null }) },
      "candidate.trigger.kind",
    ],
  ])("with %s is refused by that field", async (_, body, path) => {
    const reply = await routes.start(body);
    expect(reply.status).toBe(400);
    expect(reply.body.errors).toEqual([{ path, message: expect.stringMatching(/./) }]);
    expect(routes.handedOn()).toEqual([]);
  });

  test("takes a year and a month, and is for ops alone", async () => {
    expect((await routes.start({ ...days, to: addDays(today, 400) })).status).toBe(202);
    expect((await routes.start(days, "csm")).status).toBe(403);
  });

  test("that cannot be handed on is a failed one", async () => {
    routes.answers.status = 500;
    expect((await routes.start(days)).status).toBe(500);
    const [handed] = routes.handedOn();
    const { body } = await routes.read(handed?.rehearsalId ?? "");
    expect(body).toMatchObject({ status: "failed", reason: expect.stringContaining("start it again") });
  });
});
