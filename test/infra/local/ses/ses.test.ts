import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  ConfigurationSetDoesNotExistException,
  ConfigurationSetSendingPausedException,
  GetAccountSendingEnabledCommand,
  GetSendQuotaCommand,
  MessageRejected,
  SESClient,
  SendRawEmailCommand,
  type SendRawEmailCommandInput,
} from "@aws-sdk/client-ses";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { expect, it, onTestFinished, vi } from "vitest";
import { startAwsEndpoint } from "../../../../infra/local/aws-endpoint.ts";
import type { Local } from "../../../../infra/local/context.ts";
import { sesRoutes } from "../../../../infra/local/ses/routes.ts";
import { type Quota, ses } from "../../../../infra/local/ses/ses.ts";
import { aDirectory, aLocal, define } from "../a-local.ts";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:mail-events";
const ALL = ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "OPEN", "CLICK"];

type Options = {
  quota?: Quota;
  publish?: (topic: string, message: string) => Promise<void>;
  types?: string[];
};

async function aSes({ quota, publish, types = ALL }: Options = {}, local: Local = aLocal()) {
  const published: { topic: string; event: Record<string, unknown> & { eventType: string } }[] = [];
  const remember = async (topic: string, message: string) => {
    await publish?.(topic, message);
    published.push({ topic, event: JSON.parse(message) });
  };
  const inbox = ses(local, remember, quota);
  await define(inbox.resources, "AWS::SES::ConfigurationSet", "Set", { Name: "surveys" });
  await define(inbox.resources, "AWS::SES::ConfigurationSetEventDestination", "Events", {
    ConfigurationSetName: "surveys",
    EventDestination: { Enabled: true, MatchingEventTypes: types, SnsDestination: { TopicARN: TOPIC } },
  });
  const endpoint = await startAwsEndpoint([inbox.service]);
  const client = new SESClient({
    endpoint: endpoint.urlOf("ses"),
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  onTestFinished(async () => {
    client.destroy();
    await inbox.stop();
    await endpoint.stop();
  });
  const idle = () => vi.waitFor(async () => expect(await local.pending[0]?.count()).toBe(0));
  return { local, inbox, client, published, idle };
}

async function aMail(over: Record<string, unknown> = {}): Promise<Uint8Array> {
  return await new MailComposer({
    from: "Northwind Cloud <surveys@northwind.example>",
    to: "Mei Müller <mei@customer.example>",
    subject: "Wie zufrieden sind Sie?",
    text: "Answer at http://localhost:3000/s/abc?score=9. Or not: http://localhost:3000/u/abc",
    html: '<a href="http://localhost:3000/s/abc?score=9&amp;x=1">9</a> <a href="mailto:a@b.example">us</a>',
    headers: { "List-Unsubscribe": "<http://localhost:3000/u/abc>" },
    ...over,
  })
    .compile()
    .build();
}

const send = async (client: SESClient, over: Partial<SendRawEmailCommandInput> = {}, mail = {}) =>
  await client.send(
    new SendRawEmailCommand({
      RawMessage: { Data: await aMail(mail) },
      ConfigurationSetName: "surveys",
      Tags: [{ Name: "invitation", Value: "inv-1" }],
      ...over,
    }),
  );

it("keeps an accepted mail byte for byte, and lists it", async () => {
  const { local, inbox, client } = await aSes();
  const raw = await aMail();
  const { MessageId } = await send(client, { RawMessage: { Data: raw } });
  expect(inbox.mailbox.list()).toEqual([
    {
      id: MessageId,
      to: "mei@customer.example",
      from: "surveys@northwind.example",
      subject: "Wie zufrieden sind Sie?",
      at: "2026-12-01T10:00:00.000Z",
      links: [
        "http://localhost:3000/s/abc?score=9&x=1",
        "http://localhost:3000/s/abc?score=9",
        "http://localhost:3000/u/abc",
      ],
    },
  ]);
  expect(Buffer.from(raw).equals(readFileSync(join(local.dir, "inbox", `${MessageId}.eml`)))).toBe(true);
});

it("says Send, then Delivery, in the shape SES publishes to SNS", async () => {
  const { client, published, idle } = await aSes();
  const { MessageId } = await send(client);
  await idle();
  expect(published.map(({ topic, event }) => [topic, event.eventType])).toEqual([
    [TOPIC, "Send"],
    [TOPIC, "Delivery"],
  ]);
  expect(published[1]?.event).toMatchObject({
    eventType: "Delivery",
    mail: {
      timestamp: "2026-12-01T10:00:00.000Z",
      messageId: MessageId,
      destination: ["mei@customer.example"],
      headersTruncated: false,
      commonHeaders: {
        from: ["Northwind Cloud <surveys@northwind.example>"],
        to: ["Mei Müller <mei@customer.example>"],
        subject: "Wie zufrieden sind Sie?",
        messageId: MessageId,
      },
      tags: {
        "ses:configuration-set": ["surveys"],
        "ses:from-domain": ["northwind.example"],
        invitation: ["inv-1"],
      },
    },
    delivery: { timestamp: "2026-12-01T10:00:00.000Z", recipients: ["mei@customer.example"] },
  });
  expect(published[0]?.event).toMatchObject({ send: {}, mail: { messageId: MessageId } });
});

it("publishes only the types that the configuration set asks for, and nothing without a set", async () => {
  const { client, published, idle } = await aSes({ types: ["DELIVERY"] });
  await send(client);
  await send(client, { ConfigurationSetName: undefined });
  await idle();
  expect(published.map(({ event }) => event.eventType)).toEqual(["Delivery"]);
});

it("reads configuration set and tags from the headers where the call has none", async () => {
  const { client, published, idle } = await aSes();
  const headers = {
    "X-SES-CONFIGURATION-SET": "surveys",
    "X-SES-MESSAGE-TAGS": "invitation=inv-2, kind=reminder",
  };
  await send(client, { ConfigurationSetName: undefined, Tags: undefined }, { headers });
  await idle();
  expect(published[0]?.event).toMatchObject({
    mail: { tags: { "ses:configuration-set": ["surveys"], invitation: ["inv-2"], kind: ["reminder"] } },
  });
});

it("rejects as SES does, by the SDK's own errors, and keeps nothing", async () => {
  const { inbox, client, local } = await aSes();
  await define(inbox.resources, "AWS::SES::ConfigurationSet", "Paused", {
    Name: "paused",
    SendingOptions: { SendingEnabled: false },
  });
  await define(inbox.resources, "AWS::SES::EmailIdentity", "From", { EmailIdentity: "northwind.example" });
  await expect(send(client, { ConfigurationSetName: "none" })).rejects.toThrow(
    ConfigurationSetDoesNotExistException,
  );
  await expect(send(client, { ConfigurationSetName: "paused" })).rejects.toThrow(
    ConfigurationSetSendingPausedException,
  );
  await expect(send(client, {}, { from: "a@other.example" })).rejects.toThrow(MessageRejected);
  await expect(send(client, { Destinations: ["nobody"] })).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: "Missing final '@domain'",
    $fault: "client",
  });
  await expect(send(client, { Tags: [{ Name: "a", Value: "b c" }] })).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
  expect(inbox.mailbox.list()).toEqual([]);
  expect(readdirSync(join(local.dir, "inbox"))).toEqual([]);
  await send(client, {}, { from: "surveys@mail.northwind.example" });
});

it("throttles above its rate and its day, and reports both", async () => {
  const { client } = await aSes({ quota: { max24HourSend: 3, maxSendRate: 2 } });
  await send(client);
  await send(client);
  const throttled = { name: "Throttling", $metadata: { httpStatusCode: 400 } };
  await expect(send(client)).rejects.toMatchObject({
    ...throttled,
    message: "Maximum sending rate exceeded.",
  });
  expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject({
    Max24HourSend: 3,
    MaxSendRate: 2,
    SentLast24Hours: 2,
  });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await send(client);
  await expect(send(client)).rejects.toMatchObject({
    ...throttled,
    message: "Daily message quota exceeded.",
  });
});

it("says whether the account may send, and takes no mail of one that may not", async () => {
  const isEnabled = async (client: SESClient) =>
    (await client.send(new GetAccountSendingEnabledCommand({}))).Enabled;
  expect(await isEnabled((await aSes()).client)).toBe(true);
  const { client, inbox } = await aSes({ quota: { max24HourSend: -1, maxSendRate: 2, isEnabled: false } });
  expect(await isEnabled(client)).toBe(false);
  await expect(send(client)).rejects.toMatchObject({
    name: "AccountSendingPausedException",
    $metadata: { httpStatusCode: 400 },
  });
  expect(inbox.mailbox.count()).toBe(0);
});

it.each([
  ["bounce@simulator.amazonses.com", ["Send", "Bounce"]],
  ["complaint+1@simulator.amazonses.com", ["Send", "Delivery", "Complaint"]],
  ["success@simulator.amazonses.com", ["Send", "Delivery"]],
])("does to %s what SES's simulator does", async (to, types) => {
  const { client, published, idle } = await aSes();
  await send(client, {}, { to });
  await idle();
  expect(published.map(({ event }) => event.eventType)).toEqual(types);
});

it("publishes what is reported of a mail", async () => {
  const { inbox, client, published, idle } = await aSes();
  const { MessageId = "" } = await send(client);
  const report = (happening: Parameters<typeof inbox.report>[1]) => inbox.report(MessageId, happening);
  const browser = { ipAddress: "192.0.2.1", userAgent: "Mozilla/5.0" };
  expect(report({ type: "bounce", bounceType: "Transient", bounceSubType: "MailboxFull" })).toEqual({
    kind: "published",
    topics: 1,
  });
  report({ type: "complaint", complaintFeedbackType: "abuse", complaintSubType: null });
  report({ type: "open", ...browser });
  report({ type: "click", ...browser });
  expect(inbox.report("unknown", { type: "delivery" })).toEqual({ kind: "no-such-mail" });
  await idle();
  expect(published.slice(2).map(({ event }) => event)).toMatchObject([
    {
      eventType: "Bounce",
      bounce: {
        bounceType: "Transient",
        bounceSubType: "MailboxFull",
        bouncedRecipients: [{ emailAddress: "mei@customer.example", action: "failed" }],
      },
      mail: { messageId: MessageId, tags: { invitation: ["inv-1"] } },
    },
    {
      eventType: "Complaint",
      complaint: { complainedRecipients: [{ emailAddress: "mei@customer.example" }] },
    },
    { eventType: "Open", open: { timestamp: "2026-12-01T10:00:00.000Z" } },
    { eventType: "Click", click: { link: "http://localhost:3000/s/abc?score=9&x=1" } },
  ]);
});

it("does not pretend that a mail was opened into which SES puts no image", async () => {
  const { inbox, client, published, idle } = await aSes({ types: ["SEND", "DELIVERY", "BOUNCE"] });
  const { MessageId: messageId } = await send(client);
  await idle();
  const report = sesRoutes(inbox).find(({ method }) => method === "POST");
  const tell = async (body: object) =>
    await report?.answer({ path: {}, query: new URLSearchParams(), body: Buffer.from(JSON.stringify(body)) });
  const refused = await tell({ messageId, type: "open" });
  expect(refused?.status).toBe(409);
  expect(JSON.parse(String(refused?.body)).detail).toMatch(
    /its configuration set, surveys, tells nobody of openings, .* See the program's tracksOpens and anonymous\./,
  );
  expect((await tell({ messageId, type: "bounce" }))?.status).toBe(202);
  await idle();
  expect(published.map(({ event }) => event.eventType)).toEqual(["Send", "Delivery", "Bounce"]);
});

it("publishes after a crash what was accepted before it", async () => {
  const dir = aDirectory();
  const topicAnswers = Promise.withResolvers<void>();
  const crashing = await aSes({ publish: () => topicAnswers.promise }, aLocal({ dir }));
  await send(crashing.client);
  expect(await crashing.local.pending[0]?.count()).toBe(2);
  // The first one still waits for the topic; what the next process finds is what is on disk.
  const after = await aSes({}, aLocal({ dir }));
  after.inbox.start();
  await after.idle();
  expect(after.published.map(({ event }) => event.eventType)).toEqual(["Send", "Delivery"]);
  expect(after.inbox.mailbox.list()).toEqual(crashing.inbox.mailbox.list());
  topicAnswers.resolve();
});

it("goes on trying when a topic does not answer, without losing or reordering", async () => {
  let failures = 2;
  const { client, published, idle } = await aSes({
    publish: async () => {
      if (failures-- > 0) throw new Error("no answer");
    },
  });
  await send(client);
  await idle();
  expect(published.map(({ event }) => event.eventType)).toEqual(["Send", "Delivery"]);
});

it("lists 2,000 mails, newest first, whole or in pages", async () => {
  const { local, inbox, client } = await aSes({ types: [] });
  const { MessageId = "" } = await send(client);
  const stored = inbox.mailbox.find(MessageId);
  if (stored === undefined) throw new Error("the mail is not there");
  local.db.exec("BEGIN");
  for (let n = 1; n < 2000; n++) inbox.mailbox.insert({ ...stored.summary, id: `${n}` }, stored);
  local.db.exec("COMMIT");
  const listed = inbox.mailbox.list();
  expect([listed.length, listed[0]?.id, listed.at(-1)?.id]).toEqual([2000, "1999", MessageId]);
  expect(inbox.mailbox.list({ limit: 2, offset: 1 }).map((mail) => mail.id)).toEqual(["1998", "1997"]);
});
