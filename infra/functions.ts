/** Every function: its folder under `functions/`, and what it is for. In the order of the data's way. */
export const FUNCTIONS = {
  "accept-import": "Takes a CSV file and says how its import stands",
  "import-portfolio": "Reads an accepted CSV file into the table",
  "save-program": "Keeps a program's new version",
  "preview-program": "Shows a program's mail and page, and sends the mail to whoever asks",
  "replan-program": "Plans every account's milestones by a changed program",
  "save-portfolio": "Saves one account or contact",
  "place-hold": "Places and lifts holds",
  "run-program": "Runs a program for a day by hand, and shows the ledger",
  "check-readiness": "Finds accounts in which there is nobody to ask",
  "select-recipients": "Decides who is asked today",
  "accept-rehearsal": "Takes a rehearsal on, and shows how it went",
  "rehearse-programs": "Imagines coming days, and keeps what they would decide",
  "accept-touchpoint": "Takes what happened to a contact",
  "reach-touchpoint": "Decides whether that contact is asked about it",
  "dispatch-invitations": "Queues the invitations whose send window is open",
  "send-invitation": "Sends one survey mail",
  "record-delivery": "Keeps what SES says became of a mail",
  "show-survey": "The survey page",
  "submit-response": "Takes an answer",
  "unsubscribe-contact": "Stops surveys for whoever asks for it",
  "react-to-response": "Follows an answer up: CTA, events",
  "roll-up-results": "Counts changed days anew",
  "notify-slack": "Posts an answer to Slack",
  "query-results": "NPS, CSAT and response rates",
  "read-records": "Programs, accounts, invitations, responses and CTAs",
  "manage-suppressions": "Who is not written to and why, and the lifting of it",
  "explain-eligibility": "Why a person is or is not asked, and what comes due",
  "check-health": "Says that the API is up",
} as const;
export type FunctionName = keyof typeof FUNCTIONS;

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];
