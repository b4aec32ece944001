import type { Day } from "../domain/accounts/account.ts";
import { earlierOf } from "../domain/days.ts";
import { firstDirtyDay } from "../dynamodb/day-counts.ts";
import { importedTouchpoints } from "../dynamodb/imported-touchpoints.ts";
import {
  answerPlacesOnDay,
  idsOnDay,
  invitationsByIds,
  responsesAt,
  waitingInvitations,
} from "../dynamodb/invitation-lists.ts";
import { currentPrograms } from "../dynamodb/programs.ts";
import { firstCountedDay } from "../dynamodb/results.ts";
import type { Table } from "../dynamodb/table.ts";
import type { AnsweredPorts } from "./answered.ts";
import type { InvitationPorts } from "./invitations.ts";

/** Our programs, and what answers were imported of. */
export async function touchpointIds(table: Table): Promise<string[]> {
  const touchpoints = await Promise.all([currentPrograms(table), importedTouchpoints(table)]);
  return [...new Set(touchpoints.flat().map(({ programId }) => programId))];
}

/** The first day of which a program has figures, or is about to. */
async function firstDay(table: Table, programId: string): Promise<Day | undefined> {
  const days = await Promise.all([firstCountedDay(table, programId), firstDirtyDay(table, programId)]);
  const [first, ...more] = days.filter((day) => day !== undefined);
  return first && more.reduce(earlierOf, first);
}

/** What was asked and answered, as a table has it. */
export const recordPorts = (table: Table): AnsweredPorts & InvitationPorts => ({
  programIds: () => touchpointIds(table),
  firstDay: (programId) => firstDay(table, programId),
  invitationsByIds: (ids) => invitationsByIds(table, ids),
  sentOnDay: (programId, day, page) => idsOnDay(table, "SENT", programId, day, page),
  waitingInvitations: (page) => waitingInvitations(table, page),
  answerPlacesOnDay: (programId, day, page) => answerPlacesOnDay(table, programId, day, page),
  responsesAt: (programId, day, places) => responsesAt(table, programId, day, places),
});
