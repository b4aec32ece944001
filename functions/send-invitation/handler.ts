import { randomUUID } from "node:crypto";
import { SESClient } from "@aws-sdk/client-ses";
import { SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";
import { COOLDOWN_DAYS } from "#shared/domain/eligibility-rules.ts";
import { personHash } from "#shared/domain/person.ts";
import { invitationToSend, moveInvitation } from "#shared/dynamodb/invitations.ts";
import { sendDueKey } from "#shared/dynamodb/keys.ts";
import { claimPerson, recordSend, releasePerson } from "#shared/dynamodb/people.ts";
import { programVersion } from "#shared/dynamodb/programs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { settingsFrom } from "#shared/settings.ts";
import { mailService } from "./mail-service.ts";
import type { SendPorts } from "./ports.ts";
import { sendInvitation } from "./send-invitation.ts";

const table = tableFrom(process.env);
const settings = settingsFrom(process.env);
const ssm = new SSMClient({});
const env = z
  .object({
    SURVEY_ORIGIN: z.url(),
    CONFIGURATION_SET: z.string(),
    LINK_KEY_PARAMETER: z.string(),
    PERSON_KEY_PARAMETER: z.string(),
  })
  .parse(process.env);

/** Names the key in use; a second one gets a name of its own, and the first stays until its surveys have closed. */
const LINK_KEY_ID = "1";

const mail = mailService({
  ses: new SESClient({ maxAttempts: 1 }),
  settings,
  origin: env.SURVEY_ORIGIN,
  configurationSet: env.CONFIGURATION_SET,
});

const ports = (linkKey: Uint8Array, personKey: Uint8Array): SendPorts => ({
  ready: (job) => invitationToSend(table, job),
  program: (programId, version) => programVersion(table, programId, version),
  move: (invitationId, from, set, attemptId) =>
    moveInvitation(table, { invitationId, from, set, ...(attemptId === undefined ? {} : { attemptId }) }),
  putBack: (invitation, from, opensAt, attemptId) => {
    const notBefore = opensAt.toISOString();
    return moveInvitation(table, {
      invitationId: invitation.invitationId,
      from,
      set: { status: "selected", notBefore },
      due: sendDueKey(notBefore, invitation),
      ...(attemptId === undefined ? {} : { attemptId }),
    });
  },
  releasePerson: ({ personHash, invitationId }) => releasePerson(table, { personHash, invitationId }),
  personHash: (email) => personHash(email, personKey),
  claimPerson: async (hash, { invitationId, programId }, on) => {
    const claim = { personHash: hash, invitationId, programId, on, cooldownDays: COOLDOWN_DAYS };
    return (await claimPerson(table, claim)).kind === "claimed";
  },
  postponePerson: ({ personHash, invitationId, programId }, on) =>
    recordSend(table, personHash, { on, by: { invitationId, program: programId } }),
  ...mail,
  linkKey: { id: LINK_KEY_ID, key: linkKey },
  sendTimes: { timeZone: settings.timeZone, holidays: settings.holidays },
  newAttemptId: randomUUID,
});

const Job = z.object({
  invitationId: z.string(),
  accountId: z.string(),
  contactId: z.string(),
  programId: z.string(),
});

export const handler = middy(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const linkKey = await secretKeyFrom(ssm, env.LINK_KEY_PARAMETER);
  const personKey = await secretKeyFrom(ssm, env.PERSON_KEY_PARAMETER);
  const sendOne = sendInvitation(ports(linkKey, personKey));
  const failed: string[] = [];
  for (const record of event.Records) {
    try {
      const outcome = await sendOne(Job.parse(JSON.parse(record.body)), now());
      log(outcome.kind, {
        invitationId: outcome.invitationId,
        reason: "reason" in outcome ? outcome.reason : undefined,
      });
      if (outcome.kind === "busy") failed.push(record.messageId);
    } catch (error) {
      log("send-failed", {
        messageId: record.messageId,
        error: error instanceof Error ? error.name : "unknown",
      });
      failed.push(record.messageId);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
});
