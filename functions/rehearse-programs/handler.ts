import { SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { rehearsalById, saveDiffering, saveRehearsal, saveRehearsed } from "#shared/dynamodb/rehearsals.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { SelectsAt } from "#shared/selection/imagine-days.ts";
import { readingPorts } from "#shared/selection/reading-ports.ts";
import { settingsFrom } from "#shared/settings.ts";
import { rehearsePrograms } from "./rehearse-programs.ts";

const table = tableFrom(process.env);
const settings = settingsFrom(process.env);
const ssm = new SSMClient({});
const env = z.object({ PERSON_KEY_PARAMETER: z.string(), SELECTS_AT: z.string() }).parse(process.env);
const selectsAt = SelectsAt.parse(JSON.parse(env.SELECTS_AT));

/** What it takes to write down how it ended. */
const SPARE_MS = 30_000;

const Event = z.object({ rehearsalId: z.string() });

export const handler = middy(async (event: unknown, context: Context): Promise<void> => {
  const { rehearsalId } = Event.parse(event);
  const personKey = await secretKeyFrom(ssm, env.PERSON_KEY_PARAMETER);
  const rehearsal = await rehearsePrograms({
    real: readingPorts(table, settings, personKey),
    selectsAt,
    rehearsal: (id) => rehearsalById(table, id),
    saveRehearsal: (one) => saveRehearsal(table, one),
    saveDecisions: (one, at, decisions) => saveRehearsed(table, one, at, decisions),
    saveDiffering: (one, page, items) => saveDiffering(table, one, page, items),
    hasTime: () => context.getRemainingTimeInMillis() > SPARE_MS,
    now,
  })(rehearsalId);
  const { due, selected } = rehearsal?.report?.counts ?? {};
  log("rehearsed", { rehearsalId, status: rehearsal?.status ?? "nothing-to-do", due, selected });
});
