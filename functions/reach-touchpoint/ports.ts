import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { recipientPorts } from "#shared/dynamodb/recipients.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { decisionOfTouchpoint, recordTouchpoint } from "#shared/dynamodb/touchpoints.ts";
import type { ReachPorts } from "./reach-touchpoint.ts";

export const tablePorts = (table: Table, personKey: Uint8Array): ReachPorts => ({
  ...recipientPorts(table, personKey),
  recorded: (entry) => decisionOfTouchpoint(table, entry),
  record: (entry, decision, at) => recordTouchpoint(table, entry, decision, at),
  saveMilestone: (milestone) => saveMilestone(table, milestone),
});
