import type { Day } from "../domain/accounts/account.ts";
import type { Contact } from "../domain/accounts/contact.ts";
import { utcDay } from "../domain/days.ts";
import { isAnonymous } from "../domain/programs/anonymity.ts";
import { isOpenTracked, type Program } from "../domain/programs/program.ts";
import type { Invitation } from "../domain/sending/invitation.ts";
import { invitationId } from "../domain/sending/invitation-id.ts";
import { nextSendTime } from "../domain/sending/send-window.ts";
import type { Settings } from "../settings.ts";

/** Whose clock holds where a contact's zone is unknown, and the days on which nobody is asked. */
export type SendTimes = Readonly<Pick<Settings, "timeZone" | "holidays">>;

/** What decides when a mail goes out: never before the day of the decision, nor before now. */
export type SendsFrom = {
  readonly program: Program;
  readonly decidedOn: Day;
  readonly now: Date;
  readonly sendTimes: SendTimes;
};

/** When the mail to a contact goes out that is decided now: as their send window next opens. */
export function sendTimeOf({ program, decidedOn, now, sendTimes }: SendsFrom, contact: Contact): Date {
  const earliest = decidedOn > utcDay(now) ? new Date(`${decidedOn}T00:00:00Z`) : now;
  if (program.sends === "at-once") return earliest;
  return nextSendTime(earliest, contact.timeZone ?? sendTimes.timeZone, sendTimes.holidays);
}

/** The invitation of somebody whom every rule passes, to be sent from a time on. */
export function selectedInvitation(
  { program, now, notBefore }: Pick<SendsFrom, "program" | "now"> & { readonly notBefore: Date },
  cycle: string,
  { accountId, contactId }: Contact,
  personHash: string,
): Invitation {
  const ids = { accountId, contactId, programId: program.programId, cycle };
  return {
    type: "invitation",
    version: 1,
    invitationId: invitationId(ids),
    ...ids,
    programVersion: program.version,
    personHash,
    status: "selected",
    selectedAt: now.toISOString(),
    notBefore: notBefore.toISOString(),
    ...(isAnonymous(program) && { anonymous: true }),
    ...(!isOpenTracked(program) && { isOpenUntracked: true }),
  };
}
