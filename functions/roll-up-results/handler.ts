import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { replaceBuckets } from "#shared/dynamodb/bucket-writes.ts";
import { clearDirty, dirtyDays, dirtyDaysBy, storedBuckets } from "#shared/dynamodb/day-counts.ts";
import { markDay } from "#shared/dynamodb/days.ts";
import { recordsOfDay } from "#shared/dynamodb/invitation-lists.ts";
import { programVersion } from "#shared/dynamodb/programs.ts";
import { releaseGroup, waitingAnswers } from "#shared/dynamodb/released-answers.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { releaseAnswers } from "./release-answers.ts";
import { type RollUpPorts, rollUpResults } from "./roll-up-results.ts";

const table = tableFrom(process.env);

const release = releaseAnswers({
  waitingAnswers: () => waitingAnswers(table),
  releaseGroup: (group) => releaseGroup(table, group),
});

/**
 * For the day that is begun last: one with 10,000 surveys takes about 4 s of a whole processor and of waiting. A day that is cut
 * off comes earlier in the next round; one of more than some 100,000 would fit no round, not even as the first.
 */
const SPARE_MS = 15_000;

const ports = {
  dirtyDays: async () => (await Promise.all([dirtyDays(table), dirtyDaysBy(table, now())])).flat(),
  storedBuckets: (programId, day) => storedBuckets(table, programId, day),
  recordsOfDay: (programId, day) => recordsOfDay(table, programId, day),
  program: (programId, version) => programVersion(table, programId, version),
  replaceBuckets: (stored, counted) => replaceBuckets(table, stored, counted),
  clearDirty: (day) => clearDirty(table, day),
  markDay: (programId, day) => markDay(table, programId, day),
} satisfies Omit<RollUpPorts, "hasTime">;

export const handler = middy(async (_: unknown, context: Context) => {
  const hasTime = () => context.getRemainingTimeInMillis() > SPARE_MS;
  let failed = 0;
  // First, so that what comes to light counts within the same minute; one that fails does not hold up the figures.
  try {
    for (const { programId, day } of await release()) log("answers-released", { programId, day });
  } catch (error) {
    failed += 1;
    log("release-failed", { error: error instanceof Error ? error.name : undefined });
  }
  for (const outcome of await rollUpResults({ ...ports, hasTime })()) {
    const { programId, day, kind } = outcome;
    if (kind === "failed") failed += 1;
    const error = kind === "failed" && outcome.error instanceof Error ? outcome.error.name : undefined;
    log(`day-${kind}`, { programId, day, changed: kind === "counted" ? outcome.changed : undefined, error });
  }
  // Fails the invocation, so that the alarm on this function's errors sees it; what was left stands where it did.
  if (failed > 0)
    throw new Error(`${failed} days or releases could not be finished; they are tried again in a minute`);
});
