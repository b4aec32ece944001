import type { Day } from "#shared/domain/accounts/account.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { ownerOf } from "#shared/domain/ctas/cta-owner.ts";
import {
  renewalsLookedAt,
  type Silence,
  silenceBefore,
  silentRenewalCta,
} from "#shared/domain/ctas/silence.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationIdsIn } from "#shared/domain/sending/invitation-id.ts";
import type { AccountWithContacts } from "#shared/dynamodb/portfolio.ts";
import type { ComingRenewal } from "#shared/dynamodb/silences.ts";
import type { Settings } from "#shared/settings.ts";
import { type Done, eachOf } from "./each-of.ts";

export type SilencePorts = {
  /** The accounts that renew from one day to another, and wait to be looked at before that. */
  comingRenewals(from: Day, to: Day): Promise<readonly ComingRenewal[]>;
  programs(): Promise<readonly Program[]>;
  accountWithContacts(accountId: string): Promise<AccountWithContacts>;
  silencesOf(accountId: string): Promise<readonly Silence[]>;
  invitationsByIds(ids: readonly string[]): Promise<readonly Invitation[]>;
  openSilence(silence: Silence, cta: Cta): Promise<"opened" | "joined">;
  /** It has been looked at, and waits no more. */
  leaveRenewals(coming: ComingRenewal): Promise<void>;
  readonly settings: Pick<Settings, "queues" | "timeZone" | "holidays">;
};

/**
 * Opens a call to action for every account that is to renew soon and from which nothing was heard. Costs what is due:
 * what has been looked at leaves the index. One that breaks off before that is looked at again, and found to be known.
 */
export const lookForSilence =
  (ports: SilencePorts) =>
  async (on: Day, now: Date): Promise<Done> => {
    const { from, to } = renewalsLookedAt(on);
    const coming = await ports.comingRenewals(from, to);
    if (coming.length === 0) return { done: 0, failures: [] };
    const programs = await ports.programs();
    return await eachOf(coming, async (renewal) => {
      const isOpened = await lookAt(ports, programs, renewal, { on, now });
      await ports.leaveRenewals(renewal);
      return isOpened;
    });
  };

/** Whether a call to action was opened. The index may lag behind: a renewal that was moved comes up on its own day. */
async function lookAt(
  ports: SilencePorts,
  programs: readonly Program[],
  { accountId, renewalOn }: ComingRenewal,
  { on, now }: { readonly on: Day; readonly now: Date },
): Promise<boolean> {
  const { account, contacts, holds, milestones } = await ports.accountWithContacts(accountId);
  if (account === undefined || account.renewalOn !== renewalOn) return false;
  const silences = await ports.silencesOf(accountId);
  const invitations = await ports.invitationsByIds(invitationIdsIn(milestones));
  const known = { account, contacts, holds, milestones, programs, invitations, silences };
  const found = silenceBefore(renewalOn, known, on);
  if (found === undefined) return false;
  const { settings } = ports;
  const owner = ownerOf("silent-renewal", account, settings.queues);
  const cta = silentRenewalCta(found, account, { owner, openedAt: now.toISOString() }, settings);
  return (await ports.openSilence(found.silence, cta)) === "opened";
}
