import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import type { Person } from "#shared/domain/accounts/person.ts";
import { COOLDOWN_DAYS } from "#shared/domain/eligibility/slot-rules.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationId } from "#shared/domain/sending/invitation-id.ts";
import { markSent, settleReminder } from "#shared/dynamodb/delivery.ts";
import { fieldUpdate } from "#shared/dynamodb/field-update.ts";
import { invitationById, saveSelected } from "#shared/dynamodb/invitations.ts";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { claimPerson } from "#shared/dynamodb/people.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { type DueSend, invitationsDueBy, type SendJob } from "#shared/dynamodb/sending.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { SendOutcome } from "../../../functions/send-invitation/outcome.ts";
import type { Mail, MailReply, SendPorts } from "../../../functions/send-invitation/ports.ts";
import { sendInvitation } from "../../../functions/send-invitation/send-invitation.ts";
import { sendReminder } from "../../../functions/send-invitation/send-reminder.ts";
import { tablePorts } from "../../../functions/send-invitation/table-ports.ts";
import { aContact, anAccount, hashOf } from "../../builders.ts";
import { peopleByHash } from "../../people.ts";

/** Tuesday, 9:00 in Berlin. */
export const OPENS = "2026-12-01T08:00:00.000Z";
/** The Tuesday after, when a survey that went out then is due to be reminded of. */
export const REMINDS = "2026-12-08T08:00:00.000Z";

let rooms = 0;

/** One selected invitation in a real table, and a mail service that remembers what it was given and took. */
export function aMailRoom(table: Table, programId = "post-onboarding") {
  const accountId = `acc-${++rooms}`;
  const contactId = "mei";
  const personHash = `person-${rooms}`.padEnd(64, "-");
  const ids = { accountId, contactId, programId, cycle: "life" };
  const job: SendJob = {
    kind: "survey",
    invitationId: invitationId(ids),
    accountId,
    contactId,
    programId,
    personHash,
  };
  const given: Mail[] = [];
  const taken: Mail[] = [];
  const replies: MailReply[] = [];
  let attempts = 0;

  const ports: SendPorts = {
    ...tablePorts(table),
    personHash: (email) => (email === aContact().email ? personHash : `${personHash}-${email}`),
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
      await saveContact(table, aContact({ accountId, contactId, ...contact }), hashOf);
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

    remind: (now = REMINDS, through = ports): Promise<SendOutcome> =>
      sendReminder(through)({ ...job, kind: "reminder" }, new Date(now)),

    /** SES's events of every mail it took. */
    async settle(): Promise<void> {
      for (const { at, reminds } of taken) {
        const sent = { sentAt: at.toISOString(), messageId: "ses-event" };
        const invitation = await this.invitation();
        if (reminds !== undefined) await settleReminder(table, job.invitationId, sent);
        else if (invitation !== undefined) await markSent(table, invitation, sent);
      }
    },

    /** Changes what is kept of the invitation, as whatever else writes to it does. */
    async change(fields: Partial<Invitation>): Promise<void> {
      await table.client.send(
        new UpdateItemCommand({
          TableName: table.name,
          Key: marshall(invitationKey(job.invitationId)),
          ...fieldUpdate(fields),
        }),
      );
    },

    invitation: (): Promise<Invitation | undefined> => invitationById(table, job.invitationId),

    async person(): Promise<Person | undefined> {
      return (await peopleByHash(table, [personHash])).get(personHash);
    },

    /** How it stands in the index of what is due; undefined where it does not. */
    async due(): Promise<DueSend | undefined> {
      const due = await invitationsDueBy(table, new Date("2100-01-01T00:00:00Z"), 10_000);
      return due.find((one) => one.invitationId === job.invitationId);
    },

    /** From when on its survey waits there. */
    async waitsFor(): Promise<string | undefined> {
      const due = await this.due();
      return due?.kind === "survey" ? due.notBefore : undefined;
    },
  };
}
