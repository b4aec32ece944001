import { Duration } from "aws-cdk-lib";
import { deadLetterQueue } from "../constructs/dead-letters.ts";
import type { StackParts } from "./stack-parts.ts";

/** The channel in which every answer is read, for stages that have one. */
export function wireSlack({ scope, make, table, events, secret, settings, config, deadLetters }: StackParts) {
  if (!config.slack) return undefined;
  const notifySlack = make("notify-slack", { timeout: Duration.seconds(55), deadLetters });
  table.serve(notifySlack, ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"], ["Query"]);
  notifySlack.knows("SETTINGS", settings);
  secret("slack-webhook").serve(notifySlack, "SLACK_WEBHOOK_PARAMETER", "read");
  const slackDeadLetters = deadLetterQueue(scope, "SlackDeadLetters");
  notifySlack.knows("SLACK_DEAD_LETTERS_URL", slackDeadLetters.queueUrl);
  notifySlack.may(["sqs:SendMessage"], [slackDeadLetters.queueArn]);
  events.tell(notifySlack, "Response Received");
  events.tell(notifySlack, "CTA Opened");
  return { notifySlack, slackDeadLetters };
}
