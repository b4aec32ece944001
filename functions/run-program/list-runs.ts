import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { addDays, daysBetween, utcDay } from "#shared/domain/days.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { type Run, runIdOf, sumOfCounts } from "#shared/dynamodb/runs.ts";
import { viewOf } from "./run-program.ts";

export type ListPorts = {
  program(programId: string): Promise<Program | undefined>;
  /** Those of these that there are, in no order. */
  runs(runIds: readonly string[]): Promise<readonly Run[]>;
};

/** How many days one request sums up. */
export const MAX_RUN_DAYS = 400;
const DEFAULT_RUN_DAYS = 30;

export const RunDays = z.strictObject({ from: Day.optional(), to: Day.optional() });

export type ListOutcome =
  | { readonly kind: "no-such-program" }
  | { readonly kind: "no-such-range"; readonly from: Day; readonly to: Day }
  | {
      readonly kind: "listed";
      readonly items: readonly ReturnType<typeof viewOf>[];
      readonly totals: Run["counts"];
    };

/**
 * The runs of a program that asked people, the newest last, and what they add up to. Both days are included; not told,
 * `to` is today and `from` makes it 30 days.
 */
export const listRuns =
  (ports: ListPorts) =>
  async (
    input: { programId: string; from?: Day | undefined; to?: Day | undefined },
    now: Date,
  ): Promise<ListOutcome> => {
    const to = input.to ?? utcDay(now);
    const from = input.from ?? addDays(to, 1 - DEFAULT_RUN_DAYS);
    const days = daysBetween(from, to) + 1;
    if (days < 1 || days > MAX_RUN_DAYS) return { kind: "no-such-range", from, to };
    const { programId } = input;
    if ((await ports.program(programId)) === undefined) return { kind: "no-such-program" };
    const ids = Array.from({ length: days }, (_, i) => runIdOf(programId, addDays(from, i)));
    const runs = (await ports.runs(ids)).toSorted((a, b) => (a.on < b.on ? -1 : 1));
    return { kind: "listed", items: runs.map(viewOf), totals: sumOfCounts(runs.map(({ counts }) => counts)) };
  };
