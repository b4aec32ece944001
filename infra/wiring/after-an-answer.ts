import { Duration } from "aws-cdk-lib";
import type { StackParts } from "./stack-parts.ts";

/** What an answer sets off, and the figures it ends in. */
export function wireAfterAnAnswer({ make, table, events, api, settings, config, deadLetters }: StackParts) {
  const reactToResponse = make("react-to-response", { timeout: Duration.seconds(60) });
  table.serve(reactToResponse, ["GetItem", "PutItem", "UpdateItem", "DeleteItem"]);
  table.stream(reactToResponse, { changes: ["invitation", "cta"], inserts: "anonymous-answer" });
  events.serve(reactToResponse);
  reactToResponse.knows("SETTINGS", settings);
  reactToResponse.knows("REPORTS_COUNTED_HOURLY", String(config.areReportsCountedHourly));
  // Beside the reactions, not among them: a score that cannot be kept holds no call to action up.
  const keepScorecard = make("keep-scorecard", { timeout: Duration.seconds(60) });
  table.serve(keepScorecard, ["GetItem", "BatchGetItem", "Query", "PutItem"]);
  table.stream(keepScorecard, { changes: ["invitation", "scorecard"] });
  events.serve(keepScorecard);
  const scoreAccount = make("score-account", { timeout: Duration.seconds(29) });
  table.serve(scoreAccount, ["GetItem", "BatchGetItem", "Query", "PutItem"]);
  api.guard(scoreAccount, ["PUT /v1/accounts/{accountId}/scorecard/{measure}"]);
  const confirmResponse = make("confirm-response", { timeout: Duration.seconds(29) });
  table.serve(confirmResponse, ["BatchGetItem", "UpdateItem"]);
  api.guard(confirmResponse, ["PATCH /v1/responses/{responseId}"]);
  const workCtas = make("work-ctas", { timeout: Duration.seconds(29) });
  table.serve(workCtas, ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"]);
  api.guard(workCtas, ["PATCH /v1/ctas/{ctaId}"]);
  workCtas.knows("SETTINGS", settings);
  const tendCtas = make("tend-ctas", { memoryMb: 512, timeout: Duration.minutes(5), deadLetters });
  table.serve(tendCtas, ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"], ["Query"]);
  events.serve(tendCtas);
  tendCtas.knows("SETTINGS", settings);
  const rollUpResults = make("roll-up-results", {
    // A whole processor, for days of many surveys. A minute with nothing to count takes some hundredths of a second: $0.03 a month.
    memoryMb: 1769,
    timeout: Duration.seconds(55),
    deadLetters,
    retries: 0,
  });
  table.serve(rollUpResults, ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]);
  const checkResults = make("check-results", {
    memoryMb: 1024,
    timeout: Duration.minutes(15),
    deadLetters,
    // The next day's goes on where this one stopped.
    retries: 0,
  });
  table.serve(checkResults, ["GetItem", "BatchGetItem", "Query", "PutItem"]);
  const watchScores = make("watch-scores", { memoryMb: 512, timeout: Duration.minutes(5), deadLetters });
  table.serve(watchScores, ["Query", "PutItem", "UpdateItem"]);
  events.serve(watchScores);

  return { reactToResponse, keepScorecard, tendCtas, rollUpResults, checkResults, watchScores };
}
