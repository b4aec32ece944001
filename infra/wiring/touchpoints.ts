import { Duration } from "aws-cdk-lib";
import type { StackParts } from "./stack-parts.ts";

/** Who is asked because something happened: over the API, or on the bus. */
export function wireTouchpoints({ make, table, events, api, personKey, deadLetters }: StackParts) {
  const acceptTouchpoint = make("accept-touchpoint");
  table.serve(acceptTouchpoint, ["BatchGetItem", "Query"]);
  events.serve(acceptTouchpoint);
  api.guard(acceptTouchpoint, ["POST /v1/touchpoints"]);
  const reachTouchpoint = make("reach-touchpoint", {
    memoryMb: 512,
    timeout: Duration.seconds(60),
    deadLetters,
  });
  table.serve(reachTouchpoint, ["GetItem", "Query", "PutItem", "UpdateItem"]);
  personKey.serve(reachTouchpoint, "PERSON_KEY_PARAMETER", "make");
  events.tell(reachTouchpoint, "Touchpoint Reached", { from: "anyone" });
}
