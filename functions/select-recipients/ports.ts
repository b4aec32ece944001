import type { Asked } from "#shared/dynamodb/last-asked.ts";
import { milestonesToLookAt, settleMilestone } from "#shared/dynamodb/milestones.ts";
import { currentProgram } from "#shared/dynamodb/programs.ts";
import { recipientPorts } from "#shared/dynamodb/recipients.ts";
import {
  advanceCursor,
  countDecisions,
  cursorOf,
  runById,
  saveDecisions,
  saveRun,
} from "#shared/dynamodb/runs.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Settings } from "#shared/settings.ts";
import type { SelectPorts } from "./select-recipients.ts";

export const tablePorts = (table: Table, settings: Settings, personKey: Uint8Array): SelectPorts => ({
  ...recipientPorts(table, personKey),
  program: (programId) => currentProgram(table, programId),
  cursor: (programId) => cursorOf(table, programId),
  milestonesToLookAt: (programId, from, to) => milestonesToLookAt(table, programId, from, to),
  saveDecisions: (runId, accountId, decisions, at) => saveDecisions(table, runId, accountId, decisions, at),
  settleMilestone: (seenDueOn, milestone) => settleMilestone(table, seenDueOn, milestone),
  advanceCursor: (programId, ranUpTo) => advanceCursor(table, programId, ranUpTo),
  countDecisions: (runId) => countDecisions(table, runId),
  run: (runId) => runById(table, runId),
  saveRun: (run) => saveRun(table, run),
  sendTimes: { timeZone: settings.timeZone, holidays: settings.holidays },
});

/** Decides as the real ports would, and keeps only the ledger of the dry run: claims are held in memory. */
export function dryPorts(ports: SelectPorts): SelectPorts {
  const claims = new Map<string, Asked>();
  return {
    ...ports,
    claimPerson: async ({ personHash, invitationId, programId, on }) => {
      const held = claims.get(personHash);
      if (held !== undefined) return { kind: "taken", last: held };
      claims.set(personHash, { on, by: { invitationId, program: programId }, invitationId });
      return { kind: "claimed" };
    },
    saveSelected: async () => {},
    settleMilestone: async () => {},
    advanceCursor: async () => {},
  };
}
