import { ctasByIds, openedCtaIds } from "#shared/dynamodb/cta-list.ts";
import { invitationsByIds } from "#shared/dynamodb/invitation-lists.ts";
import { storedAccounts } from "#shared/dynamodb/portfolio.ts";
import { scorecardsOf, scoreEntriesOf } from "#shared/dynamodb/scorecards.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { readQuery } from "#shared/lambda/query.ts";
import { json, problem } from "#shared/lambda/reply.ts";
import { gradeLoop, MAX_CTAS } from "./grade-loop.ts";
import { PerformanceQuery } from "./performance-query.ts";

const table = tableFrom(process.env);

const grade = gradeLoop({
  openedCtaIds: (range) => openedCtaIds(table, range),
  ctasByIds: (ctaIds) => ctasByIds(table, ctaIds),
  accounts: async (accountIds) => (await storedAccounts(table, accountIds)).map(({ account }) => account),
  scorecardsOf: (accountIds) => scorecardsOf(table, accountIds),
  scoreEntriesOf: (accountId) => scoreEntriesOf(table, accountId),
  invitationsByIds: (ids) => invitationsByIds(table, ids),
});

export const handler = apiHandler("csm", async (request) => {
  const query = readQuery(
    PerformanceQuery,
    request,
    "Ask how calls to action were worked like ?from=2026-10-01&to=2026-12-31, with groupBy and kind as needed.",
  );
  if (query.kind === "end") return query.reply;
  const outcome = await grade(query.value, now());
  if (outcome.kind === "performance") return json(200, outcome.performance);
  return problem(
    400,
    `${outcome.opened} calls to action were opened then, more than the ${MAX_CTAS} that are read for one answer.`,
    [{ path: "to", message: "ask for a shorter period, or for one kind" }],
  );
});
