import fc from "fast-check";
import { expect, test } from "vitest";
import { postDue, takeOn } from "../../../functions/notify-slack/outbox.ts";
import type { SlackReply } from "../../../functions/notify-slack/webhook.ts";
import { aTable } from "../../table.ts";
import { aChannel, aWanted, DOWN, TAKEN } from "./channel.ts";

const MINUTE = 60_000;
const BUSY: SlackReply = { kind: "slow-down", reason: "429", afterSeconds: 90 };

test("whatever Slack does and however events and minutes fall together, it takes every post exactly once", async () => {
  const table = await aTable();
  let run = 0;
  const step = fc.oneof(
    fc.record({ kind: fc.constant("answers"), posts: fc.array(fc.nat({ max: 5 }), { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant("minute"),
      jobs: fc.integer({ min: 1, max: 2 }),
      room: fc.nat({ max: 4 }),
    }),
    fc.record({ kind: fc.constant("slack"), says: fc.constantFrom(TAKEN, DOWN, BUSY) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      run++;
      const channel = aChannel(table, new Date(Date.UTC(2026, 11, 1 + run)).toISOString());
      const took: string[] = [];
      let says: SlackReply = TAKEN;
      channel.answers = (text) => {
        if (says.kind === "taken") took.push(text);
        return says;
      };
      const given = new Set<string>();
      const job = (room: number) => {
        const end = channel.tried.length + room;
        return postDue(channel.ports)(() => channel.tried.length < end);
      };
      for (const one of steps) {
        if ("says" in one) says = one.says;
        else if ("posts" in one) {
          const postIds = one.posts.map((n) => `${run}-${n}`);
          for (const postId of postIds) given.add(`words of ${postId}`);
          await Promise.all(postIds.map((postId) => takeOn(channel.ports)(aWanted(postId))));
        } else {
          channel.later(MINUTE);
          await Promise.all(Array.from({ length: one.jobs }, () => job(one.room)));
        }
      }
      says = TAKEN;
      for (let minute = 0; minute < 20; minute++) {
        channel.later(MINUTE);
        await job(10);
      }
      expect(took.sort()).toEqual([...given].sort());
      expect(channel.buried).toEqual([]);
    }),
    { seed: 20261201, numRuns: 40 },
  );
});
