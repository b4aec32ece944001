import { GetSendQuotaCommand, SESClient } from "@aws-sdk/client-ses";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { moveInvitation } from "#shared/dynamodb/invitations.ts";
import { invitationsDueBy, type SendJob, takeOffIndex } from "#shared/dynamodb/sending.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { type DispatchPorts, dispatchInvitations } from "./dispatch-invitations.ts";

const table = tableFrom(process.env);
const ses = new SESClient({});
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

/** SendMessageBatch takes at most ten. */
const BATCH = 10;

const ports: DispatchPorts = {
  sendQuota: async () => {
    const {
      MaxSendRate = 0,
      Max24HourSend = 0,
      SentLast24Hours = 0,
    } = await ses.send(new GetSendQuotaCommand({}));
    // SES answers -1 where a day's sending is unlimited.
    return {
      perSecond: MaxSendRate,
      leftToday: Max24HourSend === -1 ? Number.MAX_SAFE_INTEGER : Max24HourSend - SentLast24Hours,
    };
  },
  dueBy: (time, limit) => invitationsDueBy(table, time, limit),
  enqueue: async (jobs) => {
    const taken = [];
    for (let i = 0; i < jobs.length; i += BATCH) {
      const batch = jobs.slice(i, i + BATCH);
      const { Successful = [] } = await sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: process.env.SEND_QUEUE_URL,
          Entries: batch.map(({ job: { notBefore: _, ...job }, delaySeconds }, n) => ({
            Id: String(n),
            MessageBody: JSON.stringify(job satisfies SendJob),
            DelaySeconds: delaySeconds,
          })),
        }),
      );
      taken.push(...Successful.flatMap(({ Id }) => batch[Number(Id)]?.job ?? []));
    }
    return taken;
  },
  markQueued: async (due) => {
    if (due.kind === "reminder") return await takeOffIndex(table, due);
    const { invitationId, notBefore } = due;
    await moveInvitation(table, { invitationId, from: ["selected"], notBefore, set: { status: "queued" } });
  },
};

export const handler = middy(async () => {
  const { queued, leftToday } = await dispatchInvitations(ports)(now());
  if (queued > 0 || leftToday < 1) log("dispatched", { queued, leftToday });
});
