import type { AnonymousAnswer } from "../answers/anonymous-answer.ts";
import type { ResponseView } from "../answers/response-view.ts";
import type { Answer } from "../answers/survey-answer.ts";
import type { Invitation } from "../sending/invitation.ts";
import { ACCOUNT_COLUMNS, accountCells } from "./account-cells.ts";
import type { Row } from "./export.ts";

export const RESPONSE_COLUMNS = [
  "response_id",
  "survey_id",
  "program",
  "program_version",
  "account_id",
  "contact_id",
  ...ACCOUNT_COLUMNS,
  "sent_at",
  "answered_at",
  "version",
  "suspect",
  "nps",
  "csat",
  "comment",
  "answers",
  "imported",
] as const;

/** An answer as it counts, or waits to. Of an anonymous one all that is known is its segment and its day. */
export function responseRow({
  of,
  view,
}: {
  readonly of: Invitation | AnonymousAnswer;
  readonly view: ResponseView;
}): Row<(typeof RESPONSE_COLUMNS)[number]> {
  const invitation = "answerId" in of ? undefined : of;
  return {
    response_id: view.responseId,
    survey_id: invitation?.surveyId ?? view.invitationId,
    program: view.programId,
    program_version: view.programVersion,
    account_id: view.accountId,
    contact_id: view.contactId,
    ...accountCells(invitation?.account),
    segment: view.segment,
    sent_at: invitation?.sentAt ?? null,
    answered_at: view.answeredAt,
    version: view.version,
    suspect: view.suspect,
    nps: view.nps,
    csat: view.csat,
    comment: commentIn(view.answers),
    answers: { json: view.answers },
    imported: view.imported,
  };
}

/** The first of the texts; all of them are among the answers. */
function commentIn(answers: readonly Answer[]): string | null {
  const value = answers.find(({ kind }) => kind === "text")?.value;
  return typeof value === "string" ? value : null;
}
