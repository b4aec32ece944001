import { SSMClient } from "@aws-sdk/client-ssm";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import * as z from "zod";
import { personHash } from "#shared/domain/person.ts";
import { milestonesToLookAt } from "#shared/dynamodb/milestones.ts";
import { peopleOf } from "#shared/dynamodb/person-state.ts";
import { type AccountWithContacts, accountWithContacts } from "#shared/dynamodb/portfolio.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import { cursorOf, decisionsOfAccount, runIdOf } from "#shared/dynamodb/runs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { problem, type Reply } from "#shared/lambda/reply.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { evaluateAccount } from "#shared/selection/evaluate-account.ts";
import { settingsFrom } from "#shared/settings.ts";
import { type EligibilityPorts, explainEligibility } from "./explain-eligibility.ts";
import type { ForecastPorts } from "./forecast-program.ts";
import { forecastRoute } from "./forecast-route.ts";

const table = tableFrom(process.env);
const ssm = new SSMClient({});

const settings = settingsFrom(process.env);
const sendTimes = { timeZone: settings.timeZone, holidays: settings.holidays };

/** What one request reads; an account that several others share a person with is read once. */
async function ports(): Promise<EligibilityPorts & ForecastPorts> {
  const key = await secretKeyFrom(ssm, z.string().parse(process.env.PERSON_KEY_PARAMETER));
  const accounts = new Map<string, Promise<AccountWithContacts>>();
  const reading = {
    accountWithContacts: (accountId: string) => {
      const read = accounts.get(accountId) ?? accountWithContacts(table, accountId, { consistent: true });
      accounts.set(accountId, read);
      return read;
    },
    people: (hashes: readonly string[]) => peopleOf(table, hashes),
    personHash: (email: string) => personHash(email, key),
    cursor: (programId: string) => cursorOf(table, programId),
  };
  return {
    ...reading,
    programs: () => currentPrograms(table),
    recorded: (programId, on, accountId) => decisionsOfAccount(table, runIdOf(programId, on), accountId),
    evaluate: (of, state) => evaluateAccount(reading, { ...of, sendTimes }, state),
    milestonesToLookAt: (programId, from, to) => milestonesToLookAt(table, programId, from, to),
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
