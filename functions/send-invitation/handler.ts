import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { SESClient } from "@aws-sdk/client-ses";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod";
import { personHash } from "#shared/domain/accounts/person.ts";
import { lateSpacingMs, startOf } from "#shared/domain/sending/pacing.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { settingsFrom } from "#shared/settings.ts";
import { mailService } from "./mail-service.ts";
import { LEASE_SECONDS } from "./outcome.ts";
import type { SendPorts } from "./ports.ts";
import { sendInvitation } from "./send-invitation.ts";
import { sendReminder } from "./send-reminder.ts";
import { tablePorts } from "./table-ports.ts";

const table = tableFrom(process.env);
const settings = settingsFrom(process.env);
const ssm = new SSMClient({});
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const env = z
  .object({
    SURVEY_ORIGIN: z.url(),
    CONFIGURATION_SET: z.string(),
    UNTRACKED_CONFIGURATION_SET: z.string(),
    LINK_KEY_PARAMETER: z.string(),
    PERSON_KEY_PARAMETER: z.string(),
    AWS_REGION: z.string(),
    LATE_SPACING_MS: z.coerce.number(),
    SENDERS: z.coerce.number(),
    SEND_QUEUE_URL: z.string(),
  })
  .parse(process.env);

/** Names the key in use; a second one gets a name of its own, and the first stays until its surveys have closed. */
const LINK_KEY_ID = "1";

const mail = mailService({
  ses: new SESClient({ maxAttempts: 1 }),
  settings,
  origin: env.SURVEY_ORIGIN,
  configurationSet: env.CONFIGURATION_SET,
  untrackedConfigurationSet: env.UNTRACKED_CONFIGURATION_SET,
  region: env.AWS_REGION,
});

type Keys = { readonly linkKey: Uint8Array; readonly personKey: Uint8Array };

const ports = ({ linkKey, personKey }: Keys, isTriedAgain: boolean): SendPorts => ({
  ...tablePorts(table, { isTriedAgain }),
  ...mail,
  personHash: (email) => personHash(email, personKey),
  linkKey: { id: LINK_KEY_ID, key: linkKey },
  sendTimes: { timeZone: settings.timeZone, holidays: settings.holidays },
  newAttemptId: randomUUID,
});

const Job = z.object({
  // What was queued before there were reminders is a survey.
  kind: z.enum(["survey", "reminder"]).default("survey"),
  invitationId: z.string(),
  accountId: z.string(),
  contactId: z.string(),
  programId: z.string(),
  personHash: z.string(),
  sendAt: z.number().default(0),
  everyMs: z.number().default(0),
});
type Job = z.infer<typeof Job>;

/** When this sender started, or is to start, its last late mail. */
let lateStartAt = 0;

/** Until a mail's slot or, where that is over, until it is this sender's turn for a late one. */
async function slotOf({ sendAt, everyMs }: Job): Promise<void> {
  const time = now().getTime();
  const spacingMs = lateSpacingMs(env.LATE_SPACING_MS, everyMs, env.SENDERS);
  const start = startOf(sendAt, time, { lateStartAt, spacingMs });
  if (start.isLate) lateStartAt = start.at;
  await wait(start.at - time);
}

/** Of the queue's five tries, those after which a job that must wait is handed back. */
const HANDED_BACK = 3;

/**
 * Queues a job anew for the end of the lease that keeps it from being done. Handed back once more it might use up its
 * tries before: with sender after sender dying, what they had in hand may appear again at once.
 */
async function queueAgain(job: Job, until: string): Promise<void> {
  const leftSeconds = Math.ceil((Date.parse(until) - now().getTime()) / 1000);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: env.SEND_QUEUE_URL,
      MessageBody: JSON.stringify(job),
      DelaySeconds: Math.min(Math.max(leftSeconds, 1), LEASE_SECONDS),
    }),
  );
}

/** Answers whether the message has done its work; otherwise it comes again. */
async function send(keys: Keys, { body, attributes }: SQSRecord): Promise<boolean> {
  const job = Job.parse(JSON.parse(body));
  await slotOf(job);
  const tries = Number(attributes.ApproximateReceiveCount);
  const through = ports(keys, tries > 1);
  const outcome = await { survey: sendInvitation, reminder: sendReminder }[job.kind](through)(job, now());
  log(outcome.kind, {
    mail: job.kind,
    invitationId: outcome.invitationId,
    reason: "reason" in outcome ? outcome.reason : undefined,
  });
  if (outcome.kind !== "busy") return true;
  if (tries <= HANDED_BACK) return false;
  await queueAgain(job, outcome.until);
  return true;
}

export const handler = middy(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const linkKey = await secretKeyFrom(ssm, env.LINK_KEY_PARAMETER);
  const personKey = await secretKeyFrom(ssm, env.PERSON_KEY_PARAMETER);
  const failed = await Promise.all(
    event.Records.map(async (record) => {
      try {
        return (await send({ linkKey, personKey }, record)) ? [] : [record.messageId];
      } catch (error) {
        const { messageId } = record;
        log("send-failed", { messageId, error: error instanceof Error ? error.name : "unknown" });
        return [messageId];
      }
    }),
  );
  return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
});
