import { setTimeout as delay } from "node:timers/promises";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { utcDay } from "#shared/domain/days.ts";
import { checkedUpTo, isBeingImported, keepChecked, markedDays } from "#shared/dynamodb/checked-days.ts";
import { storedBuckets } from "#shared/dynamodb/day-counts.ts";
import { markDay } from "#shared/dynamodb/days.ts";
import { importedTouchpoints } from "#shared/dynamodb/imported-touchpoints.ts";
import { recordsOfDay } from "#shared/dynamodb/invitation-lists.ts";
import { currentPrograms, programVersion } from "#shared/dynamodb/programs.ts";
import { firstCountedDay } from "#shared/dynamodb/results.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { log } from "#shared/lambda/log.ts";
import { type CheckPorts, checkResults } from "./check-results.ts";

const table = tableFrom(process.env);

/** A change is in its day's counts within a minute. */
const SETTLING_MS = 90_000;

const ports = {
  programIds: async () => {
    const all = [...(await currentPrograms(table)), ...(await importedTouchpoints(table))];
    return [...new Set(all.map(({ programId }) => programId))];
  },
  firstCountedDay: (programId) => firstCountedDay(table, programId),
  storedBuckets: (programId, day) => storedBuckets(table, programId, day),
  recordsOfDay: (programId, day) => recordsOfDay(table, programId, day),
  program: (programId, version) => programVersion(table, programId, version),
  isBeingImported: (programId, day) => isBeingImported(table, programId, day),
  markedDays: () => markedDays(table),
  markDay: (programId, day) => markDay(table, programId, day),
  checkedUpTo: () => checkedUpTo(table),
  keepChecked: (checked) => keepChecked(table, checked),
  settle: () => delay(SETTLING_MS),
} satisfies Omit<CheckPorts, "timeLeft">;

const Input = z.object({ at: z.iso.datetime() });

export const handler = middy(async (event: unknown, context: Context) => {
  const on = utcDay(new Date(Input.parse(event).at));
  const timeLeft = () => context.getRemainingTimeInMillis();
  const { checked, differences, left, failures } = await checkResults({ ...ports, timeLeft })(on);
  for (const { programId, day, values } of differences)
    for (const [attribute, count] of values)
      log("figures-differ", { programId, day, attribute, values: count });
  const [differing, failed] = [differences.length, failures.length];
  log("figures-checked", { on, checked, differing, left, failed });
  const [first] = failures;
  if (first !== undefined) throw first;
});
