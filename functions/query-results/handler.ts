import * as z from "zod";
import { ATTRIBUTES, Day } from "#shared/domain/accounts/account.ts";
import { daysBetween } from "#shared/domain/days.ts";
import { currentProgram } from "#shared/dynamodb/programs.ts";
import { bucketsByValue } from "#shared/dynamodb/results.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { readQuery } from "#shared/lambda/query.ts";
import { json, problem } from "#shared/lambda/reply.ts";
import { INTERVALS } from "./periods.ts";
import { MAX_GROUPS, queryResults } from "./query-results.ts";

const table = tableFrom(process.env);

const answer = queryResults({
  program: (programId) => currentProgram(table, programId),
  bucketsByValue: (programId, attribute, range) => bucketsByValue(table, programId, attribute, range),
});

/** Three years, one of them a leap year. */
const MAX_DAYS = 1096;

const Query = z
  .strictObject({
    program: z.string("name the program: figures are not blended over touchpoints"),
    from: Day,
    to: Day,
    groupBy: z.enum(ATTRIBUTES).optional(),
    interval: z.enum(INTERVALS).optional(),
    includeSuspect: z
      .enum(["true", "false"])
      .default("false")
      .transform((value) => value === "true"),
  })
  // A transform, unlike a refinement, is only reached by days that exist.
  .transform((query, context) => {
    const days = daysBetween(query.from, query.to);
    const message = days < 0 ? "must not be before from" : "must be within three years of from";
    if (days < 0 || days >= MAX_DAYS) context.addIssue({ code: "custom", path: ["to"], message });
    return query;
  });

export const handler = apiHandler("viewer", async (request) => {
  const query = readQuery(
    Query,
    request,
    "Ask for figures like ?program=pre-renewal&from=2026-01-01&to=2026-12-31, with groupBy and interval as needed.",
  );
  if (query.kind === "end") return query.reply;
  const outcome = await answer(query.value, now());
  switch (outcome.kind) {
    case "results":
      return json(200, outcome.results);
    case "no-such-program":
      return problem(404, "There is no program of that id; GET /v1/programs lists them.");
    case "anonymous":
      return problem(
        400,
        "This program is anonymous: an answer keeps its segment and nothing else of its account, so that nobody can tell whose it is.",
        [{ path: "groupBy", message: "can only be segment, or left out" }],
      );
    case "too-many-groups":
      return problem(
        400,
        `This makes ${outcome.groups} groups, more than the ${MAX_GROUPS} that fit one answer.`,
        [{ path: "interval", message: "ask for a longer interval or a shorter range" }],
      );
  }
});
