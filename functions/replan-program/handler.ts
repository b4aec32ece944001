import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { accountIdsPage } from "#shared/dynamodb/account-pages.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { accountWithContacts } from "#shared/dynamodb/portfolio.ts";
import { currentProgram } from "#shared/dynamodb/programs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { replanProgram } from "./replan-program.ts";

const table = tableFrom(process.env);
const lambda = new LambdaClient({});

/** A page takes seconds; what is left is for a slow one, and for handing on. */
const SPARE_MS = 120_000;

const Event = z.object({ programId: z.string(), after: z.string().optional() });

/** Goes through every account; where the time does not suffice, another invocation goes on from there. */
export const handler = middy(async (event: unknown, context: Context): Promise<void> => {
  const { programId, after } = Event.parse(event);
  const replan = replanProgram({
    program: (id) => currentProgram(table, id),
    accounts: (from) => accountIdsPage(table, from),
    accountWithMilestones: (accountId) => accountWithContacts(table, accountId, { consistent: true }),
    saveMilestone: (milestone) => saveMilestone(table, milestone),
    hasTime: () => context.getRemainingTimeInMillis() > SPARE_MS,
  });
  const { accounts, changed, next } = await replan({ programId, after }, now());
  log("replanned", { programId, accounts, changed, isDone: next === undefined });
  if (next === undefined) return;
  const Payload = JSON.stringify({ programId, after: next });
  await lambda.send(
    new InvokeCommand({ FunctionName: context.functionName, InvocationType: "Event", Payload }),
  );
});
