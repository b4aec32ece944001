import type { StackParts } from "./stack-parts.ts";

/** What the customer meets: the survey's page, the answer, the way out. */
export function wireAnswering({ make, table, api, settings }: StackParts) {
  const showSurvey = make("show-survey", { memoryMb: 512 });
  table.serve(showSurvey, ["GetItem", "UpdateItem"]);
  showSurvey.knows("SETTINGS", settings);
  api.open(showSurvey, ["GET /s/{token}", "HEAD /s/{token}"]);
  const submitResponse = make("submit-response", { memoryMb: 512 });
  table.serve(submitResponse, ["GetItem", "PutItem", "UpdateItem", "ConditionCheckItem"]);
  submitResponse.knows("SETTINGS", settings);
  api.open(submitResponse, ["POST /s/{token}"]);

  const unsubscribeContact = make("unsubscribe-contact", { memoryMb: 512 });
  table.serve(unsubscribeContact, ["GetItem", "UpdateItem"]);
  unsubscribeContact.knows("SETTINGS", settings);
  api.open(unsubscribeContact, ["GET /u/{token}", "HEAD /u/{token}", "POST /u/{token}"]);
}
