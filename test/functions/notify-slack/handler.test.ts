import { createHash } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accountKey } from "#shared/dynamodb/keys.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import type { EventType } from "#shared/events.ts";
import type { handler } from "../../../functions/notify-slack/handler.ts";
import { aContact, anAccount, hashOf } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { startOpsTable } from "../ops-routes.ts";
import { aCallBack, aResponse } from "./answers.ts";

let aws: Awaited<ReturnType<typeof startEndpoint>>;
let table: Table;
let stop: () => void;
let notify: typeof handler;
let slackSays = 200;
let logged: string[] = [];
let number = 0;

beforeAll(async () => {
  const started = await startOpsTable();
  table = started.table;
  aws = await startEndpoint(({ path, headers, body }) => {
    if (path === "/hook") return { status: slackSays, body: "as Slack says" };
    if (String(headers["x-amz-target"]).startsWith("AmazonSSM"))
      return { status: 200, body: JSON.stringify({ Parameter: { Value: `${aws.url}/hook` } }) };
    const { MessageBody } = JSON.parse(body);
    const MD5OfMessageBody = createHash("md5").update(MessageBody).digest("hex");
    return { status: 200, body: JSON.stringify({ MessageId: "m", MD5OfMessageBody }) };
  });
  const settings = JSON.parse(process.env.SETTINGS ?? "{}");
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SSM: aws.url,
    AWS_ENDPOINT_URL_SQS: aws.url,
    SLACK_WEBHOOK_PARAMETER: "/test/slack-webhook",
    SLACK_DEAD_LETTERS_URL: `${aws.url}/dead-letters`,
    SETTINGS: JSON.stringify({ ...settings, accountUrl: "https://crm.example/{accountId}" }),
  });
  ({ handler: notify } = await import("../../../functions/notify-slack/handler.ts"));
  const { write } = process.stdout;
  process.stdout.write = (line: string | Uint8Array) => logged.push(String(line)) > 0;
  stop = () => {
    process.stdout.write = write;
    aws.stop();
    started.stop();
  };
});
afterAll(() => stop());
beforeEach(() => {
  slackSays = 200;
  aws.requests.length = 0;
  logged = [];
  number++;
});

const invoke = (input: unknown) =>
  notify(input, { getRemainingTimeInMillis: () => 55_000 } as unknown as Context);
const deliver = (type: EventType, detail: object) => invoke({ "detail-type": type, detail });
const anAnswer = (over: Parameters<typeof aResponse>[0] = {}) => {
  const responseId = `i${number}`;
  return aResponse({ id: `response-received-${responseId}-1`, responseId, ...over });
};
const postsTo = (path: string) => aws.requests.filter((one) => one.path.startsWith(path));
const headlines = () => postsTo("/hook").map(({ body }) => JSON.parse(body).text);

test("posts an answer with what is known of its account and contact, and never an e-mail", async () => {
  await saveAccount(table, anAccount({ accountId: "acc-9", arrUsd: 90_000, renewalOn: "2027-03-01" }));
  const contact = aContact({ accountId: "acc-9", contactId: "con-9", name: "Mei Tanaka" });
  await saveContact(table, contact, hashOf);
  await deliver("Response Received", anAnswer({ accountId: "acc-9", contactId: "con-9" }));
  const [{ body } = { body: "" }] = postsTo("/hook");
  expect(body).toContain("Mei Tanaka · ARR $90,000 · renews 2027-03-01");
  expect(body).toContain("<https://crm.example/acc-9|Example Works>");
  expect(body).not.toMatch(/\w@\w/);
});

test("posts an answer without names where they cannot be read", async () => {
  const Item = toItem({ ...accountKey("acc-8"), type: "account", accountId: 8 });
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  await deliver("Response Received", anAnswer({ accountId: "acc-8" }));
  expect(headlines()).toEqual([expect.stringContaining("Example Works")]);
  expect(logged.map((line) => JSON.parse(line).decision)).toEqual(["slack-unnamed", "slack-posted"]);
});

test("posts the first that counts once, a person's after a doubtful one too, and no changed answer", async () => {
  const told = (responseVersion: number, nps: number, isFirst: boolean) =>
    deliver("Response Received", anAnswer({ id: `r${number}`, responseVersion, nps, isFirst }));
  await told(1, 0, true);
  await told(2, 9, false);
  await told(12, 10, true);
  await told(12, 10, true);
  await told(13, 7, false);
  expect(headlines()).toEqual([expect.stringContaining("NPS 0"), expect.stringContaining("NPS 10")]);
  expect(postsTo("/hook").map(({ body }) => body.includes("answered by a person"))).toEqual([false, true]);
});

test("posts what was told before it said whether it is the first once, by whatever came first", async () => {
  await deliver("Response Received", anAnswer({ id: `r${number}-2`, responseVersion: 2, nps: 9 }));
  await deliver("Response Received", anAnswer({ id: `r${number}-3`, responseVersion: 3, nps: 1 }));
  await deliver("Response Received", anAnswer({ id: `r${number}-2`, responseVersion: 2, nps: 9 }));
  expect(headlines()).toEqual([expect.stringContaining("NPS 9")]);
});

test("posts who asks to be called back, and no other call to action: their answers are posted", async () => {
  const asked = aCallBack({ ctaId: `cta-${number}`, id: `cta-opened-cta-${number}` });
  await deliver("CTA Opened", asked);
  // A colleague opened it again: the customer did not ask again.
  await deliver("CTA Opened", { ...asked, id: `${asked.id}-2` });
  await deliver("CTA Opened", aCallBack({ id: "cta-opened-n", kind: "negative", band: "detractor" }));
  expect(headlines()).toEqual([expect.stringContaining("asks to be called back")]);
});

test("hands what Slack refuses to a person, whole, from where it is posted again", async () => {
  slackSays = 404;
  const detail = anAnswer({ answers: [{ questionId: "why", kind: "text", value: "words" }] });
  await deliver("Response Received", detail);
  const letters = postsTo("/").filter(({ headers }) => headers["x-amz-target"] === "AmazonSQS.SendMessage");
  const letter = JSON.parse(JSON.parse(letters[0]?.body ?? "{}").MessageBody);
  expect(letter).toEqual({ "detail-type": "Response Received", detail, givenUp: { reason: "404" } });
  slackSays = 200;
  await invoke(letter);
  expect(postsTo("/hook")).toHaveLength(2);
  expect(logged.map((line) => JSON.parse(line).decision)).toEqual(["slack-dead", "slack-posted"]);
});

test("says in its log what became of a post, and nothing of what was said", async () => {
  await deliver(
    "Response Received",
    anAnswer({ answers: [{ questionId: "why", kind: "text", value: "words" }] }),
  );
  expect(logged).toHaveLength(1);
  expect(logged[0]).not.toMatch(/words|Example Works|hook/);
});

// Last, since Slack stays shut after it.
test("keeps what Slack does not take for the minute's job, without an error that has it delivered again", async () => {
  slackSays = 503;
  await deliver("Response Received", anAnswer());
  slackSays = 200;
  await invoke({ at: "2026-12-01T10:01:00Z" });
  // Not within the minute: Slack is left alone.
  expect(postsTo("/hook")).toHaveLength(1);
  expect(logged.join("")).toContain('"reason":"503"');
});
