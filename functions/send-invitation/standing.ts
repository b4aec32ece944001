import type { Account } from "#shared/domain/account.ts";
import type { Contact } from "#shared/domain/contact.ts";
import { utcDay } from "#shared/domain/days.ts";
import { barredFromSending } from "#shared/domain/eligibility.ts";
import type { Program } from "#shared/domain/program.ts";
import { nextSendTime } from "#shared/domain/send-window.ts";
import type { ReadyToSend } from "#shared/dynamodb/invitations.ts";
import type { SendPorts } from "./ports.ts";

export type Standing =
  | {
      readonly kind: "may-send";
      readonly account: Account;
      readonly contact: Contact;
      readonly program: Program;
    }
  | { readonly kind: "window-closed"; readonly opensAt: Date }
  | { readonly kind: "barred"; readonly reason: string };

/** Whether what held on the day of selection still holds at the moment of sending. */
export async function standingOf(
  ports: Pick<SendPorts, "program" | "sendTimes">,
  { invitation, account, contact, holds, programNow }: ReadyToSend,
  now: Date,
): Promise<Standing> {
  if (invitation.dropAt !== undefined && now.toISOString() > invitation.dropAt)
    return { kind: "barred", reason: "too-late-to-send" };
  const asked = await ports.program(invitation.programId, invitation.programVersion);
  if (asked === undefined) return { kind: "barred", reason: "program-gone" };
  // Asks as it was selected, and only while the program is not paused or retired by now.
  const program = { ...asked, status: programNow?.status ?? asked.status };
  if (account === undefined) return { kind: "barred", reason: "account-gone" };
  if (contact === undefined) return { kind: "barred", reason: "contact-gone" };
  const barred = barredFromSending(
    { program, account, contacts: [contact], holds, on: utcDay(now) },
    contact,
  );
  if (barred !== undefined) return { kind: "barred", reason: barred.reason ?? barred.rule };
  if (program.sends === "waking-hours") {
    const opensAt = nextSendTime(now, contact.timeZone ?? ports.sendTimes.timeZone, ports.sendTimes.holidays);
    if (opensAt > now) return { kind: "window-closed", opensAt };
  }
  return { kind: "may-send", account, contact, program };
}
