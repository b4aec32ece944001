import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../../../../infra/local/http/server.ts";
import { slackRoutes } from "../../../../infra/local/http/slack-routes.ts";
import { aLocal } from "../a-local.ts";

async function aChannel() {
  let now = new Date("2026-12-01T10:00:00Z");
  const routes = slackRoutes(aLocal({ now: () => now }));
  const server = await startServer({ port: 0, api: { handle: async () => undefined }, routes });
  onTestFinished(() => server.stop());
  const url = `http://localhost:${server.port}/_local/slack`;
  const send = (path: string, body: unknown) =>
    fetch(url + path, { method: "POST", body: JSON.stringify(body) });
  return {
    post: (body: unknown = { text: "hello" }) => send("", body),
    outage: (body: unknown) => send("/outage", body),
    state: async () => (await (await fetch(`${url}/outage`)).json()) as { isDown: boolean },
    count: async () => ((await (await fetch(url)).json()) as unknown[]).length,
    at: (time: string) => {
      now = new Date(time);
    },
  };
}

const section = (text: string) => ({ type: "section", text: { type: "plain_text", text } });

test("keeps nothing while it is told to be down, says when it turned somebody away, and is up again in time", async () => {
  const { post, outage, state, count, at } = await aChannel();
  await outage({ status: 503, until: "2026-12-01T11:00:00Z" });
  expect((await post()).status).toBe(503);
  at("2026-12-01T10:59:59Z");
  expect((await post()).status).toBe(503);
  expect(await state()).toMatchObject({
    isDown: true,
    turnedAway: ["2026-12-01T10:00:00.000Z", "2026-12-01T10:59:59.000Z"],
  });
  at("2026-12-01T11:00:00Z");
  expect([(await post()).status, await count(), (await state()).isDown]).toEqual([200, 1, false]);
});

test("is down until it is told otherwise where no time is given", async () => {
  const { post, outage, at } = await aChannel();
  await outage({ status: 404 });
  at("2027-12-01T10:00:00Z");
  expect((await post()).status).toBe(404);
  await outage({});
  expect((await post()).status).toBe(200);
});

test("says how long to wait where it wants less", async () => {
  const { post, outage } = await aChannel();
  await outage({ status: 429, retryAfterSeconds: 7 });
  const reply = await post();
  expect([reply.status, reply.headers.get("retry-after")]).toEqual([429, "7"]);
});

test("says which field of an outage is wrong", async () => {
  const { outage } = await aChannel();
  const reply = await outage({ status: 200 });
  expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining("status")]);
});

test("refuses messages that Slack would", async () => {
  const { post, count } = await aChannel();
  const refused = [
    { text: "x", blocks: [section("")] },
    { text: "x", blocks: [section("y".repeat(3001))] },
    { text: "x", blocks: Array.from({ length: 51 }, () => section("y")) },
  ];
  for (const message of refused) expect((await post(message)).status).toBe(400);
  expect((await post({ text: "x", blocks: [section("y".repeat(3000))] })).status).toBe(200);
  expect(await count()).toBe(1);
});
