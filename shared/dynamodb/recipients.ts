import type { Day } from "../domain/accounts/account.ts";
import { personHash } from "../domain/accounts/person.ts";
import { COOLDOWN_DAYS } from "../domain/eligibility/slot-rules.ts";
import type { Program } from "../domain/programs/program.ts";
import type { Invitation } from "../domain/sending/invitation.ts";
import { saveSelected } from "./invitations.ts";
import { claimPerson } from "./people.ts";
import { type Asked, askedOf, type PersonState, peopleOf } from "./person-state.ts";
import { type AccountWithContacts, accountWithContacts } from "./portfolio.ts";
import { currentPrograms } from "./programs.ts";
import type { Table } from "./table.ts";

/** What a person's slot answers to a claim: it is theirs, or somebody else was asked on that day. */
type Claim = { readonly kind: "claimed" } | { readonly kind: "taken"; readonly last: Asked };

/** What deciding and selecting a contact needs, whatever it was that fired. */
export type RecipientPorts = {
  accountWithContacts(accountId: string): Promise<AccountWithContacts>;
  personHash(email: string): string;
  /** Every program as it is now. */
  programs(): Promise<readonly Program[]>;
  people(personHashes: readonly string[]): Promise<ReadonlyMap<string, PersonState>>;
  claimPerson(claim: {
    personHash: string;
    invitationId: string;
    programId: string;
    on: Day;
  }): Promise<Claim>;
  saveSelected(invitation: Invitation): Promise<void>;
};

export const recipientPorts = (table: Table, personKey: Uint8Array): RecipientPorts => ({
  accountWithContacts: (accountId) => accountWithContacts(table, accountId, { consistent: true }),
  personHash: (email) => personHash(email, personKey),
  programs: () => currentPrograms(table),
  people: (hashes) => peopleOf(table, hashes),
  claimPerson: async (claim) => {
    const outcome = await claimPerson(table, { ...claim, cooldownDays: COOLDOWN_DAYS });
    if (outcome.kind === "claimed") return outcome;
    const last = askedOf(outcome.person);
    if (last === undefined)
      throw new Error("a slot was refused by a person who was never asked; do the same again");
    return { kind: "taken", last };
  },
  saveSelected: (invitation) => saveSelected(table, invitation),
});
