import { expect, test } from "vitest";
import { postDue, takeOn } from "../../../functions/notify-slack/outbox.ts";
import { dyingAt } from "../../dying.ts";
import { startTable } from "../../table.ts";
import { aChannel, aWanted, DOWN, TAKEN } from "./channel.ts";

const MINUTE = 60_000;
const ever = () => true;

/** Lambda's second try of the event, the minutes after it, and Slack in good health. */
async function recovers(channel: ReturnType<typeof aChannel>, postIds: readonly string[]) {
  channel.answers = () => TAKEN;
  for (const postId of postIds) await takeOn(channel.ports)(aWanted(postId));
  for (let minute = 0; minute < 4; minute++) {
    channel.later(MINUTE);
    await postDue(channel.ports)(ever);
  }
}

test.each(["before", "after"] as const)(
  "a function that dies right %s any of its calls loses no post, and doubles none that Slack was not yet given",
  async (when) => {
    const { table, stop } = await startTable();
    try {
      let isDone = false;
      for (let calls = 0; !isDone; calls++) {
        const name = `${when}-${calls}`;
        const channel = aChannel(table);
        const dying = dyingAt(channel.ports, when, calls);
        await takeOn(dying.ports)(aWanted(name)).catch(() => undefined);
        // It had no call left at which to die.
        isDone = calls > dying.made();
        const given = channel.tried.length;
        await recovers(channel, [name]);
        const posted = channel.names();
        expect([...new Set(posted)], `call ${calls}: it arrives`).toEqual([name]);
        // Nobody heard Slack's answer where the function died between that and noting it.
        expect(posted.length, `call ${calls}: once more, at most`).toBeLessThanOrEqual(
          Math.max(1, given + 1),
        );
        if (isDone) expect(posted).toHaveLength(1);
      }
    } finally {
      stop();
    }
  },
);

test.each(["before", "after"] as const)(
  "a job that dies right %s any of its calls while Slack comes back loses none and doubles one at most",
  async (when) => {
    const { table, stop } = await startTable();
    try {
      for (let calls = 0, isDone = false; !isDone; calls++) {
        const channel = aChannel(table);
        const names = ["a", "b", "c"].map((one) => `${when}-${calls}-${one}`);
        channel.answers = () => DOWN;
        for (const name of names) await takeOn(channel.ports)(aWanted(name));
        const failed = channel.tried.length;
        channel.answers = () => TAKEN;
        channel.later(MINUTE);
        const dying = dyingAt(channel.ports, when, calls);
        isDone = await postDue(dying.ports)(ever).then(
          () => calls > 0,
          () => false,
        );
        await recovers(channel, names);
        const posted = channel.names().slice(failed).sort();
        expect([...new Set(posted)], `call ${calls}: every post arrives`).toEqual(names);
        expect(posted.length, `call ${calls}: at most one again`).toBeLessThanOrEqual(names.length + 1);
        // Whatever was cut short, the next is posted within a minute, and Slack is open after it.
        await takeOn(channel.ports)(aWanted(`${when}-${calls}-next`));
        await recovers(channel, []);
        expect(channel.names().at(-1)).toBe(`${when}-${calls}-next`);
        expect(await channel.ports.shutUntil()).toBeUndefined();
      }
    } finally {
      stop();
    }
  },
);
