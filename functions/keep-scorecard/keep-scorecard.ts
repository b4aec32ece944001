import { isDeepStrictEqual } from "node:util";
import { type Entry, readingOf, responsesIn, scoredIn } from "#shared/domain/scorecard/score-entries.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";

export type KeepPorts = {
  /** These invitations as they are now; one that does not exist is left out. */
  invitations(ids: readonly string[]): Promise<readonly Invitation[]>;
  /** Enters what `entryFrom` makes of the account's entries, of which it may be asked more than once. */
  enter(
    accountId: string,
    entryFrom: (entries: readonly Entry[]) => Promise<Entry>,
    now: Date,
  ): Promise<unknown>;
};

/** How an invitation was before a change and how it is after it, as the table's stream tells. */
export type Change = { readonly before: Invitation | undefined; readonly after: Invitation };

/**
 * An answer came, changed, or is judged otherwise: the reading of its cycle is worked out anew from the answers as they
 * are now, not as this change says. So changes that come twice, late or in another order end in the same reading. `false`
 * where the change touches nothing that is scored.
 */
export const keepScorecard =
  (ports: KeepPorts) =>
  async ({ before, after }: Change, now: Date): Promise<boolean> => {
    if (isDeepStrictEqual(scoredIn(before), scoredIn(after))) return false;
    const { accountId, programId, cycle, invitationId } = after;
    const entryFrom = async (entries: readonly Entry[]): Promise<Entry> => {
      const answered = entries
        .filter((one) => one.type === "score-reading")
        .filter((one) => one.programId === programId && one.cycle === cycle)
        .flatMap(responsesIn);
      const ids = [...new Set([...answered, invitationId])];
      return readingOf({ accountId, programId, cycle }, await ports.invitations(ids));
    };
    await ports.enter(accountId, entryFrom, now);
    return true;
  };
