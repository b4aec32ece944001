import type { Day } from "../domain/accounts/account.ts";
import type { Decision } from "../domain/eligibility/eligibility.ts";
import type { Milestone } from "../domain/eligibility/milestone.ts";
import type { Program } from "../domain/programs/program.ts";
import type { DueMilestone } from "../dynamodb/milestones.ts";
import type { RecipientPorts } from "../dynamodb/recipients.ts";
import type { Run } from "../dynamodb/runs.ts";
import type { Deciding } from "./decide-account.ts";
import type { SendTimes } from "./selected-invitation.ts";

export type SelectInput = {
  readonly programId: string;
  /** The day the run is of: everything due up to it is looked at. */
  readonly on: Day;
  readonly dryRun: boolean;
  readonly runId: string;
};

/** What selection reads and writes; a dry run gets ports that write to memory only. */
export type SelectPorts = RecipientPorts & {
  cursor(programId: string): Promise<Day | undefined>;
  milestonesToLookAt(programId: string, from: Day, to: Day): Promise<DueMilestone[]>;
  /** Every account there is, in no order. */
  accountIds(): Promise<readonly string[]>;
  /** Keeps what was decided of an account, and the milestone as that leaves it. */
  saveDecisions(
    run: SelectInput,
    accountId: string,
    decisions: readonly Decision[],
    at: Date,
    settled: Milestone,
  ): Promise<void>;
  settleMilestone(seenDueOn: Day, milestone: Milestone): Promise<void>;
  saveMilestone(milestone: Milestone): Promise<void>;
  advanceCursor(programId: string, ranUpTo: Day): Promise<void>;
  countDecisions(runId: string): Promise<Run["counts"]>;
  run(runId: string): Promise<Run | undefined>;
  saveRun(run: Run): Promise<void>;
  readonly sendTimes: SendTimes;
};

/** A run in the middle of its work. */
export type Look<P extends Program> = Deciding & { readonly program: P; readonly input: SelectInput };
