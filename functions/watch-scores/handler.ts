import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import middy from "@middy/core";
import * as z from "zod";
import { utcDay } from "#shared/domain/days.ts";
import { ALL } from "#shared/domain/results/buckets.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import { bucketsOf } from "#shared/dynamodb/results.ts";
import { fallsSince, keepFall, markFallTold } from "#shared/dynamodb/score-falls.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { publish } from "#shared/lambda/publish.ts";
import { watchScores } from "./watch-scores.ts";

const table = tableFrom(process.env);
const bus = new EventBridgeClient({});
const busName = z.string().parse(process.env.BUS_NAME);

const watch = watchScores({
  programs: () => currentPrograms(table),
  daysOf: (programId, range) => bucketsOf(table, programId, ALL, ALL, range),
  fallsSince: (quarter) => fallsSince(table, quarter),
  keepFall: (detail) => keepFall(table, detail),
  publish: (events) => publish(bus, busName, events),
  markFallTold: (detail) => markFallTold(table, detail),
});

const Input = z.object({ at: z.iso.datetime() });

export const handler = middy(async (event: unknown) => {
  const on = utcDay(new Date(Input.parse(event).at));
  const { programs, fell, failures } = await watch(on, now());
  log("scores-watched", { on, programs, fell, failed: failures.length });
  const [first] = failures;
  // Thrown in the end, Lambda watches again: what has been told is not told twice.
  if (first !== undefined) throw first;
});
