import { SSMClient } from "@aws-sdk/client-ssm";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import * as z from "zod";
import { ledgerOfAccount } from "#shared/dynamodb/ledger-lists.ts";
import { decisionsOfAccount, runIdOf } from "#shared/dynamodb/runs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { problem, type Reply } from "#shared/lambda/reply.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { evaluateAccount } from "#shared/selection/evaluate-account.ts";
import { readOnce } from "#shared/selection/read-once.ts";
import { readingPorts } from "#shared/selection/reading-ports.ts";
import { settingsFrom } from "#shared/settings.ts";
import { type EligibilityPorts, explainEligibility } from "./explain-eligibility.ts";
import type { ForecastPorts } from "./forecast-program.ts";
import { forecastRoute } from "./forecast-route.ts";

const table = tableFrom(process.env);
const ssm = new SSMClient({});

const settings = settingsFrom(process.env);

/** More than an account comes to in the months that the ledger is kept, and one query's worth. */
const MOST_LISTED = 1_000;

/** What one request reads; an account that several others share a person with is read once. */
async function ports(): Promise<EligibilityPorts & ForecastPorts> {
  const key = await secretKeyFrom(ssm, z.string().parse(process.env.PERSON_KEY_PARAMETER));
  const real = readingPorts(table, settings, key);
  const reading = readOnce(real);
  return {
    ...reading,
    programs: real.programs,
    decidedDays: async (programId, accountId) => {
      const listed = await ledgerOfAccount(table, accountId, { from: undefined, limit: MOST_LISTED });
      return listed.filter(({ runId, on }) => runId === runIdOf(programId, on)).map(({ on }) => on);
    },
    recorded: (programId, on, accountId) => decisionsOfAccount(table, runIdOf(programId, on), accountId),
    evaluate: (of, state) => evaluateAccount(reading, { ...of, sendTimes: settings }, state),
  };
}

const handlers = new Map([
  [
    "GET /v1/accounts/{accountId}/eligibility",
    apiHandler("csm", async (request) => await explainEligibility(await ports())(request, now())),
  ],
  [
    "GET /v1/programs/{programId}/forecast",
    apiHandler("viewer", async (request) => await forecastRoute(await ports())(request, now())),
  ],
]);

export const handler = async (event: APIGatewayProxyEventV2, context: Context): Promise<Reply> =>
  (await handlers.get(event.routeKey)?.(event, context)) ?? problem(404, "There is nothing at this address.");
