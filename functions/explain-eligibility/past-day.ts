import type { Day } from "#shared/domain/accounts/account.ts";
import { isSampleProgram, type Program } from "#shared/domain/programs/program.ts";
import { drawBefore } from "#shared/domain/programs/turn.ts";

export type PastPorts = {
  /** Up to which day a program has been run completely. */
  cursor(programId: string): Promise<Day | undefined>;
  /** The days on which runs of a program decided an account, as far as the ledger goes back; the newest first. */
  decidedDays(programId: string, accountId: string): Promise<readonly Day[]>;
};

/** Whether a sample's draw of this very day was made: whoever is not in its ledger was not drawn. */
export async function wasDrawn(
  ports: Pick<PastPorts, "cursor">,
  program: Program,
  on: Day,
): Promise<boolean> {
  if (!isSampleProgram(program) || drawBefore(program, on) !== on) return false;
  const ranUpTo = await ports.cursor(program.programId);
  return ranUpTo !== undefined && ranUpTo >= on;
}

export const NOT_DRAWN =
  "The draw of this day has been made and this account was not drawn; all other rules are as what is known today has them.";

const NOT_DECIDED =
  "No run of this program decided this account on that day, as far as the ledger goes back, which is 24 months.";

/** What there is to say of a past day without a decision: the nearest days before and after it that have one. */
export async function undecided(
  ports: Pick<PastPorts, "decidedDays">,
  { programId, accountId, on }: { readonly programId: string; readonly accountId: string; readonly on: Day },
): Promise<{ readonly contacts: readonly []; readonly note: string; readonly nearest: readonly Day[] }> {
  const days = await ports.decidedDays(programId, accountId);
  const before = days.find((day) => day < on);
  const after = days.findLast((day) => day > on);
  const nearest = [before, after].filter((day) => day !== undefined);
  const instead =
    nearest.length === 0
      ? "Nor has it on any other."
      : `The nearest days on which one did: ${nearest.join(", ")}.`;
  return { contacts: [], note: `${NOT_DECIDED} ${instead}`, nearest };
}
