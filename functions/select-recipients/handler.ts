import { SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import * as z from "zod";
import { Day } from "#shared/domain/account.ts";
import { utcDay } from "#shared/domain/days.ts";
import { runIdOf } from "#shared/dynamodb/runs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { settingsFrom } from "#shared/settings.ts";
import { dryPorts, tablePorts } from "./ports.ts";
import { type SelectInput, selectRecipients } from "./select-recipients.ts";

const table = tableFrom(process.env);
const settings = settingsFrom(process.env);
const ssm = new SSMClient({});

/** From the program's schedule, or asked for over the API. */
const Input = z.union([
  z.object({ programId: z.string(), on: Day, dryRun: z.boolean(), runId: z.string() }),
  z.object({ programId: z.string(), at: z.iso.datetime() }).transform(({ programId, at }): SelectInput => {
    const on = utcDay(new Date(at));
    return { programId, on, dryRun: false, runId: runIdOf(programId, on) };
  }),
]);

export const handler = middy(async (event: unknown) => {
  const input = Input.parse(event);
  const personKey = await secretKeyFrom(ssm, z.string().parse(process.env.PERSON_KEY_PARAMETER));
  const ports = tablePorts(table, settings, personKey);
  const outcome = await selectRecipients(input.dryRun ? dryPorts(ports) : ports)(input, now());
  if (outcome.kind === "no-such-program") {
    log("run-refused", { programId: outcome.programId, reason: outcome.kind });
    return;
  }
  const { runId, programId, dryRun, counts } = outcome.run;
  log("run-done", { runId, programId, dryRun, ...counts });
});
