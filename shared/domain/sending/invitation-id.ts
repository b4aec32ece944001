import { createHash } from "node:crypto";
import type { Milestone } from "../eligibility/milestone.ts";

/**
 * The id of the one invitation that a contact can have in a cycle: 32 hexadecimal digits, the same however often
 * and on whatever day it is worked out, so that selecting somebody twice is selecting them once.
 */
export function invitationId(of: {
  readonly accountId: string;
  readonly contactId: string;
  readonly programId: string;
  readonly cycle: string;
}): string {
  const parts = JSON.stringify([of.accountId, of.contactId, of.programId, of.cycle]);
  return createHash("sha256").update(parts).digest("hex").slice(0, 32);
}

/** The ids of all that these milestones tell of: who was asked in which cycle, and whose mail was withdrawn. */
export const invitationIdsIn = (milestones: readonly Milestone[]): string[] =>
  milestones.flatMap(({ accountId, programId, cycle, contacts, withdrawals = [] }) =>
    [...new Set([...contacts, ...withdrawals])].map((contactId) =>
      invitationId({ accountId, contactId, programId, cycle }),
    ),
  );
