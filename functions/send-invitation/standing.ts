import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { utcDay } from "#shared/domain/days.ts";
import { barredFromSending } from "#shared/domain/eligibility/eligibility.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { nextSendTime } from "#shared/domain/sending/send-window.ts";
import type { ReadyToSend } from "#shared/dynamodb/invitations.ts";
import type { SendJob } from "#shared/dynamodb/sending.ts";
import { latestReminder, latestSend } from "./deferral.ts";
import type { SendPorts } from "./ports.ts";

export type Standing =
  | {
      readonly kind: "may-send";
      readonly account: Account;
      readonly contact: Contact;
      readonly program: Program;
      /** Whoever the contact's address is now: it may have changed since selection. */
      readonly personHash: string;
      readonly timeZone: string;
    }
  | { readonly kind: "window-closed"; readonly opensAt: Date }
  | { readonly kind: "barred"; readonly reason: string };

/** Whether what held on the day of selection still holds at the moment of sending. */
export async function standingOf(
  ports: Pick<SendPorts, "program" | "sendTimes" | "personHash" | "suppression" | "contactsOf">,
  job: SendJob,
  { invitation, account, contact, holds, programNow, suppression }: ReadyToSend,
  now: Date,
): Promise<Standing> {
  const latest = job.kind === "reminder" ? latestReminder(invitation) : latestSend(invitation);
  if (now.toISOString() > latest) {
    const reason = invitation.deferred === undefined ? "too-late-to-send" : "could-not-be-sent";
    return { kind: "barred", reason };
  }
  const asked = await ports.program(invitation.programId, invitation.programVersion);
  if (asked === undefined) return { kind: "barred", reason: "program-gone" };
  // Asks as it was selected, and only while the program is not paused or retired by now.
  const program = { ...asked, status: programNow?.status ?? asked.status };
  if (account === undefined) return { kind: "barred", reason: "account-gone" };
  if (contact === undefined) return { kind: "barred", reason: "contact-gone" };
  const personHash = ports.personHash(contact.email);
  const suppressed = personHash === job.personHash ? suppression : await ports.suppression(personHash);
  const contacts = isAskedAsFallback(program, contact)
    ? await ports.contactsOf(account.accountId)
    : [contact];
  const barred = barredFromSending(
    { program, account, contacts, holds, on: utcDay(now), suppressed: () => suppressed },
    contact,
  );
  if (barred !== undefined) return { kind: "barred", reason: barred.reason ?? barred.rule };
  const timeZone = contact.timeZone ?? ports.sendTimes.timeZone;
  // Somebody who did not answer at once is not reminded at night.
  if (program.sends === "waking-hours" || job.kind === "reminder") {
    const opensAt = nextSendTime(now, timeZone, ports.sendTimes.holidays);
    if (opensAt > now) return { kind: "window-closed", opensAt };
  }
  return { kind: "may-send", account, contact, program, personHash, timeZone };
}

/** Who is asked as sold-to stands or falls with the account's other contacts; of anybody else they say nothing. */
const isAskedAsFallback = ({ wants }: Program, { roles }: Contact): boolean =>
  wants.soldTo !== "never" && roles.includes("sold-to") && !roles.some((role) => wants.roles.includes(role));
