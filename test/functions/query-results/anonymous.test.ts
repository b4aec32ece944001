import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { markDay } from "#shared/dynamodb/days.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { rollUpResults } from "../../../functions/roll-up-results/roll-up-results.ts";
import { anInvitation, aProgram } from "../../builders.ts";
import { givenPulse, givenReleased, PULSE } from "../anonymous-pulse.ts";
import { portsOf } from "../roll-up-results/counted-days.ts";
import { type ResultsRoute, startResults } from "./results-route.ts";

let route: ResultsRoute;
beforeAll(async () => {
  route = await startResults();
  const { table } = route;
  await givenPulse(table);
  const silent = aProgram("post-onboarding", { programId: "silent", tracksOpens: false });
  await saveProgram(table, silent, { isReplanDue: false, at: new Date(0) });
  for (let i = 0; i < 5; i++) await givenReleased(table, { day: "2026-12-02" });
  for (let i = 0; i < 5; i++) await givenReleased(table, { day: "2026-12-02", suspect: ["too-fast"] });
  await markDay(table, PULSE, "2026-12-02");
  const ports = portsOf(table);
  const sent = [1, 2].map((n) =>
    anInvitation({
      invitationId: `${n}`,
      programId: PULSE,
      claimedAt: "2026-12-02T08:00:00.000Z",
      anonymous: true,
    }),
  );
  await rollUpResults({
    ...ports,
    recordsOfDay: async (programId, day) => ({ ...(await ports.recordsOfDay(programId, day)), sent }),
  })();
});
afterAll(() => route.stop());

const ask = (query: Record<string, string> = {}) =>
  route.ask({ program: PULSE, from: "2026-12-01", to: "2026-12-31", ...query });

describe("an anonymous program's results", () => {
  it("are of the answers that have come to light, by segment and of everybody, with no word of whom they reached", async () => {
    for (const groupBy of [undefined, "segment"]) {
      const { body } = await ask(groupBy === undefined ? {} : { groupBy });
      expect(body.groups).toMatchObject([
        {
          key: groupBy === undefined ? {} : { segment: "scale" },
          nps: { n: 5, value: 100 },
          funnel: {
            sent: 2,
            answered: 5,
            completed: 0,
            bounced: 0,
            opened: null,
            clicked: null,
            expired: null,
            open: null,
          },
          responseRate: { rr1: 0, rr2: 2.5 },
        },
      ]);
      expect(body.definitions.anonymous).toContain("groups of five");
    }
  });

  it("count suspects where they are asked for", async () => {
    const { body } = await ask({ includeSuspect: "true" });
    expect(body.groups).toMatchObject([{ nps: { n: 10 }, funnel: { answered: 10 } }]);
  });

  it.each(["plan", "csm", "products", "industry"])(
    "are not broken down by %s, and say why",
    async (groupBy) => {
      const { status, body } = await ask({ groupBy });
      expect([status, body.errors, body.detail]).toEqual([
        400,
        [{ path: "groupBy", message: "can only be segment, or left out" }],
        expect.stringContaining("anonymous"),
      ]);
    },
  );
});

it("opening is null, not 0, where a program does not track it", async () => {
  const { body } = await ask({ program: "silent" });
  expect(body.groups[0].funnel).toMatchObject({ sent: 0, opened: null, clicked: 0, expired: 0 });
});
