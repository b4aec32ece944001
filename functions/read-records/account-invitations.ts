import type { Invitation } from "#shared/domain/invitation.ts";
import { invitationId } from "#shared/domain/invitation-id.ts";
import type { Milestone } from "#shared/domain/milestone.ts";

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
  const milestones = await ports.milestonesOf(accountId);
  return await ports.invitationsByIds(
    milestones.flatMap(({ programId, cycle, contacts, withdrawals = [] }) =>
      [...new Set([...contacts, ...withdrawals])].map((contactId) =>
        invitationId({ accountId, contactId, programId, cycle }),
      ),
    ),
  );
}
