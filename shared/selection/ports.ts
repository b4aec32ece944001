import type { Milestone } from "../domain/eligibility/milestone.ts";
import { saveMilestone, settleMilestone } from "../dynamodb/milestones.ts";
import type { Asked } from "../dynamodb/person-state.ts";
import { recipientPorts } from "../dynamodb/recipients.ts";
import { advanceCursor, countDecisions, runById, saveDecisions, saveRun } from "../dynamodb/runs.ts";
import type { Table } from "../dynamodb/table.ts";
import type { Settings } from "../settings.ts";
import { readingPorts } from "./reading-ports.ts";
import type { SelectPorts } from "./select-ports.ts";

export const tablePorts = (table: Table, settings: Settings, personKey: Uint8Array): SelectPorts => ({
  ...recipientPorts(table, personKey),
  ...readingPorts(table, settings, personKey),
  saveDecisions: (run, accountId, decisions, at, { status }) =>
    saveDecisions(table, run, accountId, decisions, at, status === "missed"),
  saveMilestone: (milestone) => saveMilestone(table, milestone),
  settleMilestone: (seenDueOn, milestone) => settleMilestone(table, seenDueOn, milestone),
  advanceCursor: (programId, ranUpTo) => advanceCursor(table, programId, ranUpTo),
  countDecisions: (runId) => countDecisions(table, runId),
  run: (runId) => runById(table, runId),
  saveRun: (run) => saveRun(table, run),
});

/**
 * Decides as the real ports would, and keeps only the ledger of the dry run: who was asked and what was settled are
 * held in memory, where the accounts that are decided after them see it.
 */
export function dryPorts(ports: SelectPorts): SelectPorts {
  const claims = new Map<string, Asked>();
  const settled = new Map<string, Milestone>();
  const keyOf = ({ accountId, programId, cycle }: Milestone) => [accountId, programId, cycle].join("#");
  return {
    ...ports,
    accountWithContacts: async (accountId) => {
      const { milestones, ...state } = await ports.accountWithContacts(accountId);
      return { ...state, milestones: milestones.map((one) => settled.get(keyOf(one)) ?? one) };
    },
    people: async (hashes) => {
      const people = [...(await ports.people(hashes))];
      return new Map(
        people.map(([hash, state]) => [hash, { ...state, asked: claims.get(hash) ?? state.asked }]),
      );
    },
    claimPerson: async ({ personHash, invitationId, programId, on }) => {
      const held = claims.get(personHash);
      if (held !== undefined) return { kind: "taken", last: held };
      claims.set(personHash, { on, by: { invitationId, program: programId }, invitationId });
      return { kind: "claimed" };
    },
    saveSelected: async () => {},
    settleMilestone: async (_, milestone) => void settled.set(keyOf(milestone), milestone),
    saveMilestone: async () => {},
    advanceCursor: async () => {},
  };
}
