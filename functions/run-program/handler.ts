import { randomUUID } from "node:crypto";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { runsByIds } from "#shared/dynamodb/ledger-lists.ts";
import { currentProgram } from "#shared/dynamodb/programs.ts";
import { decisionsOfRun, runById, saveRun } from "#shared/dynamodb/runs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { type ApiRequest, apiHandler, fieldErrors } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { cursorFor, encodeCursor } from "#shared/lambda/cursor.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { readQuery } from "#shared/lambda/query.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import { MOST_DAYS_AHEAD } from "#shared/selection/imagine-days.ts";
import { listRuns, MAX_RUN_DAYS, RunDays } from "./list-runs.ts";
import { RunBody, type RunPorts, readRun, startRun } from "./run-program.ts";

const table = tableFrom(process.env);
const lambda = new LambdaClient({});

const ports: RunPorts = {
  program: (programId) => currentProgram(table, programId),
  run: (runId) => runById(table, runId),
  saveRun: (run) => saveRun(table, run),
  start: async (run) => {
    const Payload = JSON.stringify(run);
    await lambda.send(
      new InvokeCommand({ FunctionName: process.env.SELECT_FUNCTION, InvocationType: "Event", Payload }),
    );
  },
  decisions: (runId, after, limit) => decisionsOfRun(table, runId, after, limit),
  newId: () => randomUUID().slice(0, 8),
};

const runsOf = listRuns({
  program: (programId) => currentProgram(table, programId),
  runs: (runIds) => runsByIds(table, runIds),
});

export const handler = apiHandler(
  (request) => (request.method === "POST" ? "ops" : "csm"),
  (request) => {
    if (request.method === "POST") return start(request);
    return request.path.runId === undefined ? list(request) : read(request);
  },
);

const noSuchProgram = () => problem(404, "There is no program of that id; GET /v1/programs lists them.");

async function start(request: ApiRequest): Promise<Reply> {
  const programId = request.path.programId ?? "";
  const body = RunBody.safeParse(jsonBody(request.body));
  if (!body.success) {
    return problem(
      400,
      'The body must be JSON such as {"on":"2026-12-01","dryRun":true}.',
      fieldErrors(body.error),
    );
  }
  const outcome = await startRun(ports)({ programId, ...body.data }, now());
  switch (outcome.kind) {
    case "started":
      return json(202, { runId: outcome.runId });
    case "no-such-program":
      return noSuchProgram();
    case "fired-by-events":
      return problem(
        400,
        "This program is fired by touchpoints, one contact at a time; there is no run of a day.",
      );
    case "in-the-future":
      return problem(
        400,
        `A run that asks people cannot be of a coming day; today is ${outcome.today} (UTC).`,
        [{ path: "on", message: `must not be after ${outcome.today}, unless dryRun is true` }],
      );
    case "too-far-ahead":
      return problem(400, "A dry run imagines every day up to its own, and that is too many of them.", [
        { path: "on", message: `must not be after ${outcome.last}, ${MOST_DAYS_AHEAD} days from today` },
      ]);
  }
}

async function read(request: ApiRequest): Promise<Reply> {
  const { programId = "", runId = "" } = request.path;
  const Query = z.strictObject({ cursor: cursorFor(z.string(), request) });
  const asked = readQuery(Query, request, "This takes cursor=, which is the next of the page before.");
  if (asked.kind === "end") return asked.reply;
  const run = await readRun(ports)({ programId, runId, after: asked.value.cursor });
  if (run === undefined) return problem(404, "This program has no run of that id.");
  const next = run.decisions.next === undefined ? null : encodeCursor(run.decisions.next, request);
  return json(200, { ...run, decisions: { items: run.decisions.items, next } });
}

async function list({ path, query }: ApiRequest): Promise<Reply> {
  // A parameter that is named and left empty is a parameter not given.
  const range = RunDays.safeParse(
    Object.fromEntries(Object.entries(query).filter(([, value]) => value !== "")),
  );
  if (!range.success) {
    const detail =
      "This list takes from and to, days such as 2026-12-01; see errors for what is wrong with these.";
    return problem(400, detail, fieldErrors(range.error));
  }
  const outcome = await runsOf({ programId: path.programId ?? "", ...range.data }, now());
  switch (outcome.kind) {
    case "no-such-program":
      return noSuchProgram();
    case "no-such-range": {
      const { from, to } = outcome;
      return problem(
        400,
        `This answers 1 to ${MAX_RUN_DAYS} days, both included; asked was ${from} to ${to}.`,
        [
          {
            path: "from",
            message: `must be at most ${MAX_RUN_DAYS - 1} days before ${to}, and not after it`,
          },
        ],
      );
    }
    case "listed":
      return json(200, { items: outcome.items, totals: outcome.totals, next: null });
  }
}
