import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationIdsIn } from "#shared/domain/sending/invitation-id.ts";

export type AccountInvitationPorts = {
  milestonesOf(accountId: string): Promise<readonly Milestone[]>;
  invitationsByIds(ids: readonly string[]): Promise<readonly Invitation[]>;
};

/**
 * Every invitation of an account, in whatever state: its milestones say who was asked in which cycle, and whose mail was
 * withdrawn.
 */
export async function invitationsOfAccount(
  ports: AccountInvitationPorts,
  accountId: string,
): Promise<readonly Invitation[]> {
  return await ports.invitationsByIds(invitationIdsIn(await ports.milestonesOf(accountId)));
}
