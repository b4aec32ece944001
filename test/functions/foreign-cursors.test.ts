import { afterAll, beforeAll, expect, test } from "vitest";
import { saveRehearsal } from "#shared/dynamodb/rehearsals.ts";
import { NOTHING_COUNTED, saveRun } from "#shared/dynamodb/runs.ts";
import { encodeCursor } from "#shared/lambda/cursor.ts";
import { askRoute, startOpsTable } from "./ops-routes.ts";

const RUNS = "GET /v1/programs/{programId}/runs/{runId}";
const REHEARSALS = "GET /v1/rehearsals/{rehearsalId}";
const [one, other] = ["0", "1"].map((digit) => digit.repeat(36)) as [string, string];
const at = "2026-12-01T00:05:00.000Z";

let started: Awaited<ReturnType<typeof startOpsTable>>;
beforeAll(async () => {
  started = await startOpsTable();
  const { table } = started;
  for (const id of [one, other]) {
    const run = { runId: id, programId: "pre-renewal", on: "2026-12-01", dryRun: true };
    await saveRun(table, {
      ...run,
      ...{ type: "run", version: 1, status: "done", counts: NOTHING_COUNTED, startedAt: at },
    });
    const days = { from: "2026-12-01", to: "2026-12-02" };
    const rehearsal = { rehearsalId: id, status: "done" as const, notRehearsed: [], startedAt: at };
    await saveRehearsal(table, { type: "rehearsal", version: 1, ...days, ...rehearsal });
  }
});
afterAll(() => started.stop());

test.each([
  ["run", "run-program", RUNS, (id: string) => ({ programId: "pre-renewal", runId: id }), "acc-1"],
  [
    "rehearsal",
    "accept-rehearsal",
    REHEARSALS,
    (id: string) => ({ rehearsalId: id }),
    { decisionsAfter: "acc-1" },
  ],
] as const)(
  "a %s goes on by its own cursor, and by no other's",
  async (_, folder, route, pathOf, position) => {
    const { handler } = await import(`../../functions/${folder}/handler.ts`);
    const read = (cursor: string) => askRoute(handler, route, { path: pathOf(one), query: { cursor } });
    const own = encodeCursor(position, { route, path: pathOf(one), query: {} });
    expect((await read(own)).status).toBe(200);
    const foreign = [
      encodeCursor(position, { route, path: pathOf(other), query: {} }),
      encodeCursor(position, { route: "GET /v1/ctas", path: {}, query: {} }),
    ];
    for (const cursor of foreign) {
      const { status, body } = await read(cursor);
      expect([status, body.errors.map(({ path }: { path: string }) => path)]).toEqual([400, ["cursor"]]);
    }
  },
);
