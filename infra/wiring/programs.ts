import { Duration } from "aws-cdk-lib";
import type { StackParts } from "./stack-parts.ts";

/** Programs as ops change them, and look at them before. */
export function wirePrograms({ make, table, email, api, personKey, settings, deadLetters }: StackParts) {
  const replanProgram = make("replan-program", {
    memoryMb: 512,
    timeout: Duration.minutes(15),
    deadLetters,
  });
  table.serve(replanProgram, ["GetItem", "Query", "Scan", "UpdateItem"]);
  replanProgram.mayInvokeItself();
  const saveProgram = make("save-program", { memoryMb: 512 });
  table.serve(saveProgram, ["GetItem", "Query", "PutItem", "UpdateItem"]);
  saveProgram.mayInvoke(replanProgram, "REPLAN_FUNCTION");
  api.guard(saveProgram, ["PUT /v1/programs/{programId}"]);
  const previewProgram = make("preview-program", { memoryMb: 512, timeout: Duration.seconds(29) });
  table.serve(previewProgram, ["GetItem", "Query"]);
  email.serveTester(previewProgram);
  personKey.serve(previewProgram, "PERSON_KEY_PARAMETER", "make");
  previewProgram.knows("SETTINGS", settings);
  previewProgram.knows("SURVEY_ORIGIN", api.origin);
  api.guard(previewProgram, [
    "POST /v1/programs/{programId}/preview",
    "POST /v1/programs/{programId}/test-send",
  ]);
}
