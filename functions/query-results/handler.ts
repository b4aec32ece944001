import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { utcDay } from "#shared/domain/days.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { type ApiRequest, apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { readQuery } from "#shared/lambda/query.ts";
import { problem, type Reply } from "#shared/lambda/reply.ts";
import { measuringPorts } from "#shared/results/ports.ts";
import { queryResults } from "#shared/results/query-results.ts";
import { readCoverage } from "#shared/results/read-coverage.ts";
import { sheetBucketFrom, sheetRows, sheetsIn } from "#shared/s3/portfolio-sheets.ts";
import { compareResults } from "./compare-results.ts";
import { ComparisonParameters, type Named, ResultsParameters } from "./parameters.ts";
import { comparisonReply, resultsReply } from "./replies.ts";
import { touchpointPrograms } from "./touchpoint-programs.ts";

const table = tableFrom(process.env);
const bucket = sheetBucketFrom(process.env);

const ports = measuringPorts(table);
const coverage = readCoverage({
  sheetsIn: (range) => sheetsIn(bucket, range),
  rowsOf: (day) => sheetRows(bucket, day),
});
const figures = queryResults({ ...ports, coverage: (of) => coverage(of, utcDay(now())) });
const comparison = compareResults(ports);
const ofTouchpoint = touchpointPrograms({ ...ports, programs: () => currentPrograms(table) });

const NO_TOUCHPOINT = "No program measures that touchpoint; GET /v1/programs lists them.";

const programsOf = async ({ programs, touchpoint }: Named): Promise<readonly string[]> =>
  touchpoint === undefined ? programs : await ofTouchpoint(touchpoint);

async function results(request: ApiRequest): Promise<Reply> {
  const query = readQuery(
    ResultsParameters,
    request,
    "Ask for figures like ?program=pre-renewal&from=2026-01-01&to=2026-12-31, with groupBy, value and interval as needed.",
  );
  if (query.kind === "end") return query.reply;
  const programs = await programsOf(query.value);
  if (programs.length === 0) return problem(404, NO_TOUCHPOINT);
  return resultsReply(await figures({ ...query.value, programs }, now()));
}

async function compared(request: ApiRequest): Promise<Reply> {
  const query = readQuery(
    ComparisonParameters,
    request,
    "Compare two periods like ?program=pre-renewal&from=2026-07-01&to=2026-09-30&againstFrom=2026-04-01&againstTo=2026-06-30, or two values like &groupBy=segment&value=scale&againstValue=csm-managed.",
  );
  if (query.kind === "end") return query.reply;
  const programs = await programsOf(query.value);
  if (programs.length === 0) return problem(404, NO_TOUCHPOINT);
  return comparisonReply(await comparison({ ...query.value, programs }, now()));
}

const HANDLERS = new Map([
  ["GET /v1/results", apiHandler("viewer", results)],
  ["GET /v1/results/comparison", apiHandler("viewer", compared)],
]);

export const handler = async (event: APIGatewayProxyEventV2, context: Context): Promise<Reply> =>
  (await HANDLERS.get(event.routeKey)?.(event, context)) ?? problem(404, "There is nothing at this address.");
