import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { utcDay } from "#shared/domain/days.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { type ApiRequest, apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { readQuery } from "#shared/lambda/query.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import type { NotMeasured } from "#shared/results/measured.ts";
import { measuringPorts } from "#shared/results/ports.ts";
import { MAX_GROUPS, queryResults } from "#shared/results/query-results.ts";
import { readCoverage } from "#shared/results/read-coverage.ts";
import { sheetBucketFrom, sheetRows, sheetsIn } from "#shared/s3/portfolio-sheets.ts";
import { compareResults } from "./compare-results.ts";
import { ComparisonParameters, type Named, ResultsParameters } from "./parameters.ts";
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
  const outcome = await figures({ ...query.value, programs }, now());
  switch (outcome.kind) {
    case "results":
      return json(200, outcome.results);
    case "too-many-groups":
      return problem(
        400,
        `This makes ${outcome.groups} groups, more than the ${MAX_GROUPS} that fit one answer.`,
        [{ path: "interval", message: "ask for a longer interval, a shorter range or a single value" }],
      );
    default:
      return notMeasured(outcome);
  }
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
  const outcome = await comparison({ ...query.value, programs }, now());
  switch (outcome.kind) {
    case "compared":
      return json(200, outcome.comparison);
    case "same-answers":
      return problem(
        400,
        "Both sides have the same answers among them, so that they cannot be held against each other.",
        [
          {
            path: "againstFrom",
            message: "must not have days in common with from and to, or againstValue be another than value",
          },
        ],
      );
    default:
      return notMeasured(outcome);
  }
}

function notMeasured(outcome: NotMeasured): Reply {
  const { kind, programId } = outcome;
  switch (kind) {
    case "no-such-program":
      return problem(404, `There is no program ${programId}; GET /v1/programs lists them.`);
    case "anonymous":
      return problem(
        400,
        `The program ${programId} is anonymous: an answer keeps its segment and nothing else of its account, so that nobody can tell whose it is.`,
        [{ path: "groupBy", message: "can only be segment, or left out" }],
      );
  }
}

const HANDLERS = new Map([
  ["GET /v1/results", apiHandler("viewer", results)],
  ["GET /v1/results/comparison", apiHandler("viewer", compared)],
]);

export const handler = async (event: APIGatewayProxyEventV2, context: Context): Promise<Reply> =>
  (await HANDLERS.get(event.routeKey)?.(event, context)) ?? problem(404, "There is nothing at this address.");
