import { Duration } from "aws-cdk-lib";
import type { StackParts } from "./stack-parts.ts";

/** What an answer sets off, and the figures it ends in. */
export function wireAfterAnAnswer({
  make,
  table,
  events,
  api,
  secret,
  settings,
  config,
  deadLetters,
}: StackParts) {
  const reactToResponse = make("react-to-response", { timeout: Duration.seconds(60) });
  table.serve(reactToResponse, ["GetItem", "PutItem", "UpdateItem"]);
  table.stream(reactToResponse, "invitation");
  events.serve(reactToResponse);
  reactToResponse.knows("SETTINGS", settings);
  const confirmResponse = make("confirm-response", { timeout: Duration.seconds(29) });
  table.serve(confirmResponse, ["GetItem", "UpdateItem"]);
  api.guard(confirmResponse, ["PATCH /v1/responses/{responseId}"]);
  const rollUpResults = make("roll-up-results", { timeout: Duration.seconds(55), deadLetters, retries: 0 });
  table.serve(rollUpResults, ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]);
  if (config.slack) {
    const notifySlack = make("notify-slack", { deadLetters });
    secret("slack-webhook").serve(notifySlack, "SLACK_WEBHOOK_PARAMETER", "read");
    events.tell(notifySlack, "Response Received");
  }

  return { reactToResponse, rollUpResults };
}
