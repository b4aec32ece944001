import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GROUP_SIZE } from "#shared/domain/answers/anonymous-answer.ts";
import { addDays } from "#shared/domain/days.ts";
import { dirtyDays } from "#shared/dynamodb/day-counts.ts";
import { releaseGroup, waitingAnswers } from "#shared/dynamodb/released-answers.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { releaseAnswers } from "../../../functions/roll-up-results/release-answers.ts";
import { rollUpResults } from "../../../functions/roll-up-results/roll-up-results.ts";
import { submitResponse } from "../../../functions/submit-response/submit-response.ts";
import { dyingTable } from "../../dying-table.ts";
import { aTable } from "../../table.ts";
import {
  type Asked,
  answersAtRest,
  expectNobodysAnswers,
  givenAsked,
  givenPulse,
  seen,
} from "../anonymous-pulse.ts";
import { portsOf } from "./counted-days.ts";

const NOW = new Date("2027-01-20T12:00:00.000Z");

/** A minute's round, as the function makes it. */
async function round(table: Table): Promise<void> {
  const release = releaseAnswers({
    waitingAnswers: () => waitingAnswers(table),
    releaseGroup: (group) => releaseGroup(table, group),
  });
  await release();
  await rollUpResults(portsOf(table))();
}

async function roundsUntilClean(table: Table): Promise<void> {
  for (let rounds = 0; rounds === 0 || (await dirtyDays(table)).length > 0; rounds++) {
    if (rounds > 10) throw new Error("the days never became clean");
    await round(table);
  }
}

type Post = { readonly nps: number; readonly day: number; readonly isScanner: boolean };
const postBy = (table: Table, { token }: Asked, { nps, day, isScanner }: Post) =>
  submitResponse({ table, newAttemptId: randomUUID })(
    {
      token,
      posted: {
        format: "form",
        values: new Map<string, unknown>([
          ["nps", nps],
          ["csat", 5],
        ]),
      },
      ...(isScanner && { scannerNetwork: "gateway" }),
    },
    new Date(`${addDays("2026-12-01", day)}T09:41:17.123Z`),
  );

const SEGMENTS = ["scale", "tech-touch", undefined];

/** That whatever ops see holds whole groups only: of each segment and of all, suspects apart and together. */
async function expectWholeGroups(table: Table): Promise<void> {
  const { items, figures } = await seen(table, NOW);
  const kinds = Map.groupBy(items, ({ segment, suspect }) => `${segment} ${suspect.length > 0}`);
  for (const [kind, list] of kinds) expect([kind, list.length % GROUP_SIZE]).toEqual([kind, 0]);
  for (const { key, period, nps, csat, funnel } of figures) {
    const counts = [nps?.n ?? 0, csat?.n ?? 0, funnel.answered, funnel.completed];
    const place = JSON.stringify([key, period, counts]);
    expect([place, counts.map((count) => count % GROUP_SIZE)]).toEqual([place, [0, 0, 0, 0]]);
  }
}

const somePost = fc.record({
  kind: fc.constant("post" as const),
  who: fc.nat({ max: 39 }),
  nps: fc.integer({ min: 0, max: 10 }),
  day: fc.nat({ max: 3 }),
  isScanner: fc.boolean(),
});
const someRound = fc.record({
  kind: fc.constant("round" as const),
  /** Dies at this call, or comes through. */
  dies: fc.option(fc.nat({ max: 14 })),
  last: fc.constantFrom("done" as const, "undone" as const),
  isTwice: fc.boolean(),
});
const someStream = fc.array(
  fc.oneof({ weight: 6, arbitrary: somePost }, { weight: 1, arbitrary: someRound }),
  { minLength: 50, maxLength: 70 },
);

describe("anonymous answers", () => {
  it("come to light in whole groups, none lost and none twice, whatever comes and whatever dies", async () => {
    const table = await aTable();
    await givenPulse(table);
    const everybody: Asked[] = [];
    await fc.assert(
      fc.asyncProperty(someStream, async (stream) => {
        const asked = new Map<number, Asked>();
        const personOf = async (who: number): Promise<Asked> => {
          const person = asked.get(who) ?? (await givenAsked(table, SEGMENTS[who % SEGMENTS.length]));
          asked.set(who, person);
          return person;
        };
        const { waiting: wasWaiting, released: wasReleased } = await answersAtRest(table);
        let kept = wasWaiting.length + wasReleased.length;
        for (const step of stream) {
          if (step.kind === "post") {
            const posted = await postBy(table, await personOf(step.who), step);
            if (posted.kind === "answered") kept += 1;
            continue;
          }
          const dying = dyingTable(table, step.dies ?? Number.POSITIVE_INFINITY, step.last);
          const rounds = step.isTwice ? [round(dying.table), round(table)] : [round(dying.table)];
          await Promise.allSettled(rounds);
          await expectWholeGroups(table);
        }
        await roundsUntilClean(table);
        await expectWholeGroups(table);
        const { waiting, released } = await answersAtRest(table);
        expect(new Set([...waiting, ...released].map(({ answerId }) => answerId)).size).toBe(kept);
        expect(waiting.length + released.length).toBe(kept);
        const places = Map.groupBy(waiting, ({ segment, suspect }) => `${segment} ${suspect.length > 0}`);
        for (const [, left] of places) expect(left.length).toBeLessThan(GROUP_SIZE);
        const { figures } = await seen(table, NOW);
        const all = figures.filter(({ key, period }) => period === null && Object.keys(key).length === 0);
        const people = released.filter(({ suspect }) => suspect.length === 0).length;
        expect(all.map(({ funnel }) => funnel.answered)).toEqual([people, released.length]);
        everybody.push(...asked.values());
      }),
      // Smaller streams make no group: a failing one is told as it is.
      { seed: 20261205, numRuns: 3, endOnFailure: true },
    );
    await expectNobodysAnswers(table, everybody);
  });

  it("count after a round that died at any of its calls, and count once", async () => {
    const table = await aTable();
    await givenPulse(table);
    let groups = 0;
    for (let calls = 0; ; calls++) {
      for (const last of ["undone", "done"] as const) {
        for (let i = 0; i < GROUP_SIZE; i++)
          await postBy(table, await givenAsked(table, "scale"), { nps: 9, day: 0, isScanner: false });
        groups += 1;
        const dying = dyingTable(table, calls, last);
        await round(dying.table).catch(() => undefined);
        await roundsUntilClean(table);
        const { released, waiting } = await answersAtRest(table);
        expect([released.length, waiting.length]).toEqual([groups * GROUP_SIZE, 0]);
        const [figure] = (await seen(table, NOW)).figures;
        expect(figure).toMatchObject({ period: "2026-12-01", nps: { n: groups * GROUP_SIZE, value: 100 } });
        if (last === "done" && dying.survived()) return;
      }
      expect(calls).toBeLessThan(40);
    }
  });

  it("of two versions of a program never make one group", async () => {
    const table = await aTable();
    await givenPulse(table);
    await givenPulse(table, { version: 2 });
    for (let i = 0; i < 8; i++) {
      const person = await givenAsked(table, "scale", { programVersion: 1 + (i % 2) });
      await postBy(table, person, { nps: 9, day: 0, isScanner: false });
    }
    await round(table);
    expect((await answersAtRest(table)).released).toEqual([]);
  });
});
