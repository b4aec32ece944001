import { randomUUID } from "node:crypto";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import {
  differingOnPage,
  rehearsalById,
  rehearsedDecisions,
  saveRehearsal,
} from "#shared/dynamodb/rehearsals.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { type ApiRequest, apiHandler, fieldErrors } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { cursorFor, encodeCursor } from "#shared/lambda/cursor.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { readQuery } from "#shared/lambda/query.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import { acceptRehearsal, Body } from "./accept-rehearsal.ts";
import { Place, showRehearsal } from "./show-rehearsal.ts";

const table = tableFrom(process.env);
const lambda = new LambdaClient({});

const accept = acceptRehearsal({
  programs: () => currentPrograms(table),
  saveRehearsal: (rehearsal) => saveRehearsal(table, rehearsal),
  start: async (rehearsalId) => {
    const Payload = JSON.stringify({ rehearsalId });
    await lambda.send(
      new InvokeCommand({ FunctionName: process.env.REHEARSE_FUNCTION, InvocationType: "Event", Payload }),
    );
  },
  newId: () => randomUUID(),
});
const show = showRehearsal({
  rehearsal: (rehearsalId) => rehearsalById(table, rehearsalId),
  decisions: (rehearsalId, after, limit) => rehearsedDecisions(table, rehearsalId, after, limit),
  differing: (rehearsalId, page) => differingOnPage(table, rehearsalId, page),
});

/** `POST /v1/rehearsals` takes a rehearsal on, `GET /v1/rehearsals/{rehearsalId}` shows how it went. */
export const handler = apiHandler("ops", (request) =>
  request.method === "POST" ? start(request) : read(request),
);

async function start(request: ApiRequest): Promise<Reply> {
  const body = Body.safeParse(jsonBody(request.body));
  if (!body.success) {
    const detail = 'The body must be JSON such as {"from":"2026-12-01","to":"2026-12-31"}.';
    return problem(400, detail, fieldErrors(body.error));
  }
  const outcome = await accept(body.data, now());
  return outcome.kind === "started"
    ? json(202, { rehearsalId: outcome.rehearsalId })
    : problem(400, "This cannot be rehearsed; the reasons are in errors.", outcome.problems);
}

async function read(request: ApiRequest): Promise<Reply> {
  const Query = z.strictObject({ cursor: cursorFor(Place, request) });
  const asked = readQuery(Query, request, "This takes cursor=, which is the next of the page before.");
  if (asked.kind === "end") return asked.reply;
  const place = asked.value.cursor;
  const shown = await show({ rehearsalId: request.path.rehearsalId ?? "", place }, now());
  if (shown === undefined) return problem(404, "There is no rehearsal of that id.");
  const { difference, decisions } = shown;
  return json(200, {
    ...shown,
    difference: difference && { ...difference, next: cursorOf(request, "differencePage", difference.next) },
    decisions: { items: decisions.items, next: cursorOf(request, "decisionsAfter", decisions.next) },
  });
}

const cursorOf = (of: ApiRequest, list: string, next: string | number | undefined): string | null =>
  next === undefined ? null : encodeCursor({ [list]: next }, of);
