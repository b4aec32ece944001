import { Duration } from "aws-cdk-lib";
import { RECORD_TIMEOUT, SEND_TIMEOUT } from "../constructs/email.ts";
import type { StackParts } from "./stack-parts.ts";

/** Mail out, and what became of it. */
export function wireSending({
  make,
  table,
  email,
  api,
  linkKey,
  personKey,
  settings,
  deadLetters,
}: StackParts) {
  const dispatchInvitations = make("dispatch-invitations", {
    // At 200 mails a second it makes 13,000 calls a minute.
    memoryMb: 512,
    timeout: Duration.seconds(50),
    deadLetters,
    retries: 0,
  });
  table.serve(dispatchInvitations, ["GetItem", "PutItem", "UpdateItem"], ["Query"]);
  email.serveDispatcher(dispatchInvitations);
  const sendInvitation = make("send-invitation", { timeout: SEND_TIMEOUT });
  table.serve(sendInvitation, ["GetItem", "BatchGetItem", "Query", "UpdateItem"]);
  email.serveSender(sendInvitation);
  linkKey.serve(sendInvitation, "LINK_KEY_PARAMETER", "make");
  personKey.serve(sendInvitation, "PERSON_KEY_PARAMETER", "make");
  sendInvitation.knows("SETTINGS", settings);
  sendInvitation.knows("SURVEY_ORIGIN", api.origin);
  const recordDelivery = make("record-delivery", { timeout: RECORD_TIMEOUT });
  table.serve(recordDelivery, ["GetItem", "UpdateItem"]);
  email.serveRecorder(recordDelivery);

  return { dispatchInvitations, sendInvitation };
}
