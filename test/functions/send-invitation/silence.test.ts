import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import { tokenHashOf } from "#shared/domain/sending/link-token.ts";
import { recordEarliest } from "#shared/dynamodb/delivery.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import { addAttempt } from "#shared/dynamodb/survey-links.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { startTable } from "../../table.ts";
import { aMailRoom } from "./mail-room.ts";

let table: Table;
let stop: () => void;
beforeAll(async () => {
  ({ table, stop } = await startTable({ hasStream: false }));
});
afterAll(() => stop());

type Room = ReturnType<typeof aMailRoom>;

const post = (room: Room, attempt: Attempt) =>
  addAttempt(
    table,
    { invitationId: room.job.invitationId, tokenHash: tokenHashOf(room.taken[0]?.token ?? "") },
    { programId: room.job.programId, version: 1 },
    attempt,
    new Date(attempt.at),
  );

/** What may be heard of a survey, as whoever hears it writes it down; a scan alone says nothing of anybody. */
const HEARD = {
  answer: (room: Room, at: string) => post(room, { attemptId: "answer", at, answers: [] }),
  scan: (room: Room, at: string) => post(room, { attemptId: "scan", at, answers: [], hiddenField: true }),
  bounce: (room: Room, at: string) => recordEarliest(table, room.job.invitationId, "bouncedAt", at),
  complaint: (room: Room, at: string) => recordEarliest(table, room.job.invitationId, "complainedAt", at),
  unsubscribe: (room: Room, at: string) => suppress(table, room.personHash, { reason: "unsubscribe", at }),
} as const;
type Heard = keyof typeof HEARD;

/** At which of its calls the sender is when something is heard: between what it read and its claim, say. */
const PORTS = ["ready", "program", "compose", "claimReminder", "send", "moveReminder"] as const;

const HOUR = 3_600_000;
/** Wednesday, 10:00 in Berlin. */
const SENT = Date.parse("2026-12-02T09:00:00.000Z");
const CLOSES = SENT + 30 * 24 * HOUR;
/** Two weeks after the reminder was due. */
const LATEST = SENT + 21 * 24 * HOUR;
/** Within the window, in some week before or after the survey closes. */
const someTime = fc
  .record({ week: fc.integer({ min: 1, max: 5 }), hour: fc.integer({ min: 0, max: 5 }) })
  .map(({ week, hour }) => SENT + (week * 7 * 24 + hour) * HOUR);
const someStep = fc.oneof(
  fc.record({ do: fc.constantFrom("remind" as const, "settle" as const) }),
  fc.record({
    do: fc.constant("remind" as const),
    meanwhile: fc.constantFrom(...(Object.keys(HEARD) as Heard[])),
    at: fc.constantFrom(...PORTS),
  }),
  fc.record({ do: fc.constantFrom(...(Object.keys(HEARD) as Heard[])) }),
);

test("whatever is heard in whatever order, nobody is reminded after it, and once at most before", async () => {
  let reminded = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(someTime, someStep), { minLength: 1, maxLength: 5 }),
      async (unordered) => {
        const room = aMailRoom(table);
        await room.select();
        await room.send(new Date(SENT).toISOString());
        let isKnown = false;
        const hear = async (what: Heard, at: number) => {
          await HEARD[what](room, new Date(at).toISOString());
          isKnown ||= what !== "scan" && (what !== "answer" || at <= CLOSES);
        };
        for (const [at, step] of unordered.sort(([a], [b]) => a - b)) {
          const time = new Date(at).toISOString();
          if (step.do === "settle") await room.settle();
          else if (step.do !== "remind") await hear(step.do, at);
          else {
            const before = room.given.length;
            const isBarred = isKnown || at >= CLOSES;
            let wasKnownInTime = false;
            const through = { ...room.ports };
            if ("meanwhile" in step) {
              const port = through[step.at] as (...args: readonly unknown[]) => Promise<unknown>;
              let isHeard = false;
              const heardFirst = async (...args: readonly unknown[]) => {
                if (isHeard) return await port(...args);
                isHeard = true;
                await hear(step.meanwhile, at);
                // Only what stands on the invitation itself is seen by the claim; a person is looked up before it.
                wasKnownInTime =
                  step.meanwhile !== "scan" &&
                  (step.at === "ready" || (PORTS.indexOf(step.at) <= 3 && step.meanwhile !== "unsubscribe"));
                return await port(...args);
              };
              Object.assign(through, { [step.at]: heardFirst });
            }
            await room.remind(time, through);
            if (isBarred || wasKnownInTime) expect(room.given.length).toBe(before);
          }
        }
        const reminders = room.given.filter(({ reminds }) => reminds !== undefined).length;
        expect(reminders).toBeLessThanOrEqual(1);
        if (!isKnown && unordered.some(([at, step]) => step.do === "remind" && at <= LATEST))
          expect(reminders).toBe(1);
        reminded += reminders;
      },
    ),
    { seed: 20261208, numRuns: 80 },
  );
  expect(reminded).toBeGreaterThan(10);
});
