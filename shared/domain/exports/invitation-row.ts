import { historyOf, type Invitation } from "../sending/invitation.ts";
import { ACCOUNT_COLUMNS, accountCells } from "./account-cells.ts";
import type { Cell, Row } from "./export.ts";

/** What can be in an invitation's history, in the order of the funnel. */
const STEPS = [
  "selected",
  "sent",
  "delivered",
  "opened",
  "clicked",
  "answered",
  "call-back-asked",
  "bounced",
  "complained",
  "unsubscribed",
  "expired",
  "rejected",
  "refused",
  "withdrawn",
  "reminded",
  "reminder-bounced",
  "reminder-rejected",
  "reminder-refused",
  "reminder-withdrawn",
] as const;
type Step = (typeof STEPS)[number];
type StepColumn = `${string}_at`;

/** `call-back-asked` → `call_back_asked_at`. */
const columnOf = (step: Step): StepColumn => `${step.replaceAll("-", "_")}_at`;

export const INVITATION_COLUMNS: readonly string[] = [
  "invitation_id",
  "program",
  "program_version",
  "account_id",
  "contact_id",
  "cycle",
  ...ACCOUNT_COLUMNS,
  "status",
  "reason",
  "anonymous",
  "tracks_opens",
  "imported",
  "not_before",
  ...STEPS.map(columnOf),
  "closes_at",
];

/** An invitation with the newest time of each step; what an anonymous one does not tell is empty. */
export function invitationRow(of: Invitation, status: string, now: Date): Row {
  const times = new Map(historyOf(of, now).map(({ at, type }) => [type, at]));
  const steps = Object.fromEntries(
    STEPS.map((step): [string, Cell] => [columnOf(step), times.get(step) ?? null]),
  );
  return {
    invitation_id: of.invitationId,
    program: of.programId,
    program_version: of.programVersion,
    account_id: of.accountId || null,
    contact_id: of.contactId || null,
    cycle: of.cycle || null,
    ...accountCells(of.account),
    status,
    reason: of.reason ?? null,
    anonymous: of.anonymous ?? false,
    tracks_opens: !of.anonymous && !of.isOpenUntracked && !of.imported,
    imported: of.imported ?? false,
    not_before: of.notBefore,
    ...steps,
    closes_at: of.closesAt ?? null,
  };
}
