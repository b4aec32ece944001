import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import { isScheduledProgram, type Program } from "#shared/domain/programs/program.ts";
import { NOTHING_COUNTED, type Run, runIdOf } from "#shared/dynamodb/runs.ts";
import { MOST_DAYS_AHEAD } from "#shared/selection/imagine-days.ts";

export type RunPorts = {
  program(programId: string): Promise<Program | undefined>;
  run(runId: string): Promise<Run | undefined>;
  saveRun(run: Run): Promise<void>;
  /** Hands the run to the function that selects; answers once it is accepted. */
  start(run: { programId: string; on: Day; dryRun: boolean; runId: string }): Promise<void>;
  decisions(
    runId: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ items: Decision[]; next: string | undefined }>;
  /** A fresh name for a dry run: each looks at the portfolio as it is then. */
  newId(): string;
};

export const RunBody = z.strictObject({ on: Day, dryRun: z.boolean().default(false) });

export type StartOutcome =
  | { readonly kind: "started"; readonly runId: string }
  | { readonly kind: "no-such-program" }
  | { readonly kind: "fired-by-events" }
  | { readonly kind: "in-the-future"; readonly today: Day }
  | { readonly kind: "too-far-ahead"; readonly last: Day };

export const startRun =
  (ports: RunPorts) =>
  async (input: { programId: string; on: Day; dryRun: boolean }, now: Date): Promise<StartOutcome> => {
    const program = await ports.program(input.programId);
    if (program === undefined) return { kind: "no-such-program" };
    if (!isScheduledProgram(program)) return { kind: "fired-by-events" };
    const today = utcDay(now);
    if (!input.dryRun && input.on > today) return { kind: "in-the-future", today };
    const last = addDays(today, MOST_DAYS_AHEAD);
    if (input.on > last) return { kind: "too-far-ahead", last };
    const runId = runIdOf(input.programId, input.on) + (input.dryRun ? `-dry-${ports.newId()}` : "");
    const fresh = {
      type: "run",
      version: 1,
      runId,
      ...input,
      startedAt: now.toISOString(),
      counts: NOTHING_COUNTED,
    } as const;
    const before = await ports.run(runId);
    // A run of that day that was done is running again: whoever asks must not take its old word for the new.
    await ports.saveRun({ ...(before ?? fresh), status: "running" });
    try {
      await ports.start({ ...input, runId });
    } catch (error) {
      if (before !== undefined) await ports.saveRun(before);
      throw error;
    }
    return { kind: "started", runId };
  };

const ACCOUNTS_PER_PAGE = 100;

/** A run as it is answered. */
export const viewOf = ({ type: _, version: __, finishedAt, ...run }: Run) => ({
  ...run,
  finishedAt: finishedAt ?? null,
});
export type RunView = ReturnType<typeof viewOf> & {
  readonly decisions: { readonly items: readonly Decision[]; readonly next: string | undefined };
};

/** A run and a page of its ledger, in the order of accounts; undefined where that program has no such run. */
export const readRun =
  (ports: RunPorts) =>
  async (input: {
    programId: string;
    runId: string;
    after: string | undefined;
  }): Promise<RunView | undefined> => {
    const run = await ports.run(input.runId);
    if (run === undefined || run.programId !== input.programId) return undefined;
    return { ...viewOf(run), decisions: await ports.decisions(run.runId, input.after, ACCOUNTS_PER_PAGE) };
  };
