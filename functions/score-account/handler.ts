import { knownAccounts } from "#shared/dynamodb/portfolio.ts";
import { enterScore } from "#shared/dynamodb/scorecards.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { scoreAccount } from "./score-account.ts";

const table = tableFrom(process.env);

const score = scoreAccount({
  hasAccount: async (accountId) => (await knownAccounts(table, [accountId])).has(accountId),
  enter: (accountId, entryFrom, at) => enterScore(table, accountId, entryFrom, at),
});

export const handler = apiHandler("csm", (request) => score(request, now()));
