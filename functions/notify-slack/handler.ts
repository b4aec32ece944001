import { setTimeout as wait } from "node:timers/promises";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import * as z from "zod";
import {
  claimSlackPost,
  endSlackPost,
  keepSlackPost,
  openSlack,
  putBackSlackPost,
  shutSlack,
  slackPostsDueBy,
  slackShutUntil,
} from "#shared/dynamodb/slack-posts.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { settingsFrom } from "#shared/settings.ts";
import { type OutboxPorts, postDue, takeOn } from "./outbox.ts";
import { SlackInput, wantedPost } from "./wanted-post.ts";
import { ANSWER_WITHIN_MS, slackWebhook } from "./webhook.ts";
import { wordingWith } from "./wording.ts";

const table = tableFrom(process.env);
const ssm = new SSMClient({});
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const env = z
  .object({ SLACK_WEBHOOK_PARAMETER: z.string(), SLACK_DEAD_LETTERS_URL: z.string() })
  .parse(process.env);

/** More than a minute's worth, of which only keys are read. */
const MOST_DUE = 200;
/** What one more try may take: Slack's answer, a pause before it, and what is read and written around it. */
const ONE_MORE_MS = ANSWER_WITHIN_MS + 5000;

const ports: OutboxPorts = {
  keep: (wanted, at, dueAt) => keepSlackPost(table, wanted, at, dueAt),
  dueBy: (time) => slackPostsDueBy(table, time, MOST_DUE),
  claim: (due, until) => claimSlackPost(table, due, until),
  putBack: (post, to) => putBackSlackPost(table, post, to),
  end: (post, as, at) => endSlackPost(table, post, as, at),
  bury: async ({ event }, reason) => {
    const input: SlackInput = { "detail-type": event.type, detail: event.detail, givenUp: { reason } };
    const MessageBody = JSON.stringify(input);
    await sqs.send(new SendMessageCommand({ QueueUrl: env.SLACK_DEAD_LETTERS_URL, MessageBody }));
  },
  shutUntil: () => slackShutUntil(table),
  shut: (until, seen) => shutSlack(table, until, seen),
  open: (seen) => openSlack(table, seen),
  word: wordingWith(table, settingsFrom(process.env)),
  // The webhook's address is a secret: whoever has it can post.
  post: slackWebhook(async () => {
    const Name = env.SLACK_WEBHOOK_PARAMETER;
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
    return z.url().parse(Parameter?.Value);
  }),
  // What the alarm `slack-late` counts are lines of that name.
  say: ({ kind, ...about }) => log(`slack-${kind}`, about),
  now,
  wait: (ms) => wait(ms),
};

const Minute = z.object({ at: z.iso.datetime() });

/** An event to post, or the minute in which what waits is posted. */
export const handler = middy(
  async (input: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> => {
    if (Minute.safeParse(input).success)
      return await postDue(ports)(() => context.getRemainingTimeInMillis() > ONE_MORE_MS);
    const wanted = wantedPost(SlackInput.parse(input));
    if (wanted !== undefined) await takeOn(ports)(wanted);
  },
);
