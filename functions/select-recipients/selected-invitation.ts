import type { Day } from "#shared/domain/account.ts";
import type { Contact } from "#shared/domain/contact.ts";
import { laterOf, utcDay } from "#shared/domain/days.ts";
import type { Invitation } from "#shared/domain/invitation.ts";
import { invitationId } from "#shared/domain/invitation-id.ts";
import type { Milestone } from "#shared/domain/milestone.ts";
import type { Program } from "#shared/domain/program.ts";
import { nextSendTime } from "#shared/domain/send-window.ts";

/** Whose clock holds where a contact's zone is unknown, and the days on which nobody is asked. */
export type SendTimes = { readonly timeZone: string; readonly holidays: readonly string[] };

/** The one invitation that this contact can have in the milestone's cycle. */
export const idOf = (milestone: Milestone, contact: Contact): string =>
  invitationId({ ...milestone, contactId: contact.contactId });

/** The invitation of somebody whom every rule passes, to be sent when their send window next opens. */
export function selectedInvitation(
  { program, now, decidedOn }: { readonly program: Program; readonly now: Date; readonly decidedOn: Day },
  milestone: Milestone,
  contact: Contact,
  personHash: string,
  { timeZone, holidays }: SendTimes,
): Invitation {
  const earliest = laterOf(decidedOn, utcDay(now)) === utcDay(now) ? now : new Date(`${decidedOn}T00:00:00Z`);
  const notBefore =
    program.sends === "at-once" ? earliest : nextSendTime(earliest, contact.timeZone ?? timeZone, holidays);
  return {
    type: "invitation",
    version: 1,
    invitationId: idOf(milestone, contact),
    programId: program.programId,
    programVersion: program.version,
    accountId: contact.accountId,
    contactId: contact.contactId,
    personHash,
    cycle: milestone.cycle,
    status: "selected",
    selectedAt: now.toISOString(),
    notBefore: notBefore.toISOString(),
  };
}
