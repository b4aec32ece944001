import type { Day } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import type { Suppression } from "#shared/domain/accounts/suppression.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Invitation, Reminder } from "#shared/domain/sending/invitation.ts";
import type { ReadyToSend } from "#shared/dynamodb/invitations.ts";
import type { MailKind } from "#shared/dynamodb/keys.ts";
import type { SendJob } from "#shared/dynamodb/sending.ts";

/** What the mail service said: taken, turned down for this mail, not now for any mail, or nothing we can rely on. */
export type MailReply =
  | { readonly kind: "accepted"; readonly messageId: string }
  | { readonly kind: "rejected"; readonly reason: string }
  | { readonly kind: "not-now"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

export type Mail = {
  readonly invitationId: string;
  readonly contact: Contact;
  readonly program: Program;
  readonly token: string;
  readonly unsubscribeToken: string;
  readonly at: Date;
  /** Makes this the reminder of a mail that SES has sent under this id. */
  readonly reminds?: { readonly sentAt: string; readonly closesAt: string; readonly messageId: string };
};

/** A mail as it goes out, MIME and all. */
type Letter = Mail & { readonly raw: Uint8Array };

/** What SES said of a mail that it took. */
type Sent = { readonly sentAt: string; readonly messageId: string };

export type TablePorts = {
  /** All that the moment of sending looks at; undefined where the invitation is gone. */
  ready(job: SendJob): Promise<ReadyToSend | undefined>;
  program(programId: string, version: number): Promise<Program | undefined>;
  /** Why nobody writes any more to a person whom the job does not name. */
  suppression(personHash: string): Promise<Suppression | undefined>;
  /** All of an account's contacts. */
  contactsOf(accountId: string): Promise<readonly Contact[]>;
  /** Moves the invitation on, if it is still in one of these states and, where named, held by this attempt. */
  move(
    invitationId: string,
    from: readonly Invitation["status"][],
    set: Partial<Invitation>,
    attemptId?: string,
  ): Promise<boolean>;
  /** Back into the due index, to be queued again from a time on. */
  putBack(
    invitation: Invitation,
    from: readonly Invitation["status"][],
    notBefore: Date,
    attemptId?: string,
  ): Promise<boolean>;
  /** SES has it: from now on its reminder waits in the due index. False where another attempt holds it. */
  markSent(invitation: Invitation, sent: Sent, attemptId: string): Promise<boolean>;
  /** Takes the reminder for one attempt; false where there is one, or anything was heard since the invitation was read. */
  claimReminder(invitation: Invitation, claim: Reminder & { readonly status: "sending" }): Promise<boolean>;
  /** There will be no reminder; false where there is one. */
  withdrawReminder(
    invitationId: string,
    withdrawn: Reminder & { readonly status: "withdrawn" },
  ): Promise<boolean>;
  moveReminder(
    invitationId: string,
    from: readonly Reminder["status"][],
    set: Partial<Reminder>,
    attemptId?: string,
  ): Promise<boolean>;
  putBackReminder(invitation: Invitation, notBefore: Date, attemptId?: string): Promise<boolean>;
  /** Lists a mail that this attempt has begun, and may have died over, with those of which nobody knows. */
  listBegun(invitationId: string, mail: MailKind, attemptId: string): Promise<void>;
  /** Gives back the cooldown slot of somebody who is not going to be asked. */
  releasePerson(invitation: Invitation): Promise<void>;
  /** The cycle of an account in which the invitation was selected, as it stands now. */
  milestone(invitation: Invitation): Promise<Milestone | undefined>;
  /**
   * Takes a contact off who is not asked after all, and has the milestone looked at again where it is said when; false
   * where it was changed since it was seen.
   */
  takeOff(
    seen: Milestone,
    contactId: string,
    again: Pick<Milestone, "status" | "lookOn"> | undefined,
  ): Promise<boolean>;
  /** Takes a person's slot for an invitation; false where somebody asks them within the cooldown. */
  claimPerson(personHash: string, invitation: Invitation, on: Day): Promise<boolean>;
  /** Counts the cooldown of somebody who is asked later than was planned from the day on which they are. */
  postponePerson(invitation: Invitation, on: Day): Promise<void>;
};

export type SendPorts = TablePorts & {
  /** Names the person behind an address. */
  personHash(email: string): string;
  /** Writes the mail. Nothing has been claimed yet: what cannot be written has certainly not been sent. */
  compose(mail: Mail): Promise<Letter>;
  send(letter: Letter): Promise<MailReply>;
  readonly linkKey: { readonly id: string; readonly key: Uint8Array };
  readonly sendTimes: { readonly timeZone: string; readonly holidays: readonly string[] };
  newAttemptId(): string;
};
