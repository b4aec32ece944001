import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { slackWebhook } from "../../../functions/notify-slack/webhook.ts";
import { freePort } from "../../table.ts";

const MESSAGE = { text: "hello", blocks: [], unfurl_links: false } as const;

/** A webhook that answers like this, and counts how often its address was asked for. */
async function answering(status: number, headers: Readonly<Record<string, string>> = {}) {
  let asked = 0;
  const posted: string[] = [];
  const server = createServer((request, reply) => {
    posted.push(String(request.method));
    request.resume().on("end", () => {
      if (status === 0) request.socket.destroy();
      else reply.writeHead(status, headers).end("said in plain text");
    });
  });
  const port = await freePort();
  await new Promise<void>((done) => void server.listen(port, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const post = slackWebhook(async () => {
    asked++;
    return `http://127.0.0.1:${port}/hook`;
  });
  return { post: () => post(MESSAGE), posted, asked: () => asked };
}

describe("what Slack answers", () => {
  test.each([200, 201, 204])("%i: it took the message", async (status) => {
    expect(await (await answering(status)).post()).toEqual({ kind: "taken" });
  });

  test.each([400, 403, 404, 405, 410])("%i: it never will", async (status) => {
    expect(await (await answering(status)).post()).toEqual({ kind: "refused", reason: String(status) });
  });

  test.each([408, 500, 502, 503, 504])("%i: nobody knows", async (status) => {
    expect(await (await answering(status)).post()).toEqual({ kind: "no-answer", reason: String(status) });
  });

  test("nothing at all: nobody knows", async () => {
    expect(await (await answering(0)).post()).toMatchObject({ kind: "no-answer" });
  });

  test.each([
    ["as long as it says", "7", 7],
    ["rounded up", "1.2", 2],
    ["an hour at most", "90000", 3600],
    ["half a minute where it does not say", undefined, 30],
    ["half a minute where it says a date", "Wed, 21 Oct 2026 07:28:00 GMT", 30],
  ])("429: to slow down, %s", async (_, after, afterSeconds) => {
    const { post } = await answering(429, after === undefined ? {} : { "retry-after": after });
    expect(await post()).toEqual({ kind: "slow-down", reason: "429", afterSeconds });
  });

  test("a redirect is not followed to a page that says 200", async () => {
    const { post, posted } = await answering(302, { location: "/elsewhere" });
    expect(await post()).toEqual({ kind: "refused", reason: "302" });
    expect(posted).toEqual(["POST"]);
  });
});

test("reads its address once, and again after it was refused, since a person may have set another", async () => {
  const good = await answering(200);
  await good.post();
  await good.post();
  expect(good.asked()).toBe(1);
  const gone = await answering(404);
  await gone.post();
  await gone.post();
  expect(gone.asked()).toBe(2);
});

test("an address that cannot be read is no answer, and is named by its error alone", async () => {
  const post = slackWebhook(async () => {
    throw Object.assign(new Error("https://hooks.example/secret"), { name: "ParameterNotFound" });
  });
  expect(await post(MESSAGE)).toEqual({ kind: "no-answer", reason: "ParameterNotFound" });
});
