import type { Context, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { personHash } from "#shared/domain/accounts/person.ts";
import { invitationById, moveInvitation, saveSelected } from "#shared/dynamodb/invitations.ts";
import { claimPerson } from "#shared/dynamodb/people.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { invitationsDueBy } from "#shared/dynamodb/sending.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { handler } from "../../../functions/send-invitation/handler.ts";
import { aContact, anAccount, anInvitation } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { startOpsTable } from "../ops-routes.ts";

const KEY = Buffer.alloc(32, 5);
const hashOf = (email: string) => personHash(email, KEY);
const ACCEPTED = `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>ses-1</MessageId></SendRawEmailResult></SendRawEmailResponse>`;

let table: Table;
let stop: () => void;
let aws: Awaited<ReturnType<typeof startEndpoint>>;
let sendInvitation: typeof handler;
beforeAll(async () => {
  const started = await startOpsTable();
  table = started.table;
  aws = await startEndpoint(async ({ headers, body }) => {
    const target = headers["x-amz-target"]?.toString() ?? "";
    if (target.startsWith("AmazonSSM"))
      return { status: 200, body: JSON.stringify({ Parameter: { Value: KEY.toString("base64") } }) };
    if (!target.startsWith("DynamoDB")) return { status: 200, body: ACCEPTED };
    const said = Object.entries(headers).filter(([name]) =>
      /^(x-amz-|authorization|content-type)/.test(name),
    );
    const passedOn = said.map(([name, value]): [string, string] => [name, String(value)]);
    const reply = await fetch(started.endpoint, { method: "POST", headers: passedOn, body });
    return { status: reply.status, body: await reply.text() };
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: aws.url,
    AWS_ENDPOINT_URL_SES: aws.url,
    AWS_ENDPOINT_URL_SSM: aws.url,
    SURVEY_ORIGIN: "https://surveys.example",
    CONFIGURATION_SET: "surveys",
    UNTRACKED_CONFIGURATION_SET: "untracked",
    LATE_SPACING_MS: "0",
    SENDERS: "1",
    SEND_QUEUE_URL: "https://sqs.example/queue",
    LINK_KEY_PARAMETER: "/test/link-key",
  });
  ({ handler: sendInvitation } = await import("../../../functions/send-invitation/handler.ts"));
  stop = () => {
    aws.stop();
    started.stop();
  };
});
afterAll(() => stop());
beforeEach(async () => {
  // What a process does once, and an earlier message did.
  await deliver("warm");
  aws.requests.length = 0;
});

/** What was asked of AWS, in order. */
const calls = () =>
  aws.requests.map(
    ({ headers, body }) =>
      headers["x-amz-target"]?.toString().split(".")[1] ?? new URLSearchParams(body).get("Action"),
  );

/** Selected for this very moment, where nothing else is said by a program that sends at any hour. */
async function select(invitationId: string, programId = "case-closure"): Promise<Contact> {
  const accountId = `account of ${invitationId}`;
  const contact = aContact({ accountId, email: `${invitationId}@customer.example` });
  const at = new Date().toISOString();
  const invitation = anInvitation({
    invitationId,
    accountId,
    programId,
    personHash: hashOf(contact.email),
    status: "selected",
    selectedAt: at,
    notBefore: at,
    claimedAt: undefined,
    sentAt: undefined,
  });
  await saveAccount(table, anAccount({ accountId }));
  await saveContact(table, contact, hashOf);
  await claimPerson(table, {
    personHash: invitation.personHash,
    invitationId,
    programId,
    on: at.slice(0, 10),
    cooldownDays: 56,
  });
  await saveSelected(table, invitation);
  return contact;
}

/** Delivers an invitation's job as the dispatcher finds it in the index, or a bare one where it is not there. */
async function deliver(invitationId: string): Promise<unknown> {
  const due = await invitationsDueBy(table, new Date(), 100);
  const job = due.find((one) => one.invitationId === invitationId) ?? {
    ...{ invitationId, accountId: "a", contactId: "c", programId: "p", personHash: "h" },
  };
  return await deliverJob(job);
}

async function deliverJob(job: object): Promise<unknown> {
  const attributes = { ApproximateReceiveCount: "1" };
  const Records = [{ messageId: "message-1", body: JSON.stringify(job), attributes }];
  // Of the event, only what the function looks at.
  return await sendInvitation({ Records } as unknown as SQSEvent, {} as Context);
}

test("one send, warm, is four calls", async () => {
  await select("plain");
  expect(await deliver("plain")).toEqual({ batchItemFailures: [] });
  expect(calls()).toEqual(["BatchGetItem", "UpdateItem", "SendRawEmail", "UpdateItem"]);
  expect(await invitationById(table, "plain")).toMatchObject({ status: "sent", messageId: "ses-1" });
});

test("a changed address is one more look, at who that is", async () => {
  const contact = await select("moved");
  const email = "moved-to@customer.example";
  await saveContact(table, { ...contact, email }, hashOf);
  await suppress(table, hashOf(email), { reason: "hard-bounce", at: "2026-01-01T00:00:00Z" });
  await deliver("moved");
  expect(calls().slice(0, 2)).toEqual(["BatchGetItem", "GetItem"]);
  expect(await invitationById(table, "moved")).toMatchObject({ status: "withdrawn", reason: "hard-bounce" });
});

test("asking somebody as sold-to is one more look, at the account's contacts", async () => {
  const contact = await select("bought", "all-customer-csat");
  await saveContact(table, { ...contact, roles: ["sold-to"] }, hashOf);
  await saveContact(table, { ...contact, contactId: "admin", email: "admin@customer.example" }, hashOf);
  await deliver("bought");
  expect(calls().slice(0, 2)).toEqual(["BatchGetItem", "Query"]);
  expect(await invitationById(table, "bought")).toMatchObject({
    status: "withdrawn",
    reason: "account-has-admin",
  });
});

test("a reminder's job is looked at as one: who has answered is not reminded, at the cost of that look", async () => {
  const contact = await select("answered");
  const { accountId, contactId } = contact;
  await deliver("answered");
  aws.requests.length = 0;
  const attempts = [{ attemptId: "a", at: new Date().toISOString(), answers: [] }];
  await moveInvitation(table, { invitationId: "answered", from: ["sent"], set: { attempts } });
  const ids = { accountId, contactId, programId: "case-closure", personHash: hashOf(contact.email) };
  await deliverJob({ kind: "reminder", invitationId: "answered", ...ids });
  expect(calls()).toEqual(["BatchGetItem"]);
  expect((await invitationById(table, "answered"))?.reminder).toBeUndefined();
});

test("a job that nobody can read comes back to the queue", async () => {
  const event = { Records: [{ messageId: "message-2", body: '{"invitationId":"i"}' }] };
  expect(await sendInvitation(event as unknown as SQSEvent, {} as Context)).toEqual({
    batchItemFailures: [{ itemIdentifier: "message-2" }],
  });
  expect(calls()).toEqual([]);
});
