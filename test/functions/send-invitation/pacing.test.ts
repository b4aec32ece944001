import type { Context, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { personHash } from "#shared/domain/accounts/person.ts";
import { saveSelected } from "#shared/dynamodb/invitations.ts";
import { unsettledBetween } from "#shared/dynamodb/pacing.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { handler } from "../../../functions/send-invitation/handler.ts";
import { aContact, anAccount, anInvitation } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { startOpsTable } from "../ops-routes.ts";

const KEY = Buffer.alloc(32, 5);
const ACCEPTED = `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>ses-1</MessageId></SendRawEmailResult></SendRawEmailResponse>`;
const LATE_SPACING_MS = 150;
const SENDERS = 3;

let table: Table;
let stop: () => void;
let sendInvitation: typeof handler;
/** When SES was given a mail, since the batch came. */
let givenAt: number[] = [];
let batchCameAt = 0;
let sesAnswers = { status: 200, body: ACCEPTED };
beforeAll(async () => {
  const started = await startOpsTable();
  table = started.table;
  const aws = await startEndpoint(async ({ headers }) => {
    if (headers["x-amz-target"]?.toString().startsWith("AmazonSSM"))
      return { status: 200, body: JSON.stringify({ Parameter: { Value: KEY.toString("base64") } }) };
    givenAt.push(Date.now() - batchCameAt);
    return sesAnswers;
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SES: aws.url,
    AWS_ENDPOINT_URL_SSM: aws.url,
    SURVEY_ORIGIN: "https://surveys.example",
    CONFIGURATION_SET: "surveys",
    UNTRACKED_CONFIGURATION_SET: "untracked",
    LINK_KEY_PARAMETER: "/test/link-key",
    LATE_SPACING_MS: String(LATE_SPACING_MS),
    SENDERS: String(SENDERS),
    SEND_QUEUE_URL: `${aws.url}/queue`,
  });
  ({ handler: sendInvitation } = await import("../../../functions/send-invitation/handler.ts"));
  stop = () => {
    aws.stop();
    started.stop();
  };
});
afterAll(() => stop());
beforeEach(async () => {
  await deliver([await aJob("warm")]);
  // Since then, a late mail may go out again.
  await new Promise((resolve) => setTimeout(resolve, LATE_SPACING_MS));
  sesAnswers = { status: 200, body: ACCEPTED };
});

let jobs = 0;
async function aJob(name: string, sendAt?: number) {
  const invitationId = `${name}-${++jobs}`;
  const accountId = `account of ${invitationId}`;
  const contact = aContact({ accountId, email: `${invitationId}@customer.example` });
  const hash = personHash(contact.email, KEY);
  const at = new Date().toISOString();
  const invitation = anInvitation({
    ...{ invitationId, accountId, programId: "case-closure", personHash: hash, status: "selected" },
    ...{ selectedAt: at, notBefore: at, claimedAt: undefined, sentAt: undefined },
  });
  await saveAccount(table, anAccount({ accountId }));
  await saveContact(table, contact, (email) => personHash(email, KEY));
  await saveSelected(table, invitation);
  const ids = { invitationId, accountId, contactId: contact.contactId, programId: "case-closure" };
  return { kind: "survey", ...ids, personHash: hash, ...(sendAt === undefined ? {} : { sendAt }) };
}

async function deliver(bodies: readonly object[]): Promise<unknown> {
  givenAt = [];
  batchCameAt = Date.now();
  const attributes = { ApproximateReceiveCount: "1" };
  const Records = bodies.map((body, n) => ({
    ...{ messageId: `message-${n}`, body: JSON.stringify(body), attributes },
  }));
  // Of the event, only what the function looks at.
  return await sendInvitation({ Records } as unknown as SQSEvent, {} as Context);
}

test("a batch goes out side by side, each mail in its slot", async () => {
  const prepared = await Promise.all([0, 1, 2].map((n) => aJob(`slot-${n}`)));
  const from = Date.now() + 100;
  await deliver(prepared.map((job, n) => ({ ...job, sendAt: from + n * 200 })));
  const slots = [0, 1, 2].map((n) => from + n * 200 - batchCameAt);
  expect(givenAt).toHaveLength(3);
  for (const [n, at] of givenAt.entries()) expect(at).toBeGreaterThanOrEqual(slots[n] ?? 0);
});

test("a late batch does not go out in a heap", async () => {
  const late = Date.now() - 60_000;
  await deliver(await Promise.all([0, 1, 2].map((n) => aJob(`late-${n}`, late + n))));
  expect(givenAt).toHaveLength(3);
  // The third starts two spacings after the batch came; a timer may be early by a millisecond.
  expect(givenAt[2]).toBeGreaterThanOrEqual(2 * LATE_SPACING_MS - 2);
});

test("a late batch keeps to what SES took when its slots were given out, if that is less", async () => {
  const late = Date.now() - 60_000;
  const batch = await Promise.all([0, 1].map((n) => aJob(`slow-${n}`, late + n)));
  await deliver(batch.map((job) => ({ ...job, everyMs: 2 * LATE_SPACING_MS })));
  // Its senders share that rate.
  expect(givenAt[1]).toBeGreaterThanOrEqual(2 * LATE_SPACING_MS * SENDERS - 2);
});

test("of a batch, what fails comes back alone", async () => {
  const good = await aJob("good");
  expect(await deliver([{ invitationId: "unreadable" }, good])).toEqual({
    batchItemFailures: [{ itemIdentifier: "message-0" }],
  });
  expect(givenAt).toHaveLength(1);
});

test("a mail of which SES said nothing certain is listed until it is settled", async () => {
  const job = await aJob("unheard");
  sesAnswers = { status: 503, body: "" };
  await deliver([job]);
  const [from, to] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
  expect(await unsettledBetween(table, from, to, 10)).toMatchObject([{ invitationId: job.invitationId }]);
});
