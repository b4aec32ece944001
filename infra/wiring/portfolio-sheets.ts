import { Duration } from "aws-cdk-lib";
import type { StackParts } from "./stack-parts.ts";

/** The portfolio day by day, and what is read from two days of it. */
export function wirePortfolioSheets({ make, table, sheets, api, deadLetters }: StackParts) {
  const writePortfolioSheet = make("write-portfolio-sheet", {
    memoryMb: 1769,
    timeout: Duration.minutes(15),
    deadLetters,
  });
  table.serve(writePortfolioSheet, ["GetItem", "BatchGetItem", "Query"]);
  sheets.serveWriter(writePortfolioSheet);
  const queryRenewals = make("query-renewals", { memoryMb: 1769, timeout: Duration.seconds(29) });
  table.serve(queryRenewals, ["GetItem"]);
  sheets.serveReader(queryRenewals);
  api.guard(queryRenewals, ["GET /v1/results/renewals"]);
  return { writePortfolioSheet };
}
