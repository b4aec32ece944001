import type { Context, EventBridgeEvent } from "aws-lambda";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { handler } from "../../../functions/notify-slack/handler.ts";
import { slackMessage } from "../../../functions/notify-slack/slack-message.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";

type Response = Parameters<typeof slackMessage>[0];
const aResponse = (over: Partial<Response> = {}): Response => ({
  version: 1,
  id: "response-received-i-1",
  occurredAt: "2026-12-01T10:00:00.000Z",
  responseId: "i",
  invitationId: "i",
  programId: "post-onboarding",
  programVersion: 1,
  accountId: "acc-1",
  accountName: "Example Works",
  segment: "scale",
  contactId: "con-1",
  answeredAt: "2026-12-01T10:00:00.000Z",
  responseVersion: 1,
  nps: 3,
  csat: 4,
  answers: [],
  ...over,
});
const words = (value: string): Response["answers"] => [{ questionId: "comment", kind: "text", value }];

type Block = { readonly type: string; readonly text?: { readonly type: string; readonly text: string } };
const blocksOf = (response: Response) => slackMessage(response).blocks as readonly Block[];
const plainTexts = (response: Response) =>
  blocksOf(response).flatMap(({ text }) => (text?.type === "plain_text" ? [text.text] : []));
const read = (escaped: string) =>
  escaped.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

describe("an answer as a Slack message", () => {
  test("says who, how they scored and what they wrote", () => {
    const message = slackMessage(aResponse({ answers: words("Slow at times") }));
    expect(message.text).toBe(
      "Example Works · post-onboarding · NPS 3 (detractor) · CSAT 4 of 5 (satisfied)",
    );
    expect(JSON.stringify(message.blocks)).toContain("Slow at times");
    expect(JSON.stringify(message.blocks)).toContain("scale · answered 2026-12-01T10:00:00.000Z");
  });

  test("names an account without a name by its id, and an answer without a score as one", () => {
    const message = slackMessage(aResponse({ accountName: null, segment: null, nps: null, csat: null }));
    expect(message.text).toBe("acc-1 · post-onboarding · no score");
    expect(JSON.stringify(message.blocks)).toContain("segment unknown");
  });

  test("shows a score of 0 as a score", () => {
    expect(slackMessage(aResponse({ nps: 0, csat: null })).text).toContain("NPS 0 (detractor)");
  });

  test("cannot be made to call the channel or to link by what a customer wrote or is called", () => {
    const evil = "<!channel> <https://evil.example|click> & *bold*";
    const text = JSON.stringify(slackMessage(aResponse({ accountName: evil, answers: words(evil) })));
    expect(text).not.toMatch(/[<>]/);
    expect(text).toContain("&lt;!channel&gt;");
    expect(text).toContain("&amp; *bold*");
  });

  test("carries all of a text of any length, in blocks that Slack takes", () => {
    const character = fc.constantFrom("a", "&", "<", "\n", "😀");
    fc.assert(
      fc.property(fc.array(character, { maxLength: 4000 }), fc.nat({ max: 3000 }), (characters, filler) => {
        const text = `x${"y".repeat(filler)}${characters.join("")}z`;
        const texts = plainTexts(aResponse({ answers: words(text) }));
        expect(texts.every((one) => one.length > 0 && one.length <= 3000)).toBe(true);
        expect(read(texts.join(""))).toBe(text);
        expect(texts.every((one) => one.isWellFormed())).toBe(true);
      }),
      { seed: 12, numRuns: 40 },
    );
  });
});

describe("the function", () => {
  let endpoint: Awaited<ReturnType<typeof startEndpoint>>;
  let notify: typeof handler;
  let slackSays = 200;
  beforeAll(async () => {
    endpoint = await startEndpoint(({ path }) =>
      path === "/hook"
        ? { status: slackSays, body: "ok" }
        : { status: 200, body: JSON.stringify({ Parameter: { Value: `${endpoint.url}/hook` } }) },
    );
    Object.assign(process.env, {
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL_SSM: endpoint.url,
      SLACK_WEBHOOK_PARAMETER: "/test/slack-webhook",
    });
    ({ handler: notify } = await import("../../../functions/notify-slack/handler.ts"));
  });
  afterAll(() => endpoint.stop());
  beforeEach(() => {
    slackSays = 200;
    endpoint.requests.length = 0;
  });

  const deliver = (detail: Response) =>
    notify({ detail } as EventBridgeEvent<"Response Received", unknown>, {} as Context);
  const posts = () => endpoint.requests.filter(({ path }) => path === "/hook");

  test("posts a first answer once", async () => {
    await deliver(aResponse());
    expect(posts().map(({ body }) => JSON.parse(body).text)).toEqual([slackMessage(aResponse()).text]);
  });

  test("does not post a changed one", async () => {
    await deliver(aResponse({ responseVersion: 2 }));
    expect(posts()).toEqual([]);
  });

  test("fails where Slack does not take it, so that it is tried again", async () => {
    slackSays = 500;
    await expect(deliver(aResponse())).rejects.toThrow("Slack answered 500 to the response i");
  });
});
