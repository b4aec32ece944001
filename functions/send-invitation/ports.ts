import type { Day } from "#shared/domain/account.ts";
import type { Contact } from "#shared/domain/contact.ts";
import type { Invitation } from "#shared/domain/invitation.ts";
import type { Program } from "#shared/domain/program.ts";
import type { ReadyToSend } from "#shared/dynamodb/invitations.ts";
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
  readonly at: Date;
};

/** A mail as it goes out, MIME and all. */
type Letter = Mail & { readonly raw: Uint8Array };

export type SendPorts = {
  ready(job: SendJob): Promise<ReadyToSend | undefined>;
  program(programId: string, version: number): Promise<Program | undefined>;
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
  /** Gives back the cooldown slot of somebody who is not going to be asked. */
  releasePerson(invitation: Invitation): Promise<void>;
  /** Names the person behind an address. */
  personHash(email: string): string;
  /** Takes a person's slot for an invitation; false where somebody asks them within the cooldown. */
  claimPerson(personHash: string, invitation: Invitation, on: Day): Promise<boolean>;
  /** Counts the cooldown of somebody who is asked later than was planned from the day on which they are. */
  postponePerson(invitation: Invitation, on: Day): Promise<void>;
  /** Writes the mail. Nothing has been claimed yet: what cannot be written has certainly not been sent. */
  compose(mail: Mail): Promise<Letter>;
  send(letter: Letter): Promise<MailReply>;
  readonly linkKey: { readonly id: string; readonly key: Uint8Array };
  readonly sendTimes: { readonly timeZone: string; readonly holidays: readonly string[] };
  newAttemptId(): string;
};
