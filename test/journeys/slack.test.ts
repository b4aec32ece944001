import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { aStack, MORNING_ZONE } from "./a-stack.ts";
import { surveyOf } from "./api.ts";

type Posted = { readonly at: string; readonly text: string; readonly blocks: readonly unknown[] };

const QUICK = 20;
const DURING_OUTAGE = 5;
const NAMES = Array.from({ length: QUICK + DURING_OUTAGE }, (_, i) => `admin-${String(i).padStart(2, "0")}`);
const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

/** Answers on their way into a Slack channel that is at times down, on the real local stack, over HTTP. */
describe("the channel in which every answer is read", { timeout: 400_000 }, () => {
  const api = aStack("2026-12-01T23:30:00Z");
  let links: ReadonlyMap<string, string>;

  const posted = async () => (await api.slack()) as readonly Posted[];
  const linkOf = (name: string) => links.get(name) ?? "";
  /** Milliseconds from here until so many are there. */
  const until = async (start: number, read: () => Promise<readonly unknown[]>, count: number) => {
    while ((await read()).length < count) await wait(10);
    return performance.now() - start;
  };

  beforeAll(async () => {
    await api.importText(
      "accounts",
      "account_id,name,plan,status,customer_since,segment,arr_usd\nworks,Works & Co,premium,active,2026-10-02,scale,90000",
    );
    const rows = NAMES.map(
      (name) => `${name},works,${name}@customer.example,Name ${name},admin,${MORNING_ZONE}`,
    );
    await api.importText(
      "contacts",
      ["contact_id,account_id,email,name,roles,time_zone", ...rows].join("\n"),
    );
    await api.moveClock("2026-12-02T01:30:00Z");
    const mails = (await api.inbox()).map((mail): [string, string] => [
      /admin-\d+/.exec(mail.to)?.[0] ?? "",
      surveyOf(mail),
    ]);
    links = new Map(mails);
    await api.idle();
  }, 200_000);

  it("has an answer within two seconds, as the bus has", async () => {
    const toBus: number[] = [];
    const toSlack: number[] = [];
    for (const [i, name] of NAMES.slice(0, QUICK).entries()) {
      const start = performance.now();
      await api.answerJson(linkOf(name), { nps: i % 11, csat: (i % 5) + 1 });
      const [bus, slack] = await Promise.all([
        until(start, () => api.events("Response Received"), i + 1),
        until(start, posted, i + 1),
      ]);
      toBus.push(bus);
      toSlack.push(slack);
    }
    const figures = { bus: Math.round(median(toBus)), slack: Math.round(median(toSlack)) };
    process.stdout.write(
      `from an answer, median of ${QUICK}: bus ${figures.bus} ms, Slack ${figures.slack} ms\n`,
    );
    expect(figures.bus).toBeLessThan(2000);
    expect(figures.slack).toBeLessThan(2000);
    const [first] = await posted();
    expect(first?.text).toBe("🔴 NPS 0 (detractor) · 🔴 CSAT 1 of 5 (dissatisfied) · Works &amp; Co");
    expect(JSON.stringify(first?.blocks)).toContain("scale · Name admin-00 · ARR $90,000");
  });

  it("is down for an hour and then has every answer once, each with its own time", async () => {
    await api.idle();
    const before = (await posted()).length;
    expect(before).toBe(QUICK);
    const down = { status: 503, until: "2026-12-02T03:00:00Z" };
    await api.moveClock("2026-12-02T02:00:00Z");
    await api.post("/_local/slack/outage", down);
    for (const [i, name] of NAMES.slice(QUICK).entries()) {
      await api.answerJson(linkOf(name), { nps: 9, csat: 5, comment: `during the outage, ${i}` });
      await api.idle();
      await api.moveClock(`2026-12-02T02:${10 * (i + 1)}:00Z`);
    }
    expect(await posted()).toHaveLength(before);
    const { turnedAway } = await api.get("/_local/slack/outage");
    const tries = turnedAway.map((at: string) => Date.parse(at));
    expect(tries.length).toBeGreaterThan(DURING_OUTAGE);
    for (const [i, at] of tries.slice(1).entries()) expect(at - tries[i]).toBeGreaterThan(40_000);

    await api.moveClock("2026-12-02T03:00:30Z");
    await api.moveClock("2026-12-02T03:02:00Z");
    const after = (await posted()).slice(before);
    const given = (await api.list("/v1/responses?account=works")).filter(
      ({ answeredAt }) => answeredAt >= "2026-12-02T02:00",
    );
    const times = given.map(({ answeredAt }) => Math.floor(Date.parse(answeredAt) / 1000)).sort();
    expect(new Set(times).size).toBe(DURING_OUTAGE);
    const shown = after.map(({ blocks }) => Number(/<!date\^(\d+)/.exec(JSON.stringify(blocks))?.[1]));
    expect(shown.toSorted()).toEqual(times);
    expect(after.every(({ at }) => Date.parse(at) >= Date.parse(down.until))).toBe(true);

    await api.idle();
    expect(await posted()).toHaveLength(before + DURING_OUTAGE);
  });
});
