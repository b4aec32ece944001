import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { SESClient } from "@aws-sdk/client-ses";
import { SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";
import { startOf } from "#shared/domain/pacing.ts";
import { personHash } from "#shared/domain/person.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { settingsFrom } from "#shared/settings.ts";
import { mailService } from "./mail-service.ts";
import type { SendPorts } from "./ports.ts";
import { sendInvitation } from "./send-invitation.ts";
import { sendReminder } from "./send-reminder.ts";
import { tablePorts } from "./table-ports.ts";

const table = tableFrom(process.env);
const settings = settingsFrom(process.env);
const ssm = new SSMClient({});
const env = z
  .object({
    SURVEY_ORIGIN: z.url(),
    CONFIGURATION_SET: z.string(),
    LINK_KEY_PARAMETER: z.string(),
    PERSON_KEY_PARAMETER: z.string(),
    AWS_REGION: z.string(),
    LATE_SPACING_MS: z.coerce.number(),
  })
  .parse(process.env);

/** Names the key in use; a second one gets a name of its own, and the first stays until its surveys have closed. */
const LINK_KEY_ID = "1";

const mail = mailService({
  ses: new SESClient({ maxAttempts: 1 }),
  settings,
  origin: env.SURVEY_ORIGIN,
  configurationSet: env.CONFIGURATION_SET,
  region: env.AWS_REGION,
});

const ports = (linkKey: Uint8Array, personKey: Uint8Array): SendPorts => ({
  ...tablePorts(table),
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
});

/** When this sender started, or is to start, its last late mail. */
let lateStartAt = 0;

/** Until a mail's slot or, where that is over, until it is this sender's turn for a late one. */
async function slotOf({ sendAt }: z.infer<typeof Job>): Promise<void> {
  const time = now().getTime();
  const start = startOf(sendAt, time, { lateStartAt, spacingMs: env.LATE_SPACING_MS });
  if (start.isLate) lateStartAt = start.at;
  await wait(start.at - time);
}

export const handler = middy(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const linkKey = await secretKeyFrom(ssm, env.LINK_KEY_PARAMETER);
  const personKey = await secretKeyFrom(ssm, env.PERSON_KEY_PARAMETER);
  const sending = ports(linkKey, personKey);
  const send = { survey: sendInvitation(sending), reminder: sendReminder(sending) };
  const failed = await Promise.all(
    event.Records.map(async ({ body, messageId }) => {
      try {
        const job = Job.parse(JSON.parse(body));
        await slotOf(job);
        const outcome = await send[job.kind](job, now());
        log(outcome.kind, {
          mail: job.kind,
          invitationId: outcome.invitationId,
          reason: "reason" in outcome ? outcome.reason : undefined,
        });
        return outcome.kind === "busy" ? [messageId] : [];
      } catch (error) {
        log("send-failed", { messageId, error: error instanceof Error ? error.name : "unknown" });
        return [messageId];
      }
    }),
  );
  return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
});
