import { COOLDOWN_DAYS } from "#shared/domain/eligibility-rules.ts";
import { personHash } from "#shared/domain/person.ts";
import { saveSelected } from "#shared/dynamodb/invitations.ts";
import { askedOf, lastAskedOf } from "#shared/dynamodb/last-asked.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { claimPerson } from "#shared/dynamodb/people.ts";
import { accountWithContacts } from "#shared/dynamodb/portfolio.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { decisionOfTouchpoint, recordTouchpoint } from "#shared/dynamodb/touchpoints.ts";
import type { ReachPorts } from "./reach-touchpoint.ts";

export const tablePorts = (table: Table, personKey: Uint8Array): ReachPorts => ({
  programs: () => currentPrograms(table),
  accountWithContacts: (accountId) => accountWithContacts(table, accountId, { consistent: true }),
  personHash: (email) => personHash(email, personKey),
  lastAsked: (hashes) => lastAskedOf(table, hashes),
  claimPerson: async (claim) => {
    const outcome = await claimPerson(table, { ...claim, cooldownDays: COOLDOWN_DAYS });
    if (outcome.kind === "claimed") return outcome;
    const last = askedOf(outcome.person);
    if (last === undefined)
      throw new Error("a slot was refused by a person who was never asked; hand the touchpoint in again");
    return { kind: "taken", last };
  },
  saveSelected: (invitation) => saveSelected(table, invitation),
  recorded: (entry) => decisionOfTouchpoint(table, entry),
  record: (entry, decision, at) => recordTouchpoint(table, entry, decision, at),
  saveMilestone: (milestone) => saveMilestone(table, milestone),
});
