import type { Account } from "#shared/domain/account.ts";
import type { Contact } from "#shared/domain/contact.ts";
import { COOLDOWN_DAYS } from "#shared/domain/eligibility-rules.ts";
import type { Invitation } from "#shared/domain/invitation.ts";
import { invitationId } from "#shared/domain/invitation-id.ts";
import type { Person } from "#shared/domain/person.ts";
import { settleAsSent } from "#shared/dynamodb/delivery.ts";
import {
  invitationById,
  invitationToSend,
  moveInvitation,
  saveSelected,
} from "#shared/dynamodb/invitations.ts";
import { sendDueKey } from "#shared/dynamodb/keys.ts";
import { claimPerson, peopleByHash, recordSend, releasePerson } from "#shared/dynamodb/people.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { programVersion } from "#shared/dynamodb/programs.ts";
import { invitationsDueBy } from "#shared/dynamodb/sending.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Mail, MailReply, SendPorts } from "../../../functions/send-invitation/ports.ts";
import { type SendOutcome, sendInvitation } from "../../../functions/send-invitation/send-invitation.ts";
import { aContact, anAccount } from "../../builders.ts";

/** Tuesday, 9:00 in Berlin. */
export const OPENS = "2026-12-01T08:00:00.000Z";

let rooms = 0;

/** One selected invitation in a real table, and a mail service that remembers what it was given and took. */
export function aMailRoom(table: Table, programId = "post-onboarding") {
  const accountId = `acc-${++rooms}`;
  const contactId = "mei";
  const personHash = `person-${rooms}`;
  const ids = { accountId, contactId, programId, cycle: "life" };
  const job = { invitationId: invitationId(ids), accountId, contactId, programId: ids.programId };
  const given: Mail[] = [];
  const taken: Mail[] = [];
  const replies: MailReply[] = [];
  let attempts = 0;

  const ports: SendPorts = {
    ready: (one) => invitationToSend(table, one),
    program: (id, version) => programVersion(table, id, version),
    move: (id, from, set, attemptId) =>
      moveInvitation(table, {
        invitationId: id,
        from,
        set,
        ...(attemptId === undefined ? {} : { attemptId }),
      }),
    putBack: (invitation, from, opensAt, attemptId) => {
      const notBefore = opensAt.toISOString();
      return moveInvitation(table, {
        invitationId: invitation.invitationId,
        from,
        set: { status: "selected", notBefore },
        due: sendDueKey(notBefore, invitation),
        ...(attemptId === undefined ? {} : { attemptId }),
      });
    },
    releasePerson: (invitation) => releasePerson(table, invitation),
    personHash: (email) => (email === aContact().email ? personHash : `${personHash}-${email}`),
    claimPerson: async (hash, invitation, on) => {
      const { invitationId: id, programId: program } = invitation;
      const claim = {
        personHash: hash,
        invitationId: id,
        programId: program,
        on,
        cooldownDays: COOLDOWN_DAYS,
      };
      return (await claimPerson(table, claim)).kind === "claimed";
    },
    postponePerson: (invitation, on) =>
      recordSend(table, invitation.personHash, {
        on,
        by: { invitationId: invitation.invitationId, program: invitation.programId },
      }),
    compose: async (mail) => ({ ...mail, raw: new Uint8Array() }),
    send: async (mail) => {
      given.push(mail);
      const reply = replies.shift() ?? { kind: "accepted", messageId: `ses-${given.length}` };
      if (reply.kind === "accepted") taken.push(mail);
      return reply;
    },
    linkKey: { id: "1", key: Buffer.alloc(32, 7) },
    sendTimes: { timeZone: "Europe/Berlin", holidays: [] },
    newAttemptId: () => `attempt-${++attempts}`,
  };

  return {
    job,
    ports,
    given,
    taken,
    /** What the service will say, first to last; after that it takes everything. */
    replies,
    personHash,

    async save(contact: Partial<Contact> = {}, account: Partial<Account> = {}): Promise<void> {
      await saveAccount(table, anAccount({ accountId, ...account }));
      await saveContact(table, aContact({ accountId, contactId, ...contact }));
    },

    /** Selected on the Monday before, the person's slot taken. */
    async select(over: Partial<Invitation> = {}): Promise<void> {
      await this.save();
      const invitation: Invitation = {
        type: "invitation",
        version: 1,
        ...ids,
        invitationId: job.invitationId,
        programVersion: 1,
        personHash,
        status: "selected",
        selectedAt: "2026-11-30T00:05:00.000Z",
        notBefore: OPENS,
        ...over,
      };
      await claimPerson(table, {
        personHash,
        invitationId: job.invitationId,
        programId: ids.programId,
        on: invitation.notBefore.slice(0, 10),
        cooldownDays: COOLDOWN_DAYS,
      });
      await saveSelected(table, invitation);
    },

    send: (now = OPENS, through = ports): Promise<SendOutcome> => sendInvitation(through)(job, new Date(now)),

    /** SES's events of every mail it took. */
    async settle(): Promise<void> {
      for (const mail of taken)
        await settleAsSent(table, job.invitationId, mail.at.toISOString(), "ses-event");
    },

    invitation: (): Promise<Invitation | undefined> => invitationById(table, job.invitationId),

    async person(): Promise<Person | undefined> {
      return (await peopleByHash(table, [personHash])).get(personHash);
    },

    /** Since when it waits in the index of what is due; undefined where it does not. */
    async waitsFor(): Promise<string | undefined> {
      const due = await invitationsDueBy(table, new Date("2100-01-01T00:00:00Z"), 10_000);
      return due.find((one) => one.invitationId === job.invitationId)?.notBefore;
    },
  };
}
