import { Duration } from "aws-cdk-lib";
import type { StackParts } from "./stack-parts.ts";

/** What ops ask, and read. */
export function wireOps({ make, table, sheets, api, personKey, settings }: StackParts) {
  // A whole processor, for the sheets of a large portfolio.
  const queryResults = make("query-results", { memoryMb: 1769, timeout: Duration.seconds(29) });
  table.serve(queryResults, ["GetItem", "Query"]);
  sheets.serveReader(queryResults);
  api.guard(queryResults, ["GET /v1/results", "GET /v1/results/comparison"]);
  const weighNegatives = make("weigh-negatives", { memoryMb: 1024, timeout: Duration.seconds(29) });
  table.serve(weighNegatives, ["GetItem", "BatchGetItem", "Query"], ["Query"]);
  api.guard(weighNegatives, ["GET /v1/results/negatives"]);
  const gradeLoop = make("grade-loop", { memoryMb: 1024, timeout: Duration.seconds(29) });
  table.serve(gradeLoop, ["BatchGetItem", "Query"], ["Query"]);
  api.guard(gradeLoop, ["GET /v1/ctas/performance"]);
  const readRecords = make("read-records", { memoryMb: 512, timeout: Duration.seconds(29) });
  table.serve(readRecords, ["GetItem", "BatchGetItem", "Query"], ["Query"]);
  api.guard(readRecords, [
    "GET /v1/programs",
    "GET /v1/programs/{programId}",
    "GET /v1/accounts",
    "GET /v1/accounts/{accountId}",
    "GET /v1/accounts/{accountId}/contacts",
    "GET /v1/accounts/{accountId}/contacts/{contactId}",
    "GET /v1/accounts/{accountId}/decisions",
    "GET /v1/accounts/{accountId}/scorecard",
    "GET /v1/invitations",
    "GET /v1/responses",
    "GET /v1/ctas",
    "GET /v1/ctas/{ctaId}",
    "GET /v1/sending",
  ]);
  const manageSuppressions = make("manage-suppressions", { memoryMb: 512, timeout: Duration.seconds(29) });
  table.serve(manageSuppressions, ["GetItem", "BatchGetItem", "Query", "UpdateItem"]);
  personKey.serve(manageSuppressions, "PERSON_KEY_PARAMETER", "make");
  api.guard(manageSuppressions, ["POST /v1/suppressions/search", "DELETE /v1/suppressions/{suppressionId}"]);
  // A whole processor, for the thousands of accounts of a forecast.
  const explainEligibility = make("explain-eligibility", {
    memoryMb: 1769,
    timeout: Duration.seconds(29),
  });
  table.serve(explainEligibility, ["GetItem", "Query"], ["Query"]);
  personKey.serve(explainEligibility, "PERSON_KEY_PARAMETER", "make");
  explainEligibility.knows("SETTINGS", settings);
  api.guard(explainEligibility, [
    "GET /v1/accounts/{accountId}/eligibility",
    "GET /v1/programs/{programId}/forecast",
  ]);
  api.open(make("check-health"), ["GET /v1/health"]);
  api.open(make("describe-api"), ["GET /v1/openapi.json"]);
}
