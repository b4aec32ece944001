import type { Context } from "aws-lambda";
import { utcDay } from "#shared/domain/days.ts";
import { type Milestone, planMilestones } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { milestonesOf, saveMilestone } from "#shared/dynamodb/milestones.ts";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { anAccount, aProgram } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { startOpsTable } from "../ops-routes.ts";

const MINUTES_15 = 900_000;

export const inDays = (days: number) => utcDay(new Date(Date.now() + days * 86_400_000));
export const trigger = (offsetDays: number): Program["trigger"] => ({
  kind: "date",
  anchor: "customerSince",
  offsetDays,
  cycle: "life",
  waitsUntilOffsetDays: 120,
});

/** The function that plans a program anew, on a table of its own; `stop` ends it. */
export async function startReplanning() {
  const { table, stop } = await startOpsTable();
  const lambda = await startEndpoint(() => ({ status: 202, body: "" }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_LAMBDA: lambda.url });
  const { handler } = await import("../../../functions/replan-program/handler.ts");
  let programs = 0;
  return {
    table,
    requests: lambda.requests,
    stop: () => {
      lambda.stop();
      stop();
    },

    /** A program of its own, with nothing saved yet. */
    aProgramOfItsOwn() {
      lambda.requests.length = 0;
      const programId = `program-${++programs}`;
      return {
        programId,

        save: async (version: number, over: Partial<Program>): Promise<void> => {
          const program = aProgram("post-onboarding", { programId, version, ...over });
          await saveProgram(table, program, { isReplanDue: true, at: new Date() });
        },

        /** An account that started today, planned for the first version: due in 60 days. */
        anAccountPlanned: async (name: string, over: Partial<Milestone> = {}): Promise<string> => {
          const account = anAccount({ accountId: `${programId}-${name}`, customerSince: inDays(0) });
          await saveAccount(table, account);
          const program = aProgram("post-onboarding", { programId, trigger: trigger(60) });
          for (const milestone of planMilestones(account, [program], [], inDays(0)))
            await saveMilestone(table, { ...milestone, ...over });
          return account.accountId;
        },

        milestones: async (accountId: string): Promise<Milestone[]> =>
          (await milestonesOf(table, accountId)).filter((one) => one.programId === programId),

        invoke: (more: { after?: string } = {}, remainingMs = MINUTES_15) =>
          handler({ programId, ...more }, {
            functionName: "replan",
            getRemainingTimeInMillis: () => remainingMs,
          } as Context),
      };
    },
  };
}
