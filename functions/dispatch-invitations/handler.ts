import { GetAccountSendingEnabledCommand, GetSendQuotaCommand, SESClient } from "@aws-sdk/client-ses";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import * as z from "zod";
import { isHeldUp, type MailAccount } from "#shared/domain/sending/sending-state.ts";
import { moveInvitation } from "#shared/dynamodb/invitations.ts";
import { keepSendingState, sendingState, unsettledBetween } from "#shared/dynamodb/pacing.ts";
import { invitationsDueBy, type SendJob, takeOffIndex } from "#shared/dynamodb/sending.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { type Dispatched, type DispatchPorts, dispatchInvitations } from "./dispatch-invitations.ts";

const table = tableFrom(process.env);
const ses = new SESClient({});
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const env = z
  .object({ SEND_QUEUE_URL: z.string(), SENDS_PER_SECOND: z.coerce.number().positive() })
  .parse(process.env);

const ports: DispatchPorts = {
  mostPerSecond: env.SENDS_PER_SECOND,
  state: () => sendingState(table),
  keep: (next, seen) => keepSendingState(table, next, seen),
  account: async () => accountOf(ses),
  dueBy: (time, limit) => invitationsDueBy(table, time, limit),
  enqueue: async (batch) => {
    const { Successful = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: env.SEND_QUEUE_URL,
        Entries: batch.map(({ job: { notBefore: _, ...job }, sendAt, everyMs }, n) => ({
          Id: String(n),
          MessageBody: JSON.stringify({ ...job, sendAt, everyMs } satisfies SendJob),
          DelaySeconds: Math.max(0, Math.floor((sendAt - now().getTime()) / 1000)),
        })),
      }),
    );
    return Successful.flatMap(({ Id }) => batch[Number(Id)]?.job ?? []);
  },
  markQueued: async (due) => {
    if (due.kind === "reminder") return await takeOffIndex(table, due);
    const { invitationId, notBefore } = due;
    await moveInvitation(table, { invitationId, from: ["selected"], notBefore, set: { status: "queued" } });
  },
};

async function accountOf(client: SESClient): Promise<MailAccount> {
  const [quota, { Enabled }] = await Promise.all([
    client.send(new GetSendQuotaCommand({})),
    client.send(new GetAccountSendingEnabledCommand({})),
  ]);
  const { MaxSendRate = 0, Max24HourSend = 0, SentLast24Hours = 0 } = quota;
  return {
    perSecond: MaxSendRate,
    // SES answers -1 where a day's sending is unlimited.
    max24Hours: Max24HourSend === -1 ? null : Max24HourSend,
    sentLast24Hours: SentLast24Hours,
    isEnabled: Enabled !== false,
  };
}

const daysBefore = (time: Date, days: number): Date => new Date(time.getTime() - days * 86_400_000);

/** Says which mails nobody has known the fate of for a day: for another day, then it has been said often enough. */
async function sayUnsettled(time: Date): Promise<void> {
  const [oldest, ...more] = await unsettledBetween(table, daysBefore(time, 2), daysBefore(time, 1), 100);
  if (oldest !== undefined) log("unsettled", { ...oldest, more: more.length });
}

/** What the alarms `sending-held-up` and `unsettled-mail` count are lines of these names. */
function say(outcome: Dispatched): void {
  if (outcome.kind === "overtaken") log("overtaken", {});
  if (outcome.kind !== "dispatched") return;
  const { queued, state, before } = outcome;
  if (queued > 0) log("dispatched", { queued });
  if (state.state !== before) log("sending-state", { state: state.state, before });
  if (isHeldUp(state)) log("held-up", { state: state.state, since: state.waitingSince ?? undefined });
}

export const handler = middy(async () => {
  const time = now();
  await sayUnsettled(time);
  say(await dispatchInvitations(ports)(time));
});
