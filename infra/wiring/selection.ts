import { Duration } from "aws-cdk-lib";
import type { StackParts } from "./stack-parts.ts";

/** Who is asked on a day: by schedule, by hand, in rehearsal. */
export function wireSelection({
  make,
  table,
  events,
  api,
  personKey,
  settings,
  config,
  deadLetters,
}: StackParts) {
  const checkReadiness = make("check-readiness", {
    memoryMb: 512,
    timeout: Duration.minutes(15),
    deadLetters,
  });
  table.serve(checkReadiness, ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"], ["Query"]);
  events.serve(checkReadiness);
  checkReadiness.knows("SETTINGS", settings);
  const selectRecipients = make("select-recipients", {
    memoryMb: 1024,
    timeout: Duration.minutes(15),
    deadLetters,
  });
  table.serve(selectRecipients, ["GetItem", "Query", "PutItem", "UpdateItem"], ["Query"]);
  personKey.serve(selectRecipients, "PERSON_KEY_PARAMETER", "make");
  selectRecipients.knows("SETTINGS", settings);
  selectRecipients.knows("SELECTS_AT", JSON.stringify(config.selectsAt));
  const runProgram = make("run-program");
  table.serve(runProgram, ["GetItem", "BatchGetItem", "Query", "PutItem"]);
  runProgram.mayInvoke(selectRecipients, "SELECT_FUNCTION");
  api.guard(runProgram, [
    "POST /v1/programs/{programId}/runs",
    "GET /v1/programs/{programId}/runs",
    "GET /v1/programs/{programId}/runs/{runId}",
  ]);

  const rehearsePrograms = make("rehearse-programs", {
    memoryMb: 3008,
    timeout: Duration.minutes(15),
    deadLetters,
    // One that fails says so, and is started again by whoever asked for it.
    retries: 0,
  });
  table.serve(rehearsePrograms, ["GetItem", "Query", "PutItem"], ["Query"]);
  personKey.serve(rehearsePrograms, "PERSON_KEY_PARAMETER", "make");
  rehearsePrograms.knows("SETTINGS", settings);
  rehearsePrograms.knows("SELECTS_AT", JSON.stringify(config.selectsAt));
  const acceptRehearsal = make("accept-rehearsal", { memoryMb: 512, timeout: Duration.seconds(29) });
  table.serve(acceptRehearsal, ["GetItem", "Query", "PutItem"]);
  acceptRehearsal.mayInvoke(rehearsePrograms, "REHEARSE_FUNCTION");
  api.guard(acceptRehearsal, ["POST /v1/rehearsals", "GET /v1/rehearsals/{rehearsalId}"]);

  return { checkReadiness, selectRecipients };
}
