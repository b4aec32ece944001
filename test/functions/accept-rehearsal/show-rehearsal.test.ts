import { afterAll, beforeAll, expect, test } from "vitest";
import {
  DIFFERING_PER_PAGE,
  type Differing,
  rehearsalById,
  saveDiffering,
  saveRehearsal,
  saveRehearsed,
} from "#shared/dynamodb/rehearsals.ts";
import { days, startRehearsalRoutes, today } from "./rehearsal-routes.ts";

let routes: Awaited<ReturnType<typeof startRehearsalRoutes>>;
beforeAll(async () => {
  routes = await startRehearsalRoutes();
});
afterAll(() => routes.stop());

test("reading a rehearsal goes through decisions and difference each by its own cursor", async () => {
  const { body } = await routes.start(days);
  const { rehearsalId } = body;
  const kept = await rehearsalById(routes.table, rehearsalId);
  if (kept === undefined) throw new Error("not kept");
  const counts = { due: 130, selected: 130, excluded: 0, excludedBy: {}, missed: 0, reminders: 0 };
  const difference = { added: DIFFERING_PER_PAGE + 2, dropped: 0, moved: 0 };
  const report = { counts, programs: [], days: [], difference };
  await saveRehearsal(routes.table, { ...kept, status: "done", finishedAt: kept.startedAt, report });
  const at = { on: today, programId: "post-onboarding" };
  const accounts = Array.from({ length: 130 }, (_, n) => `acc-${String(n).padStart(3, "0")}`);
  await Promise.all(
    accounts.map((accountId) => {
      const decision = { accountId, contactId: "con-1", verdict: "selected" as const, rules: [], ...at };
      return saveRehearsed(routes.table, kept, { ...at, accountId }, [decision]);
    }),
  );
  const differing = (accountId: string): Differing => ({
    kind: "added",
    accountId,
    contactId: "con-1",
    programId: "post-onboarding",
    cycle: "life",
    now: null,
    candidate: { on: today, sendsOn: today },
    barredBy: null,
  });
  await saveDiffering(routes.table, kept, 0, [differing("first")]);
  await saveDiffering(routes.table, kept, 1, [differing("second")]);

  const one = (await routes.read(rehearsalId)).body;
  expect(one).toMatchObject({ status: "done", counts, difference });
  expect(one.difference.items).toEqual([differing("first")]);
  const two = (await routes.read(rehearsalId, { cursor: one.decisions.next })).body;
  const ids = [...one.decisions.items, ...two.decisions.items].map(({ accountId }) => accountId);
  expect([ids, two.decisions.next]).toEqual([accounts, null]);
  const more = (await routes.read(rehearsalId, { cursor: one.difference.next })).body;
  expect([more.difference.items, more.difference.next]).toEqual([[differing("second")], null]);
});

test("a rehearsal that died without a word says that it failed", async () => {
  const { body } = await routes.start(days);
  const kept = await rehearsalById(routes.table, body.rehearsalId);
  if (kept === undefined) throw new Error("not kept");
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  await saveRehearsal(routes.table, { ...kept, startedAt: ago(15) });
  expect((await routes.read(body.rehearsalId)).body.status).toBe("running");
  await saveRehearsal(routes.table, { ...kept, startedAt: ago(17) });
  expect((await routes.read(body.rehearsalId)).body).toMatchObject({
    status: "failed",
    reason: expect.stringContaining("start it again"),
  });
});

test("reading is refused for an unknown one, a forged cursor, and below ops", async () => {
  const { body } = await routes.start(days);
  expect((await routes.read("none")).status).toBe(404);
  expect((await routes.read("0".repeat(36))).status).toBe(404);
  expect((await routes.read(body.rehearsalId, { cursor: "forged" })).status).toBe(400);
  expect((await routes.read(body.rehearsalId, {}, "csm")).status).toBe(403);
});
