import middy from "@middy/core";
import { clearDirty, dirtyDays, replaceBuckets, storedBuckets } from "#shared/dynamodb/day-counts.ts";
import { markDay } from "#shared/dynamodb/days.ts";
import { invitationsOnDay } from "#shared/dynamodb/invitation-lists.ts";
import { programVersion } from "#shared/dynamodb/programs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { log } from "#shared/lambda/log.ts";
import { rollUpResults } from "./roll-up-results.ts";

const table = tableFrom(process.env);

const rollUp = rollUpResults({
  dirtyDays: () => dirtyDays(table),
  storedBuckets: (programId, day) => storedBuckets(table, programId, day),
  invitationsOnDay: (programId, day) => invitationsOnDay(table, programId, day),
  program: (programId, version) => programVersion(table, programId, version),
  replaceBuckets: (stored, counted) => replaceBuckets(table, stored, counted),
  clearDirty: (day) => clearDirty(table, day),
  markDay: (programId, day) => markDay(table, programId, day),
});

export const handler = middy(async () => {
  let failed = 0;
  for (const outcome of await rollUp()) {
    const { programId, day, kind } = outcome;
    if (kind === "failed") failed += 1;
    const error = kind === "failed" && outcome.error instanceof Error ? outcome.error.name : undefined;
    log(`day-${kind}`, { programId, day, changed: kind === "counted" ? outcome.changed : undefined, error });
  }
  // Fails the invocation, so that the alarm on this function's errors sees it; the days are still marked.
  if (failed > 0) throw new Error(`${failed} days could not be counted; they are tried again in a minute`);
});
