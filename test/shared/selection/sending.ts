import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { milestonesOf } from "#shared/dynamodb/milestones.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { SendOutcome } from "../../../functions/send-invitation/outcome.ts";
import type { Mail, MailReply, SendPorts } from "../../../functions/send-invitation/ports.ts";
import { sendInvitation } from "../../../functions/send-invitation/send-invitation.ts";
import { tablePorts } from "../../../functions/send-invitation/table-ports.ts";
import { aScenario, type Scenario } from "./scenario.ts";

/** What is sent of a scenario's selections, through a mail service that takes everything unless told otherwise. */
export function aSender(table: Table, it: Scenario) {
  const taken: Mail[] = [];
  const replies: MailReply[] = [];
  let attempts = 0;
  const ports: SendPorts = {
    ...tablePorts(table),
    program: async (programId) => (await it.ports.programs()).find((one) => one.programId === programId),
    personHash: it.ports.personHash,
    compose: async (mail) => ({ ...mail, raw: new Uint8Array() }),
    send: async (mail) => {
      const reply = replies.shift() ?? { kind: "accepted", messageId: `ses-${taken.length}` };
      if (reply.kind === "accepted") taken.push(mail);
      return reply;
    },
    linkKey: { id: "1", key: Buffer.alloc(32, 7) },
    sendTimes: { timeZone: "Europe/Berlin", holidays: [] },
    newAttemptId: () => `attempt-${++attempts}`,
  };
  const selected = async (name: string, contactId: string, cycle?: string): Promise<Invitation> => {
    const invitation = await it.invitation(name, contactId, cycle);
    if (invitation === undefined) throw new Error(`${name}/${contactId} was never selected`);
    return invitation;
  };

  return {
    ports,
    /** What the service will say, first to last. */
    replies,
    /** To whom mails went out, in their order. */
    mailed: (): string[] => taken.map(({ contact }) => contact.contactId),
    selected,
    /** Delivers a job, also one that has been delivered before. */
    deliver: (
      { invitationId, accountId, contactId, programId, personHash }: Invitation,
      at: string,
      through = ports,
    ) =>
      sendInvitation(through)(
        { kind: "survey", invitationId, accountId, contactId, programId, personHash },
        new Date(at),
      ),
    async send(name: string, contactId: string, at: string, cycle?: string): Promise<SendOutcome> {
      return await this.deliver(await selected(name, contactId, cycle), at);
    },
    isHeld: async (name: string, contactId: string, cycle?: string): Promise<boolean> => {
      const { personHash, invitationId } = await selected(name, contactId, cycle);
      return (await it.ports.people([personHash])).get(personHash)?.asked?.invitationId === invitationId;
    },
    milestonesOf: (accountId: string) => milestonesOf(table, accountId),
  };
}

/** Post-onboarding's run of Monday has selected Mei, and whoever else is given; the window opens on Tuesday at 8:00 UTC. */
export async function aSelection(table: Table, others: Parameters<Scenario["save"]>[1] = {}) {
  const it = aScenario(table);
  await it.save("a", { mei: {}, ...others });
  await it.run(DUE);
  return { it, sender: aSender(table, it) };
}

export const DUE = "2026-11-30";
export const TUESDAY = "2026-12-01T08:00:00.000Z";
