import { createHash } from "node:crypto";
import type { Context, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { personHash } from "#shared/domain/accounts/person.ts";
import { invitationById, moveInvitation, saveSelected } from "#shared/dynamodb/invitations.ts";
import { unsettledBetween } from "#shared/dynamodb/pacing.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { moveReminder } from "#shared/dynamodb/reminders.ts";
import type { SendJob } from "#shared/dynamodb/sending.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { handler } from "../../../functions/send-invitation/handler.ts";
import { LEASE_SECONDS } from "../../../functions/send-invitation/outcome.ts";
import { tablePorts } from "../../../functions/send-invitation/table-ports.ts";
import { aContact, anAccount, anInvitation } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { startOpsTable } from "../ops-routes.ts";
import { aMailRoom, OPENS, REMINDS } from "./mail-room.ts";

const KEY = Buffer.alloc(32, 5);
const RECEIVES_BEFORE_DEAD_LETTERS = 5;

type Message = { readonly body: string; readonly delaySeconds: number; receives: number };

let table: Table;
let stop: () => void;
let sendInvitation: typeof handler;
let queue: Message[] = [];
beforeAll(async () => {
  const started = await startOpsTable();
  table = started.table;
  const aws = await startEndpoint(async ({ headers, body }) => {
    const target = headers["x-amz-target"]?.toString() ?? "";
    if (target.startsWith("AmazonSSM"))
      return { status: 200, body: JSON.stringify({ Parameter: { Value: KEY.toString("base64") } }) };
    // SES never answers: a sender that waits for it hears nothing any more, as one that died.
    if (!target.startsWith("AmazonSQS")) return await new Promise(() => {});
    const { MessageBody, DelaySeconds } = JSON.parse(body) as { MessageBody: string; DelaySeconds: number };
    queue.push({ body: MessageBody, delaySeconds: DelaySeconds, receives: 0 });
    const MD5OfMessageBody = createHash("md5").update(MessageBody).digest("hex");
    return { status: 200, body: JSON.stringify({ MessageId: "again", MD5OfMessageBody }) };
  });
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL_SES: aws.url, AWS_ENDPOINT_URL_SSM: aws.url, AWS_ENDPOINT_URL_SQS: aws.url },
    ...{
      SURVEY_ORIGIN: "https://surveys.example",
      CONFIGURATION_SET: "surveys",
      UNTRACKED_CONFIGURATION_SET: "untracked",
    },
    ...{ LINK_KEY_PARAMETER: "/test/link-key", SEND_QUEUE_URL: `${aws.url}/queue` },
    ...{ LATE_SPACING_MS: "0", SENDERS: "1" },
  });
  ({ handler: sendInvitation } = await import("../../../functions/send-invitation/handler.ts"));
  stop = () => {
    aws.stop();
    started.stop();
  };
});
afterAll(() => stop());
beforeEach(() => {
  queue = [];
});

/** Receives the queue's message; what the function does not hand back is gone. */
async function receive(): Promise<void> {
  const message = queue.shift();
  if (message === undefined) throw new Error("the queue is empty");
  message.receives++;
  expect(message.receives).toBeLessThanOrEqual(RECEIVES_BEFORE_DEAD_LETTERS);
  const attributes = { ApproximateReceiveCount: String(message.receives) };
  const Records = [{ messageId: "message", body: message.body, attributes }];
  // Of the event, only what the function looks at.
  const reply = await sendInvitation({ Records } as unknown as SQSEvent, {} as Context);
  if (reply.batchItemFailures.length > 0) queue.unshift(message);
}

/** The same by a sender that dies once it has begun: the message stays in the queue. */
async function receiveAndDie({ invitationId }: SendJob): Promise<void> {
  const message = queue[0];
  if (message === undefined) throw new Error("the queue is empty");
  void receive();
  await expect.poll(async () => (await invitationById(table, invitationId))?.status).toBe("sending");
  queue.unshift(message);
}

const listed = async () =>
  (await unsettledBetween(table, new Date(Date.now() - 60_000), new Date(Date.now() + 60_000), 100)).map(
    ({ invitationId }) => invitationId,
  );

/** A survey that is due or, of a survey that was sent, the reminder that somebody began and died over. */
async function aJob(kind: SendJob["kind"], name: string): Promise<SendJob> {
  const invitationId = `${name}-${kind}`;
  const contact = aContact({ accountId: invitationId, email: `${invitationId}@customer.example` });
  const { accountId, contactId } = contact;
  const at = new Date().toISOString();
  const hash = personHash(contact.email, KEY);
  const due = { status: "selected", notBefore: at, claimedAt: undefined, sentAt: undefined } as const;
  const leaseUntil = new Date(Date.now() + LEASE_SECONDS * 1000).toISOString();
  const begun = { reminder: { status: "sending", attemptId: "died", at, leaseUntil } } as const;
  const ids = { invitationId, accountId, contactId, programId: "case-closure", personHash: hash };
  await saveAccount(table, anAccount({ accountId }));
  await saveContact(table, contact, (email) => personHash(email, KEY));
  await saveSelected(table, anInvitation({ ...ids, ...(kind === "survey" ? due : begun) }));
  return { kind, ...ids };
}

const put = (job: SendJob, receives = 0) =>
  queue.push({ body: JSON.stringify(job), delaySeconds: 0, receives });

async function endLease({ kind, invitationId }: SendJob): Promise<void> {
  const leaseUntil = new Date(Date.now() - 1000).toISOString();
  const attempt = (await invitationById(table, invitationId))?.attempt;
  if (kind === "reminder")
    await moveReminder(table, { invitationId, from: ["sending"], set: { leaseUntil } });
  else if (attempt !== undefined)
    await moveInvitation(table, {
      invitationId,
      from: ["sending"],
      set: { attempt: { ...attempt, leaseUntil } },
    });
}

test.each(["survey", "reminder"] as const)(
  "a %s whose sender died waits for the end of its lease, however often it is looked at before, and is then unknown",
  async (kind) => {
    const job = await aJob(kind, "died");
    put(job);
    if (kind === "survey") await receiveAndDie(job);
    for (let look = 0; look < 3 * RECEIVES_BEFORE_DEAD_LETTERS; look++) {
      await receive();
      expect(queue).toHaveLength(1);
      // A message of its own comes back when the lease is over.
      const { delaySeconds = 0, receives = 0 } = queue[0] ?? {};
      if (receives === 0) expect(delaySeconds).toBeGreaterThan(LEASE_SECONDS - 30);
      expect(delaySeconds).toBeLessThanOrEqual(LEASE_SECONDS);
      expect(await listed()).toContain(job.invitationId);
    }
    await endLease(job);
    await receive();
    expect(queue).toEqual([]);
    const invitation = await invitationById(table, job.invitationId);
    expect(kind === "survey" ? invitation : invitation?.reminder).toMatchObject({
      ...{ status: "unknown", reason: "sender-died" },
    });
    expect(await listed()).toContain(job.invitationId);
  },
);

test("a survey that is begun at its last try is listed from then on, wherever its message goes", async () => {
  const job = await aJob("survey", "last");
  put(job, RECEIVES_BEFORE_DEAD_LETTERS - 1);
  await receiveAndDie(job);
  expect(await listed()).toContain(job.invitationId);
});

test("so is a reminder that somebody died over, and no mail that was sent", async () => {
  const [sent, died] = [aMailRoom(table), aMailRoom(table)];
  const again = (room: typeof sent) => ({ ...room.ports, ...tablePorts(table, { isTriedAgain: true }) });
  for (const room of [sent, died]) {
    await room.select();
    expect(await room.send(OPENS, again(room))).toMatchObject({ kind: "sent" });
    expect((await room.due())?.kind).toBe("reminder");
  }
  expect(await sent.remind(REMINDS, again(sent))).toMatchObject({ kind: "sent" });
  const send = () => Promise.reject(new Error("the sender died"));
  await expect(died.remind(REMINDS, { ...again(died), send })).rejects.toThrow("died");
  expect(await listed()).toContain(died.job.invitationId);
  expect(await listed()).not.toContain(sent.job.invitationId);
});
