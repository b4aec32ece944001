import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import type { Milestone } from "#shared/domain/eligibility/milestone.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { saveMilestone } from "#shared/dynamodb/milestones.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { advanceCursor } from "#shared/dynamodb/runs.ts";
import { aContact, aMilestone, anAccount, aProgram, hashOf, PERSON_KEY } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

export const TODAY = utcDay(new Date());
export const inDays = (days: number): string => addDays(TODAY, days);

/** The forecast's route over a table of the test file's own. */
export async function startForecasts() {
  const { table, stop } = await startOpsTable();
  const Value = PERSON_KEY.toString("base64");
  const ssm = await startEndpoint(() => ({ status: 200, body: JSON.stringify({ Parameter: { Value } }) }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_SSM: ssm.url });
  const { handler } = await import("../../../functions/explain-eligibility/handler.ts");

  const ask = (programId: string, query: Readonly<Record<string, string>> = {}, role = "viewer") =>
    askRoute(handler, "GET /v1/programs/{programId}/forecast", { path: { programId }, query, role });
  const save = (program: Program) =>
    saveProgram(table, { ...program, version: 1 }, { isReplanDue: false, at: new Date() });

  return {
    table,
    ask,
    save,
    stop: () => {
      ssm.stop();
      stop();
    },

    runUpTo: (programId: string, day: string): Promise<void> => advanceCursor(table, programId, day),

    async askedToday(email: string): Promise<void> {
      const by = { tool: "gainsight", program: "csat" };
      await recordSend(table, hashOf(email), { on: TODAY, by });
    },

    /** A program of the test's own, onboarding by another name, and how an account comes due of it. */
    async aForecast(programId: string, over: Partial<Program> = {}) {
      await save(aProgram("post-onboarding", { programId, ...over }));
      return {
        async due(
          name: string,
          dueOn: string,
          contacts: readonly Partial<Contact>[],
          {
            account = {},
            milestone = {},
          }: { account?: Partial<Account>; milestone?: Partial<Milestone> } = {},
        ): Promise<void> {
          const accountId = `${programId}-${name}`;
          await saveAccount(table, anAccount({ accountId, name, renewalOn: undefined, ...account }));
          for (const [i, one] of contacts.entries()) {
            const ids = { accountId, contactId: `c${i}`, email: `c${i}@${accountId}.example` };
            await saveContact(table, aContact({ ...ids, ...one }), hashOf);
          }
          const of = { accountId, programId, anchorOn: addDays(dueOn, -60), dueOn, lookOn: dueOn };
          await saveMilestone(table, aMilestone({ ...of, ...milestone }));
        },
        ask: (query?: Readonly<Record<string, string>>) => ask(programId, query),
        /** The days on which anything is due. */
        async days(query?: Readonly<Record<string, string>>) {
          const { body } = await ask(programId, query);
          return body.days.filter(({ accounts }: { accounts: number }) => accounts > 0);
        },
      };
    },
  };
}
