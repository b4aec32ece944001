import { describe, expect, test } from "vitest";
import { slackPostKey } from "#shared/dynamodb/keys.ts";
import { itemAt } from "#shared/dynamodb/partition.ts";
import { GIVEN_UP_AFTER_MS, postDue, takeOn } from "../../../functions/notify-slack/outbox.ts";
import { aTable } from "../../table.ts";
import { aChannel, aWanted, DOWN, TAKEN } from "./channel.ts";

const MINUTE = 60_000;
const ever = () => true;

async function aStart() {
  const table = await aTable();
  const channel = aChannel(table);
  return {
    table,
    channel,
    take: (postId: string, minute = 0) =>
      takeOn(channel.ports)(
        aWanted(postId, { occurredAt: new Date(Date.UTC(2026, 11, 1, 10, minute)).toISOString() }),
      ),
    /** So many minutes, with the job at the end of each. */
    minutes: async (count: number) => {
      for (let i = 0; i < count; i++) {
        channel.later(MINUTE);
        await postDue(channel.ports)(ever);
      }
    },
  };
}

describe("an answer", () => {
  test("is posted at once, and nothing of what was said is kept", async () => {
    const { table, channel, take, minutes } = await aStart();
    await take("a");
    expect(channel.names()).toEqual(["a"]);
    const item = await itemAt(table, slackPostKey("a"));
    expect(item).toMatchObject({ postedAt: "2026-12-01T10:00:01.000Z", expiresAt: expect.any(Number) });
    expect(JSON.stringify(item)).not.toContain("words");
    expect(item).not.toHaveProperty("duePk");
    await minutes(3);
    expect(channel.names()).toEqual(["a"]);
  });

  test("is posted once where its event is delivered again, later or at the same time", async () => {
    const { channel, take, minutes } = await aStart();
    await Promise.all([take("a"), take("a"), take("a")]);
    await take("a");
    await minutes(2);
    expect(channel.names()).toEqual(["a"]);
  });

  test("whose first try nobody finished is tried again once its lease is over, and by one of two jobs", async () => {
    const { channel, minutes } = await aStart();
    await channel.ports.keep(aWanted("a"), channel.now, new Date(channel.now.getTime() + MINUTE));
    await postDue(channel.ports)(ever);
    expect(channel.names()).toEqual([]);
    channel.later(MINUTE);
    await Promise.all([postDue(channel.ports)(ever), postDue(channel.ports)(ever)]);
    await minutes(2);
    expect(channel.names()).toEqual(["a"]);
  });
});

describe("while Slack is down", () => {
  test("one try is made a minute in all, and then all arrive, one a second", async () => {
    const { channel, take, minutes } = await aStart();
    channel.answers = () => DOWN;
    await take("a", 0);
    for (const postId of ["b", "c", "d"]) await take(postId, 1);
    expect(channel.tried).toHaveLength(1);
    await minutes(60);
    expect(channel.tried).toHaveLength(61);
    await take("e", 61);
    expect(channel.tried).toHaveLength(61);

    channel.answers = () => TAKEN;
    channel.tried = [];
    await minutes(1);
    expect(channel.names().sort()).toEqual(["a", "b", "c", "d", "e"]);
    const at = channel.tried.map((one) => Date.parse(one.at));
    expect(at.slice(1).map((time, i) => time - (at[i] ?? 0))).toEqual([1000, 1000, 1000, 1000]);
    // Open again: the next goes out at once.
    await take("f", 62);
    expect(channel.names().at(-1)).toBe("f");
  });

  test("those that wait follow the one that was taken in the order of their answers", async () => {
    const { channel, take, minutes } = await aStart();
    channel.answers = () => DOWN;
    await take("first", 0);
    for (const [postId, minute] of [
      ["d", 4],
      ["b", 2],
      ["c", 3],
    ] as const)
      await take(postId, minute);
    channel.answers = () => TAKEN;
    channel.tried = [];
    await minutes(1);
    expect(channel.names()).toEqual(["first", "b", "c", "d"]);
  });

  test("what comes while the rest is posted does not overtake it, nor when there is no time for all", async () => {
    const { channel, take } = await aStart();
    channel.answers = () => DOWN;
    for (const postId of ["a", "b", "c"]) await take(postId);
    channel.answers = () => TAKEN;
    channel.tried = [];
    channel.later(MINUTE);
    await postDue(channel.ports)(() => channel.tried.length < 2);
    await take("late", 30);
    expect(channel.tried).toHaveLength(2);
    channel.later(MINUTE);
    await postDue(channel.ports)(ever);
    expect(channel.names().at(-1)).toBe("late");
    expect(channel.names().sort()).toEqual(["a", "b", "c", "late"]);
  });

  test("says so of a post that waits for over an hour, and gives it up after a day, whole", async () => {
    const { table, channel, take, minutes } = await aStart();
    channel.answers = () => DOWN;
    await take("a");
    await minutes(59);
    expect(channel.said.map(({ kind }) => kind)).not.toContain("late");
    await minutes(1);
    expect(channel.said.at(-1)).toMatchObject({ kind: "late", postId: "a", reason: "503" });
    channel.later(GIVEN_UP_AFTER_MS - 61 * MINUTE);
    await minutes(1);
    expect(channel.buried).toEqual([{ postId: "a", reason: "503", detail: { text: "words of a" } }]);
    expect(JSON.stringify(await itemAt(table, slackPostKey("a")))).not.toContain("words");
    const tries = channel.tried.length;
    await minutes(2);
    expect(channel.tried).toHaveLength(tries);
  });
});

describe("Slack", () => {
  test("that wants less is left alone for as long as it asks, by all", async () => {
    const { channel, take, minutes } = await aStart();
    channel.answers = () => ({ kind: "slow-down", reason: "429", afterSeconds: 150 });
    await take("a");
    channel.answers = () => TAKEN;
    channel.tried = [];
    await take("b");
    await minutes(2);
    expect(channel.tried).toEqual([]);
    await minutes(1);
    expect(channel.names()).toEqual(["a", "b"]);
  });

  test("that has trouble with one post alone gets the others, and that one ever more seldom", async () => {
    const { channel, take, minutes } = await aStart();
    channel.answers = (text) => (text === "words of bad" ? DOWN : TAKEN);
    await take("bad", 0);
    for (let i = 1; i <= 60; i++) {
      await take(`good-${i}`, i);
      await minutes(1);
    }
    expect(new Set(channel.names()).size).toBe(61);
    expect(channel.names().filter((name) => name !== "bad")).toHaveLength(60);
    expect(channel.names().filter((name) => name === "bad").length).toBeLessThan(20);
  });

  test("that refuses a post holds up no other, and the post is handed to a person at once", async () => {
    const { channel, take } = await aStart();
    channel.answers = (text) => (text === "words of bad" ? { kind: "refused", reason: "400" } : TAKEN);
    await take("bad");
    await take("good");
    expect(channel.buried).toMatchObject([{ postId: "bad", reason: "400" }]);
    expect(channel.names()).toEqual(["bad", "good"]);
  });
});

test("what cannot be put into words is handed to a person, and holds up no other", async () => {
  const { channel, take, minutes } = await aStart();
  channel.answers = () => DOWN;
  await takeOn(channel.ports)(aWanted("wordless", { event: { type: "?", detail: {} } }));
  expect(channel.buried).toMatchObject([{ postId: "wordless", reason: "no-words-for-it" }]);
  channel.answers = () => TAKEN;
  await take("a");
  await minutes(1);
  expect(channel.names()).toEqual(["a"]);
});

test("what comes back from the dead letters is posted, once, and has a day more", async () => {
  const { channel, take, minutes } = await aStart();
  channel.answers = () => ({ kind: "refused", reason: "404" });
  await take("a");
  channel.later(3 * GIVEN_UP_AFTER_MS);
  await take("a");
  expect(channel.tried).toHaveLength(1);
  channel.answers = () => DOWN;
  const redrive = () => takeOn(channel.ports)(aWanted("a", { isRedriven: true }));
  await redrive();
  expect(channel.buried).toHaveLength(1);
  channel.answers = () => TAKEN;
  await minutes(1);
  await redrive();
  await minutes(1);
  expect(channel.tried).toHaveLength(3);
});
