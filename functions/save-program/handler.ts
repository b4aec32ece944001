import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  currentPrograms,
  markReplanned,
  programAndPlan,
  saveProgram as saveToTable,
} from "#shared/dynamodb/programs.ts";
import { cursorOf } from "#shared/dynamodb/runs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler, fieldErrors } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { log } from "#shared/lambda/log.ts";
import { json, problem } from "#shared/lambda/reply.ts";
import { ProgramBody, type SavePorts, saveProgram } from "./save-program.ts";

const table = tableFrom(process.env);
const lambda = new LambdaClient({});

const ports: SavePorts = {
  current: (programId) => programAndPlan(table, programId),
  programs: () => currentPrograms(table),
  ranUpTo: (programId) => cursorOf(table, programId),
  save: (program, isReplanDue, at) => saveToTable(table, program, { isReplanDue, at }),
  replan: async (programId) => {
    const Payload = JSON.stringify({ programId });
    await lambda.send(
      new InvokeCommand({ FunctionName: process.env.REPLAN_FUNCTION, InvocationType: "Event", Payload }),
    );
  },
  markReplanned: (program) => markReplanned(table, program),
};

/** `PUT /v1/programs/{programId}` */
export const handler = apiHandler("ops", async ({ path, body }) => {
  const { programId = "" } = path;
  const read = ProgramBody.safeParse(jsonBody(body));
  if (!read.success) {
    const detail = "This is no whole program; GET one to see what it has. Each field's reason is in errors.";
    return problem(400, detail, fieldErrors(read.error));
  }
  const { programId: named = programId, version: basedOn, ...definition } = read.data;
  if (named !== programId) {
    const errors = [{ path: "programId", message: `is ${programId} by the address; leave it out` }];
    return problem(400, "The program's id cannot be changed.", errors);
  }
  const outcome = await saveProgram(ports)({ programId, definition, basedOn }, now());
  switch (outcome.kind) {
    case "cannot-work":
      return problem(400, "This program cannot work; the reasons are in errors.", outcome.problems);
    case "stale":
      return problem(
        409,
        outcome.version === 0
          ? "There is no such program yet: leave version out to make it."
          : "Somebody else has changed the program meanwhile: GET it, and send the change on top of that version.",
      );
    case "saved":
    case "same": {
      const { program, isReplanned } = outcome;
      log(`program-${outcome.kind}`, { programId, version: program.version, isReplanned });
      return json(200, program);
    }
    default: {
      const never: never = outcome;
      throw new Error(`no reply for ${JSON.stringify(never)}`);
    }
  }
});
