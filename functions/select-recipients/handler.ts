import { SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { utcDay } from "#shared/domain/days.ts";
import { programsWithoutSchedule } from "#shared/domain/programs/scheduled-programs.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import { runIdOf } from "#shared/dynamodb/runs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { dryRunAhead } from "#shared/selection/dry-run-ahead.ts";
import { SelectsAt } from "#shared/selection/imagine-days.ts";
import { dryPorts, tablePorts } from "#shared/selection/ports.ts";
import type { SelectInput, SelectPorts } from "#shared/selection/select-ports.ts";
import { selectRecipients } from "#shared/selection/select-recipients.ts";
import { settingsFrom } from "#shared/settings.ts";

const table = tableFrom(process.env);
const settings = settingsFrom(process.env);
const ssm = new SSMClient({});
const selectsAt = SelectsAt.parse(JSON.parse(z.string().parse(process.env.SELECTS_AT)));

const runOf = (programId: string, at: string): SelectInput => {
  const on = utcDay(new Date(at));
  return { programId, on, dryRun: false, runId: runIdOf(programId, on) };
};

/** From a shipped program's schedule, from the one of all others, or asked for over the API. */
const Input = z.union([
  z
    .object({ programId: z.string(), on: Day, dryRun: z.boolean(), runId: z.string() })
    .transform((input): readonly SelectInput[] => [input]),
  z
    .object({ programId: z.string(), at: z.iso.datetime() })
    .transform(({ programId, at }): readonly SelectInput[] => [runOf(programId, at)]),
  z.object({ others: z.literal(true), at: z.iso.datetime() }),
]);

async function runsOf(input: z.infer<typeof Input>): Promise<readonly SelectInput[]> {
  if (!("others" in input)) return input;
  return programsWithoutSchedule(await currentPrograms(table)).map(({ programId }) =>
    runOf(programId, input.at),
  );
}

export const handler = middy(async (event: unknown) => {
  const runs = await runsOf(Input.parse(event));
  const personKey = await secretKeyFrom(ssm, z.string().parse(process.env.PERSON_KEY_PARAMETER));
  const ports = tablePorts(table, settings, personKey);
  const failures: unknown[] = [];
  for (const input of runs) {
    try {
      await run(ports, input);
    } catch (error) {
      // One program's fault holds up none of the others; thrown in the end, Lambda tries them again.
      log("run-failed", {
        programId: input.programId,
        error: error instanceof Error ? error.name : "unknown",
      });
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first !== undefined) throw first;
});

function selectFor(ports: SelectPorts, { dryRun, on }: SelectInput, at: Date) {
  if (!dryRun) return selectRecipients(ports);
  return on > utcDay(at) ? dryRunAhead(ports, selectsAt) : selectRecipients(dryPorts(ports));
}

async function run(ports: SelectPorts, input: SelectInput): Promise<void> {
  const at = now();
  const outcome = await selectFor(ports, input, at)(input, at);
  if (outcome.kind === "no-such-program") {
    log("run-refused", { programId: outcome.programId, reason: outcome.kind });
    return;
  }
  const { runId, programId, dryRun, counts } = outcome.run;
  const { due, selected, excluded, missed } = counts;
  log("run-done", { runId, programId, dryRun, due, selected, excluded, missed });
}
