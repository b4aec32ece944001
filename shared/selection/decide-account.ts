import type { Contact } from "../domain/accounts/contact.ts";
import { laterOf, utcDay } from "../domain/days.ts";
import type { AccountState, Case } from "../domain/eligibility/case.ts";
import { type Decision, decideContact, decideNobody } from "../domain/eligibility/eligibility.ts";
import type { Milestone } from "../domain/eligibility/milestone.ts";
import { isCapped, isPlannedProgram, type Program, waitsUntil } from "../domain/programs/program.ts";
import { invitationId } from "../domain/sending/invitation-id.ts";
import type { RecipientPorts } from "../dynamodb/recipients.ts";
import { answersOf, type Known, knownOf } from "./known.ts";
import { type SendsFrom, selectedInvitation, sendTimeOf } from "./selected-invitation.ts";

export type Deciding = SendsFrom & {
  /** Every program as it is now. */
  readonly programs: readonly Program[];
  /** Of a sample: how many it asks, and how many it has; counted on here. */
  readonly draw?: { readonly size: number; taken: number };
};

export type Decided = {
  readonly decisions: readonly Decision[];
  /** The milestone's contacts and the day of its newest mail, with those asked now. */
  readonly milestone: Milestone;
};

/**
 * Decides every contact of an account in one cycle, and selects those whom every rule passes: takes their slot, and
 * keeps their invitation. Doing it again, after a crash or beside itself, selects nobody twice.
 */
export async function decideAndSelect(
  ports: RecipientPorts,
  deciding: Deciding,
  state: AccountState,
  milestone: Milestone,
): Promise<Decided> {
  const known = await knownOf(ports, state.account.accountId, state.contacts);
  // Grows with every claim: the same person may come again, as another contact of the account.
  const asked = [...milestone.contacts];
  let { lastAskedOn, cappedOn } = milestone;
  const isClaimedBefore = (contact: Contact): boolean =>
    !asked.includes(contact.contactId) &&
    known.asked(contact)?.invitationId === invitationId({ ...milestone, contactId: contact.contactId });
  const ask = (contact: Contact, on: string): void => {
    asked.push(contact.contactId);
    lastAskedOn = lastAskedOn === undefined ? on : laterOf(lastAskedOn, on);
    if (isCapped(deciding.program)) cappedOn = lastAskedOn;
    if (deciding.draw !== undefined) deciding.draw.taken += 1;
  };
  const of: Case = { ...caseOf(deciding, state, milestone, known, isClaimedBefore), asked };
  const decide = (contact: Contact): Decision => decideContact({ ...of, draw: deciding.draw }, contact);

  const decisions: Decision[] = state.contacts.length === 0 ? [decideNobody(of)] : [];
  for (const contact of state.contacts) {
    const decision = decide(contact);
    if (decision.verdict === "excluded") {
      decisions.push(decision);
      // Selected before a crash, and barred since: the invitation may be there, and is this cycle's.
      if (isClaimedBefore(contact)) ask(contact, known.asked(contact)?.on ?? deciding.decidedOn);
      continue;
    }
    const sends = { ...deciding, notBefore: sendTimeOf(deciding, contact) };
    const invitation = selectedInvitation(sends, milestone.cycle, contact, known.hashOf(contact));
    const { personHash, invitationId, programId } = invitation;
    // The slot counts from the day the mail will go out, which is never before the decision.
    const on = utcDay(new Date(invitation.notBefore));
    const claim = await ports.claimPerson({ personHash, invitationId, programId, on });
    if (claim.kind === "taken") {
      known.note(contact, claim.last);
      decisions.push(decide(contact));
      continue;
    }
    known.note(contact, { on, by: { invitationId, program: programId }, invitationId });
    ask(contact, on);
    await ports.saveSelected(invitation);
    decisions.push(decision);
  }
  return { decisions, milestone: { ...milestone, contacts: asked, lastAskedOn, cappedOn } };
}

/** An account's cycle as the rules look at it. */
function caseOf(
  deciding: Deciding,
  state: AccountState,
  milestone: Milestone,
  known: Known,
  isOwn: (contact: Contact) => boolean,
): Case {
  const { program, programs, decidedOn } = deciding;
  return {
    ...state,
    program,
    programs,
    cycle: milestone.cycle,
    dueOn: milestone.dueOn,
    waitsUntil: isPlannedProgram(program) ? waitsUntil(program, milestone.anchorOn) : undefined,
    isFirstLook: milestone.status === "planned",
    asked: milestone.contacts,
    on: decidedOn,
    sendsOn: (contact) => utcDay(sendTimeOf(deciding, contact)),
    ...answersOf(known, isOwn),
  };
}
