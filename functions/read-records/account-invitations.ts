import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationIdsIn } from "#shared/domain/sending/invitation-id.ts";

export type AccountInvitationPorts = {
  milestonesOf(accountId: string): Promise<readonly Milestone[]>;
  importedIdsOf(accountId: string): Promise<readonly string[]>;
  invitationsByIds(ids: readonly string[]): Promise<readonly Invitation[]>;
};

/**
 * Every invitation of an account, in whatever state: its milestones say who was asked in which cycle, and whose mail was
 * withdrawn. What was imported of it is among them.
 */
export async function invitationsOfAccount(
  ports: AccountInvitationPorts,
  accountId: string,
): Promise<readonly Invitation[]> {
  const [milestones, imported] = await Promise.all([
    ports.milestonesOf(accountId),
    ports.importedIdsOf(accountId),
  ]);
  return await ports.invitationsByIds([...invitationIdsIn(milestones), ...imported]);
}
