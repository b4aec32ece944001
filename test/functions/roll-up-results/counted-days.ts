import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import type { Bucket } from "#shared/domain/results/buckets.ts";
import { countDay } from "#shared/domain/results/counted-day.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { replaceBuckets } from "#shared/dynamodb/bucket-writes.ts";
import { clearDirty, dirtyDays, storedBuckets } from "#shared/dynamodb/day-counts.ts";
import { listUnderDay, markDay } from "#shared/dynamodb/days.ts";
import { recordsOfDay } from "#shared/dynamodb/invitation-lists.ts";
import { invitationKey } from "#shared/dynamodb/keys.ts";
import { programVersion } from "#shared/dynamodb/programs.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { type RollUpPorts, rollUpResults } from "../../../functions/roll-up-results/roll-up-results.ts";
import { anInvitation, aProgram } from "../../builders.ts";

export const PROGRAM = "post-onboarding";
export const DAY = "2026-12-01";

export const portsOf = (table: Table): RollUpPorts => ({
  dirtyDays: () => dirtyDays(table),
  storedBuckets: (programId, day) => storedBuckets(table, programId, day),
  recordsOfDay: (programId, day) => recordsOfDay(table, programId, day),
  program: (programId, version) => programVersion(table, programId, version),
  replaceBuckets: (stored, counted) => replaceBuckets(table, stored, counted),
  clearDirty: (day) => clearDirty(table, day),
  markDay: (programId, day) => markDay(table, programId, day),
  hasTime: () => true,
});

/** As the stream does it: the invitation, its places on the lists, the mark last. */
export async function store(table: Table, invitation: Invitation): Promise<void> {
  await table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: toItem({ ...invitationKey(invitation.invitationId), ...invitation }),
    }),
  );
  await listUnderDay(table, "SENT", DAY, invitation);
  if (invitation.attempts !== undefined) await listUnderDay(table, "ANSWERED", DAY, invitation);
  await markDay(table, PROGRAM, DAY);
}

export const scored = (id: string, nps: number | undefined, segment = "scale"): Invitation =>
  anInvitation({
    invitationId: id,
    account: { segment, products: ["ci"] },
    ...(nps === undefined
      ? {}
      : {
          attempts: [
            {
              attemptId: `attempt-${nps}`,
              at: `${DAY}T10:00:00.000Z`,
              answers: [{ questionId: "nps", kind: "nps", value: nps }],
            },
          ],
        }),
  });

const inOrder = (buckets: readonly Bucket[]) =>
  buckets.toSorted((a, b) => (a.attribute + a.value < b.attribute + b.value ? -1 : 1));

/** What is stored, against what counting these invitations from nothing gives. */
export async function expectExact(table: Table, invitations: readonly Invitation[]): Promise<void> {
  const stored = await storedBuckets(table, PROGRAM, DAY);
  expect(inOrder(stored.map(({ counts: _, suspectCounts: __, ...bucket }) => bucket))).toEqual(
    inOrder(countDay(PROGRAM, DAY, invitations, invitations, new Map([[1, aProgram(PROGRAM)]]))),
  );
}

export async function rollUpUntilClean(table: Table): Promise<void> {
  for (let rounds = 0; (await dirtyDays(table)).length > 0; rounds++) {
    if (rounds > 10) throw new Error("the day never became clean");
    await rollUpResults(portsOf(table))();
  }
}
