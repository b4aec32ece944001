import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { daysBetween } from "#shared/domain/days.ts";
import { ctasByIds, openedCtaIds } from "#shared/dynamodb/cta-list.ts";
import { invitationsByIds } from "#shared/dynamodb/invitation-lists.ts";
import { storedAccounts } from "#shared/dynamodb/portfolio.ts";
import { scorecardsOf, scoreEntriesOf } from "#shared/dynamodb/scorecards.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { CTA_KINDS } from "#shared/events/ctas.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { readQuery } from "#shared/lambda/query.ts";
import { json, problem } from "#shared/lambda/reply.ts";
import { GROUPS, gradeLoop, MAX_CTAS } from "./grade-loop.ts";

const table = tableFrom(process.env);

const grade = gradeLoop({
  openedCtaIds: (range) => openedCtaIds(table, range),
  ctasByIds: (ctaIds) => ctasByIds(table, ctaIds),
  accounts: async (accountIds) => (await storedAccounts(table, accountIds)).map(({ account }) => account),
  scorecardsOf: (accountIds) => scorecardsOf(table, accountIds),
  scoreEntriesOf: (accountId) => scoreEntriesOf(table, accountId),
  invitationsByIds: (ids) => invitationsByIds(table, ids),
});

/** A year, and a leap one. */
const MAX_DAYS = 366;

const Query = z
  .strictObject({
    from: Day,
    to: Day,
    groupBy: z.enum(GROUPS).optional(),
    kind: z.enum(CTA_KINDS).optional(),
  })
  // A transform, unlike a refinement, is only reached by days that exist.
  .transform((query, context) => {
    const days = daysBetween(query.from, query.to);
    const message = days < 0 ? "must not be before from" : "must be within a year of from";
    if (days < 0 || days >= MAX_DAYS) context.addIssue({ code: "custom", path: ["to"], message });
    return query;
  });

export const handler = apiHandler("csm", async (request) => {
  const query = readQuery(
    Query,
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
