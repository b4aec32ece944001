import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import type { Hold } from "#shared/domain/accounts/hold.ts";
import { utcDay } from "#shared/domain/days.ts";
import type { Case, LastAsked } from "#shared/domain/eligibility/case.ts";
import { type Decision, decideContact } from "#shared/domain/eligibility/eligibility.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import {
  ageHours,
  cycleOfTouchpoint,
  dropsAt,
  type EventProgram,
  isEventProgram,
  isInTheFuture,
  type Touchpoint,
} from "#shared/domain/programs/touchpoint.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import type { RecipientPorts } from "#shared/dynamodb/recipients.ts";
import type { TouchpointEntry } from "#shared/dynamodb/touchpoints.ts";
import { selectedInvitation } from "#shared/selection/selected-invitation.ts";

export type ReachPorts = RecipientPorts & {
  recorded(entry: TouchpointEntry): Promise<Decision | undefined>;
  /** Keeps a decision once: of two at once the first stands, and is what is answered. */
  record(entry: TouchpointEntry, decision: Decision, at: Date): Promise<Decision>;
  saveMilestone(milestone: Milestone): Promise<void>;
};

export type ReachOutcome =
  | { readonly kind: "in-the-future" | "no-program" | "no-such-account" | "no-such-contact" }
  | { readonly kind: "reached"; readonly decisions: readonly ProgramDecision[] };

type ProgramDecision = { readonly programId: string; readonly decision: Decision };

/**
 * Something happened to a contact: decides, for every program that asks about it, whether they are asked, by the
 * rules that hold for all programs. Asked at once or not at all: nobody waits. The same touchpoint again, also at
 * the same time, is the same decision.
 */
export const reachTouchpoint =
  (ports: ReachPorts) =>
  async (touchpoint: Touchpoint, now: Date): Promise<ReachOutcome> => {
    if (isInTheFuture(touchpoint, now)) return { kind: "in-the-future" };
    const programs = (await ports.programs())
      .filter(isEventProgram)
      .filter(({ trigger, status }) => trigger.touchpoint === touchpoint.type && status !== "retired");
    if (programs.length === 0) return { kind: "no-program" };

    const known = await ports.accountWithContacts(touchpoint.accountId);
    const { account } = known;
    if (account === undefined) return { kind: "no-such-account" };
    const contact = known.contacts.find(({ contactId }) => contactId === touchpoint.contactId);
    if (contact === undefined) return { kind: "no-such-contact" };

    const decisions: ProgramDecision[] = [];
    // One after the other: whom the first asks, its cooldown bars from the next.
    for (const program of programs) {
      const reach: Reach = { ...known, account, contact, program, touchpoint, now };
      decisions.push({ programId: program.programId, decision: await reachProgram(ports, reach) });
    }
    return { kind: "reached", decisions };
  };

type Reach = {
  readonly program: EventProgram;
  readonly touchpoint: Touchpoint;
  readonly account: Account;
  readonly contact: Contact;
  readonly contacts: readonly Contact[];
  readonly holds: readonly Hold[];
  readonly milestones: readonly Milestone[];
  readonly now: Date;
};

async function reachProgram(ports: ReachPorts, reach: Reach): Promise<Decision> {
  const { program, touchpoint, contact, milestones, now } = reach;
  const { accountId, contactId, reference } = touchpoint;
  const on = utcDay(new Date(touchpoint.occurredAt));
  const cycle = cycleOfTouchpoint(touchpoint);
  const milestone = milestones.find((m) => m.programId === program.programId && m.cycle === cycle);
  const asked = milestone?.contacts ?? [];
  const entry: TouchpointEntry = { programId: program.programId, on, accountId, contactId, reference };
  const decision =
    (await ports.recorded(entry)) ?? (await ports.record(entry, await decide(ports, reach, asked), now));
  // Last of all: whoever is named here has their invitation and stands in the ledger.
  if (decision.verdict === "selected" && !asked.includes(contact.contactId)) {
    await ports.saveMilestone({
      type: "milestone",
      version: 1,
      accountId,
      programId: program.programId,
      cycle,
      anchorOn: on,
      dueOn: on,
      lookOn: on,
      status: "done",
      contacts: [contact.contactId],
    });
  }
  return decision;
}

async function decide(ports: ReachPorts, reach: Reach, asked: readonly string[]): Promise<Decision> {
  const { program, touchpoint, account, contact, contacts, holds, now } = reach;
  const invitation = invitationOf(reach, ports.personHash(contact.email));
  const { personHash, invitationId: id, programId } = invitation;
  const on = utcDay(now);
  const person = (await ports.people([personHash])).get(personHash);
  const before = person?.asked;
  const isOwnClaim = before?.invitationId === id && !asked.includes(contact.contactId);
  // Its own slot, claimed before a crash, does not bar an invitation.
  let last: LastAsked | undefined = isOwnClaim ? undefined : before;
  const of: Case = {
    program,
    account,
    contacts,
    touchpoint: {
      reference: touchpoint.reference,
      occurredAt: touchpoint.occurredAt,
      ageHours: ageHours(touchpoint, now),
    },
    dueOn: utcDay(new Date(touchpoint.occurredAt)),
    waitsUntil: undefined,
    isFirstLook: true,
    holds,
    asked,
    on,
    lastAsked: () => last,
    suppressed: () => person?.suppression,
  };
  const decision = decideContact(of, contact);
  if (decision.verdict === "excluded") return decision;
  const claim = await ports.claimPerson({ personHash, invitationId: id, programId, on });
  if (claim.kind === "taken") {
    last = claim.last;
    return decideContact(of, contact);
  }
  await ports.saveSelected(invitation);
  return decision;
}

function invitationOf({ program, touchpoint, contact, now }: Reach, personHash: string): Invitation {
  const at = { program, now, notBefore: now };
  const selected = selectedInvitation(at, cycleOfTouchpoint(touchpoint), contact, personHash);
  return { ...selected, dropAt: dropsAt(program, touchpoint).toISOString() };
}
