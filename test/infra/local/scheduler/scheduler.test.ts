import { describe, expect, it, vi } from "vitest";
import { aDirectory } from "../a-local.ts";
import { functionArn } from "../remembering.ts";
import { aScheduler, settled } from "./a-scheduler.ts";

describe("a moved clock", () => {
  it("fires what it passes in time order across schedules, up to and with the target", async () => {
    const { schedule, moveTo, fired, clock } = aScheduler();
    await schedule("nightly", "cron(0 2 * * ? *)");
    await schedule("monthly", "cron(0 12 L * ? *)");
    await schedule("once", "at(2026-01-31T06:00:00)");
    await moveTo(new Date("2026-01-30T00:00:00Z"), settled);
    expect(fired()).toHaveLength(29);
    await moveTo(new Date("2026-02-01T02:00:00Z"), settled);
    expect(fired().slice(29)).toEqual([
      "nightly 2026-01-30T02:00:00Z",
      "nightly 2026-01-31T02:00:00Z",
      "once 2026-01-31T06:00:00Z",
      "monthly 2026-01-31T12:00:00Z",
      "nightly 2026-02-01T02:00:00Z",
    ]);
    expect(clock.at).toEqual(new Date("2026-02-01T02:00:00Z"));
  });

  it("fires simultaneous ones in the order of their names, whatever the order of the template", async () => {
    const { schedule, moveTo, fired } = aScheduler();
    for (const name of ["c", "a", "b"]) await schedule(name, "cron(0 9 * * ? *)");
    await moveTo(new Date("2026-01-02T00:00:00Z"), settled);
    expect(fired().map((line) => line.charAt(0))).toEqual(["a", "b", "c"]);
  });

  it("stands at the time of each firing, and waits until all its work is done", async () => {
    const { schedule, moveTo, functions, clock } = aScheduler();
    await schedule("daily", "cron(0 9 * * ? *)");
    const log: string[] = [];
    const settle = async () => {
      const seen = functions.invocations.length;
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${clock.at.toISOString()} ${seen}, ${functions.invocations.length}`);
    };
    await moveTo(new Date("2026-01-03T00:00:00Z"), settle);
    expect(log).toEqual([
      "2026-01-01T00:00:00.000Z 0, 0",
      "2026-01-01T09:00:00.000Z 1, 1",
      "2026-01-02T09:00:00.000Z 2, 2",
      "2026-01-03T00:00:00.000Z 2, 2",
    ]);
  });

  it("fires a schedule due more than hourly once an hour, and at its last time", async () => {
    const { schedule, moveTo, fired } = aScheduler({ now: "2026-01-01T00:10:30Z" });
    await schedule("often", "cron(* * * * ? *)");
    await moveTo(new Date("2026-01-01T03:00:30Z"), settled);
    expect(fired()).toEqual([
      "often 2026-01-01T00:11:00Z",
      "often 2026-01-01T01:11:00Z",
      "often 2026-01-01T02:11:00Z",
      "often 2026-01-01T03:00:00Z",
    ]);
  });

  it("keeps every firing of one due just hourly", async () => {
    const { schedule, moveTo, fired } = aScheduler();
    await schedule("hourly", "cron(0 * * * ? *)");
    await moveTo(new Date("2026-01-02T00:00:00Z"), settled);
    expect(fired()).toHaveLength(24);
  });

  it("catches up with what is due more than hourly, one after the other, and with nothing else", async () => {
    const { schedule, catchUp, fired } = aScheduler({ now: "2026-01-01T00:10:30Z" });
    for (const name of ["second", "first"]) await schedule(name, "cron(* * * * ? *)");
    await schedule("hourly", "cron(0 * * * ? *)");
    const seen: number[] = [];
    await catchUp(async () => void seen.push(fired().length));
    expect(fired()).toEqual(["first 2026-01-01T00:10:30Z", "second 2026-01-01T00:10:30Z"]);
    expect(seen).toEqual([1, 2]);
  });

  it("fires nothing twice when it is moved in steps", async () => {
    const { schedule, moveTo, fired } = aScheduler();
    await schedule("daily", "cron(0 9 * * ? *)");
    for (const at of [
      "2026-01-01T09:00:00Z",
      "2026-01-01T09:00:00Z",
      "2026-01-02T08:59:59Z",
      "2026-01-02T09:00:00Z",
    ])
      await moveTo(new Date(at), settled);
    expect(fired()).toEqual(["daily 2026-01-01T09:00:00Z", "daily 2026-01-02T09:00:00Z"]);
  });

  it("moves one after the other, and never back", async () => {
    const { schedule, moveTo, fired, clock } = aScheduler();
    await schedule("daily", "cron(0 9 * * ? *)");
    const both = [
      moveTo(new Date("2026-01-03T00:00:00Z"), settled),
      moveTo(new Date("2026-01-02T00:00:00Z"), settled),
    ];
    const [first, second] = await Promise.allSettled(both);
    expect(first?.status).toBe("fulfilled");
    expect(second).toMatchObject({
      status: "rejected",
      reason: { message: expect.stringContaining("cannot go back") },
    });
    expect(fired()).toHaveLength(2);
    expect(clock.moves).toEqual([...clock.moves].sort());
  });

  it("is never set back by work that took longer than the gap to the next firing", async () => {
    const { schedule, moveTo, clock, fired } = aScheduler();
    await schedule("first", "cron(0 9 * * ? *)");
    await schedule("second", "cron(1 9 * * ? *)");
    const settle = async () => {
      clock.at = new Date(clock.at.getTime() + 5 * 60_000);
    };
    await moveTo(new Date("2026-01-01T09:02:00Z"), settle);
    expect(fired()).toEqual(["first 2026-01-01T09:00:00Z", "second 2026-01-01T09:01:00Z"]);
    expect(clock.moves).toEqual(["2026-01-01T09:00:00.000Z"]);
  });

  it("passes a year of hourly firings at little more than their invocations", async () => {
    const { schedule, moveTo, functions, db } = aScheduler();
    db.exec("pragma journal_mode = wal; pragma synchronous = normal");
    await schedule("often", "cron(* * * * ? *)");
    await schedule("daily", "cron(5 0 * * ? *)");
    await moveTo(new Date("2027-01-01T00:00:00Z"), settled);
    expect(functions.invocations).toHaveLength(8_760 + 1 + 365);
  });

  it("stops between two firings when the laptop stops", async () => {
    const { schedule, moveTo, stop, fired } = aScheduler();
    await schedule("daily", "cron(0 9 * * ? *)");
    let work = 0;
    const moved = moveTo(new Date("2027-01-01T00:00:00Z"), async () => {
      if (++work === 3) void stop();
    });
    await expect(moved).rejects.toThrow("stopped before");
    expect(fired()).toHaveLength(2);
  });
});

describe("in real time", () => {
  it("fires a new rate at once, then when the clock comes to it", async () => {
    const { schedule, start, fired, clock } = aScheduler();
    await schedule("often", "rate(1 minute)");
    await schedule("daily", "cron(0 9 * * ? *)");
    clock.at = new Date("2026-01-01T00:00:59.980Z");
    start();
    expect(fired()).toEqual(["often 2026-01-01T00:00:00Z"]);
    clock.at = new Date("2026-01-01T00:01:00Z");
    await vi.waitFor(() =>
      expect(fired()).toEqual(["often 2026-01-01T00:00:00Z", "often 2026-01-01T00:01:00Z"]),
    );
  });

  it("fires what was missed while the laptop was off once, for its latest time", async () => {
    const dir = aDirectory();
    await aScheduler({ dir }).schedule("daily", "cron(0 9 * * ? *)");
    const { schedule, start, fired } = aScheduler({ dir, now: "2026-01-05T12:00:00Z" });
    await schedule("daily", "cron(0 9 * * ? *)");
    start();
    expect(fired()).toEqual(["daily 2026-01-05T09:00:00Z"]);
  });

  it("fires nothing again after a restart, nor what came due while another expression held", async () => {
    const dir = aDirectory();
    const first = aScheduler({ dir });
    await first.schedule("daily", "cron(0 9 * * ? *)");
    await first.moveTo(new Date("2026-01-02T12:00:00Z"), settled);
    const same = aScheduler({ dir, now: "2026-01-02T12:00:00Z" });
    await same.schedule("daily", "cron(0 9 * * ? *)");
    same.start();
    expect(same.fired()).toEqual([]);
    const changed = aScheduler({ dir, now: "2026-01-05T12:00:00Z" });
    await changed.schedule("daily", "cron(0 10 * * ? *)");
    changed.start();
    expect(changed.fired()).toEqual([]);
  });

  it("fires no cron for the moment in which it was created", async () => {
    const { schedule, start, fired } = aScheduler({ now: "2026-01-01T09:00:00.500Z" });
    await schedule("daily", "cron(0 9 * * ? *)");
    start();
    expect(fired()).toEqual([]);
  });

  it("goes on after a function that cannot be invoked, and says so", async () => {
    const { schedule, moveTo, fired, said } = aScheduler();
    await schedule("a-missing", "cron(0 9 * * ? *)");
    await schedule("present", "cron(0 9 * * ? *)");
    await moveTo(new Date("2026-01-02T00:00:00Z"), settled);
    expect(fired()).toEqual(["present 2026-01-01T09:00:00Z"]);
    expect(said).toEqual([`Schedule a-missing failed: no function ${functionArn("a-missing")}`]);
  });
});
