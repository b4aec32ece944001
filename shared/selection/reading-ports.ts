import { personHash } from "../domain/accounts/person.ts";
import { allAccountIds } from "../dynamodb/directory.ts";
import { milestonesToLookAt } from "../dynamodb/milestones.ts";
import { peopleOf } from "../dynamodb/person-state.ts";
import { accountWithContacts } from "../dynamodb/portfolio.ts";
import { currentPrograms } from "../dynamodb/programs.ts";
import { cursorOf } from "../dynamodb/runs.ts";
import type { Table } from "../dynamodb/table.ts";
import type { Settings } from "../settings.ts";
import type { RealPorts } from "./imagined-ports.ts";
import type { SelectPorts } from "./select-ports.ts";

/** What selection reads, for whoever may write nothing. */
export const readingPorts = (
  table: Table,
  settings: Settings,
  personKey: Uint8Array,
): RealPorts & Pick<SelectPorts, "programs"> => ({
  programs: () => currentPrograms(table),
  accountWithContacts: (accountId) => accountWithContacts(table, accountId, { consistent: true }),
  people: (hashes) => peopleOf(table, hashes),
  personHash: (email) => personHash(email, personKey),
  cursor: (programId) => cursorOf(table, programId),
  milestonesToLookAt: (programId, from, to) => milestonesToLookAt(table, programId, from, to),
  accountIds: () => allAccountIds(table),
  sendTimes: settings,
});
