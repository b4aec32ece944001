import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import type { EventBridgeEvent } from "aws-lambda";
import * as z from "zod";
import { ResponseReceived } from "#shared/events.ts";
import { log } from "#shared/lambda/log.ts";
import { slackMessage } from "./slack-message.ts";

const ssm = new SSMClient({});
let webhook: Promise<string> | undefined;

/** The webhook's address is a secret: whoever has it can post. */
async function readWebhook(): Promise<string> {
  const Name = z.string().parse(process.env.SLACK_WEBHOOK_PARAMETER);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
  return z.url().parse(Parameter?.Value);
}

/** Posts a first answer; a changed one was posted when it first came. Thrown errors are retried by the invoker. */
export const handler = middy(async (event: EventBridgeEvent<"Response Received", unknown>): Promise<void> => {
  const response = ResponseReceived.parse(event.detail);
  if (response.responseVersion > 1) return;
  webhook ??= readWebhook();
  const reply = await fetch(
    await webhook.catch((error: unknown) => {
      webhook = undefined;
      throw error;
    }),
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(slackMessage(response)),
      signal: AbortSignal.timeout(10_000),
    },
  );
  log("slack-posted", { responseId: response.responseId, status: reply.status });
  if (!reply.ok) throw new Error(`Slack answered ${reply.status} to the response ${response.responseId}`);
});
