import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { clockRoutes } from "../../../../infra/local/http/clock-routes.ts";
import { eventRoutes } from "../../../../infra/local/http/event-routes.ts";
import { type LocalServer, PortInUse, startServer } from "../../../../infra/local/http/server.ts";
import { slackRoutes } from "../../../../infra/local/http/slack-routes.ts";
import { sesRoutes } from "../../../../infra/local/ses/routes.ts";
import { ses } from "../../../../infra/local/ses/ses.ts";
import { aLocal } from "../a-local.ts";

async function aServer(move: (to: Date) => Promise<void> = async () => undefined) {
  let now = new Date("2026-12-01T10:00:00Z");
  const local = aLocal({ now: () => now });
  const inbox = ses(local, async () => undefined);
  const caughtUp: string[] = [];
  const schedules = {
    moveTo: async (to: Date) => {
      await move(to);
      now = to;
    },
    catchUp: async (settle: () => Promise<void>) => {
      caughtUp.push(now.toISOString());
      await settle();
    },
  };
  const api = {
    handle: async (_req: unknown, res: { end(text: string): void }) => res.end("the product's"),
  };
  const bus = [{ "detail-type": "CTA Opened" }, { "detail-type": "Response Received" }];
  const server = await startServer({
    port: 0,
    api,
    routes: [
      ...clockRoutes(local, schedules),
      ...eventRoutes((type) => bus.filter((event) => type === undefined || event["detail-type"] === type)),
      ...slackRoutes(local),
      ...sesRoutes(inbox),
    ],
  });
  onTestFinished(() => server.stop());
  return { server, local, caughtUp, base: `http://localhost:${server.port}` };
}

const post = async (url: string, body: unknown, headers: Record<string, string> = {}) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const reply = await fetch(url, { method: "POST", body: text, headers });
  return { status: reply.status, body: await reply.text() };
};
const get = async (url: string) => (await fetch(url)).json();

it("moves the clock forward and answers with it", async () => {
  const moved: string[] = [];
  const { base } = await aServer(async (to) => void moved.push(to.toISOString()));
  expect(await get(`${base}/_local/clock`)).toEqual({ now: "2026-12-01T10:00:00.000Z" });
  const reply = await post(`${base}/_local/clock`, { now: "2026-12-02T12:00:00+02:00" });
  expect(reply).toEqual({ status: 200, body: '{"now":"2026-12-02T10:00:00.000Z"}' });
  expect(moved).toEqual(["2026-12-02T10:00:00.000Z"]);
});

it("answers a move to where it was moved already, though the clock has gone on since", async () => {
  const moved: string[] = [];
  const { base } = await aServer(async (to) => void moved.push(to.toISOString()));
  for (const _ of [1, 2]) {
    expect(await post(`${base}/_local/clock`, { now: "2026-12-02T10:00:00Z" })).toMatchObject({
      status: 200,
    });
  }
  expect(moved).toHaveLength(1);
});

it("lets the every-minute schedules catch up before a move or idleness is answered", async () => {
  const { base, caughtUp } = await aServer();
  await post(`${base}/_local/clock`, { now: "2026-12-02T10:00:00Z" });
  await post(`${base}/_local/idle`, {});
  expect(caughtUp).toEqual(["2026-12-02T10:00:00.000Z", "2026-12-02T10:00:00.000Z"]);
});

it("refuses to move the clock back, or to what is no time", async () => {
  const { base } = await aServer();
  expect(await post(`${base}/_local/clock`, { now: "2026-12-01T09:59:59Z" })).toMatchObject({ status: 409 });
  for (const body of ["", "{", '{"now":"tomorrow"}', "[]"]) {
    const reply = await post(`${base}/_local/clock`, body);
    expect([body, reply.status]).toEqual([body, 400]);
    expect(JSON.parse(reply.body)).toMatchObject({ status: 400, title: "Bad request" });
  }
});

it("moves the clock one move at a time, and judges each when its turn comes", async () => {
  let underWay = 0;
  let most = 0;
  const { base } = await aServer(async () => {
    most = Math.max(most, ++underWay);
    await wait(30);
    underWay--;
  });
  const far = post(`${base}/_local/clock`, { now: "2026-12-08T10:00:00Z" });
  await wait(10);
  const near = post(`${base}/_local/clock`, { now: "2026-12-02T10:00:00Z" });
  const idle = post(`${base}/_local/idle`, "");
  expect([(await far).status, (await near).status, most]).toEqual([200, 409, 1]);
  expect(await idle).toEqual({ status: 200, body: '{"idle":true}' });
});

it("is still usable after a move that failed", async () => {
  const { base } = await aServer(async (to) => {
    if (to.getUTCDate() === 2) throw new Error("a schedule cannot be read");
  });
  const failed = await post(`${base}/_local/clock`, { now: "2026-12-02T10:00:00Z" });
  expect(failed).toMatchObject({ status: 500, body: expect.stringContaining("a schedule cannot be read") });
  expect((await post(`${base}/_local/clock`, { now: "2026-12-03T10:00:00Z" })).status).toBe(200);
});

it("answers idle once no work is left, and else names what is", async () => {
  const { local, base } = await aServer();
  let left = 3;
  local.pending.push({ kind: "queued messages", count: async () => left });
  const busy = await post(`${base}/_local/idle`, { timeoutMs: 50 });
  expect(busy).toMatchObject({ status: 503, body: expect.stringContaining("queued messages (3)") });
  const idle = post(`${base}/_local/idle`, { timeoutMs: 5000 });
  await wait(50);
  left = 0;
  expect(await idle).toEqual({ status: 200, body: '{"idle":true}' });
});

it("lists events by type", async () => {
  const { base } = await aServer();
  expect(await get(`${base}/_local/events`)).toHaveLength(2);
  expect(await get(`${base}/_local/events?type=CTA%20Opened`)).toEqual([{ "detail-type": "CTA Opened" }]);
});

it("keeps what is posted to Slack, and refuses what Slack would", async () => {
  const { base } = await aServer();
  expect(await post(`${base}/_local/slack`, { text: "9 from Example Works" })).toEqual({
    status: 200,
    body: "ok",
  });
  expect(await post(`${base}/_local/slack`, "text")).toEqual({ status: 400, body: "invalid_payload" });
  expect(await get(`${base}/_local/slack`)).toEqual([
    { at: "2026-12-01T10:00:00.000Z", text: "9 from Example Works" },
  ]);
});

it("says of an unknown mail, a bad report, a wrong method and an unknown route what is wrong", async () => {
  const { base } = await aServer();
  expect((await fetch(`${base}/_local/inbox/..%2F..%2Flocal.db`)).status).toBe(404);
  expect((await post(`${base}/_local/ses-events`, { mailId: "x", type: "bounce" })).status).toBe(404);
  expect((await post(`${base}/_local/ses-events`, { mailId: "x", type: "lost" })).status).toBe(400);
  expect((await post(`${base}/_local/ses-events`, { type: "bounce" })).body).toContain("mailId or messageId");
  expect((await fetch(`${base}/_local/clock`, { method: "DELETE" })).headers.get("allow")).toBe("GET, POST");
  expect((await fetch(`${base}/_local/nothing`)).status).toBe(404);
});

it("leaves every other path to the product", async () => {
  const { base } = await aServer();
  for (const path of ["/v1/programs", "/s/abc", "/inboxes"]) {
    expect(await (await fetch(`${base}${path}`)).text()).toBe("the product's");
  }
});

const statusWith = (server: LocalServer, path: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const req = httpRequest({ host: "127.0.0.1", port: server.port, path, headers }, (res) => {
      res.resume();
      resolve(res.statusCode);
    });
    req.on("error", reject).end();
  });

it("shows neither mail nor clock to a page of another site", async () => {
  const { server, base } = await aServer();
  expect(await statusWith(server, "/_local/inbox", { host: "evil.example" })).toBe(403);
  expect(await statusWith(server, "/_local/inbox", { host: `localhost:${server.port}` })).toBe(200);
  const now = { now: "2026-12-02T10:00:00Z" };
  expect((await post(`${base}/_local/clock`, now, { origin: "https://evil.example" })).status).toBe(403);
  expect((await post(`${base}/_local/clock`, now, { origin: base })).status).toBe(200);
});

it("listens on this machine alone, and says in one sentence that a port is taken", async () => {
  const { server } = await aServer();
  const again = startServer({ port: server.port, api: { handle: async () => undefined }, routes: [] });
  await expect(again).rejects.toThrow(PortInUse);
  await expect(again).rejects.toThrow(/^Port \d+ is in use: .*PORT=/);
  const socket = connect(server.port, "127.0.0.2");
  const outcome = await new Promise((resolve) =>
    socket.on("connect", resolve).on("error", (e) => resolve(e)),
  );
  expect(outcome).toMatchObject({ code: "ECONNREFUSED" });
});
