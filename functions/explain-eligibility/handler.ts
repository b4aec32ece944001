import { SSMClient } from "@aws-sdk/client-ssm";
import * as z from "zod";
import { Day } from "#shared/domain/account.ts";
import { utcDay } from "#shared/domain/days.ts";
import { personHash } from "#shared/domain/person.ts";
import { lastAskedOf } from "#shared/dynamodb/last-asked.ts";
import { accountWithContacts } from "#shared/dynamodb/portfolio.ts";
import { currentProgram } from "#shared/dynamodb/programs.ts";
import { decisionsOfAccount, runIdOf } from "#shared/dynamodb/runs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler, fieldErrors } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { json, problem } from "#shared/lambda/reply.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { type EligibilityPorts, explainEligibility } from "./explain-eligibility.ts";

const table = tableFrom(process.env);
const ssm = new SSMClient({});

const ports: EligibilityPorts = {
  accountWithContacts: (accountId) => accountWithContacts(table, accountId, { consistent: true }),
  recorded: (programId, on, accountId) => decisionsOfAccount(table, runIdOf(programId, on), accountId),
  lastAsked: async (contacts) => {
    const key = await secretKeyFrom(ssm, z.string().parse(process.env.PERSON_KEY_PARAMETER));
    const hashOf = (contact: { readonly email: string }) => personHash(contact.email, key);
    const asked = await lastAskedOf(table, [...new Set(contacts.map(hashOf))]);
    return (contact) => asked.get(hashOf(contact));
  },
};

const Query = z.strictObject({ program: z.string(), on: Day.optional() });

/** `GET /v1/accounts/{accountId}/eligibility?program=&on=`, today where no day is named. */
export const handler = apiHandler("csm", async ({ path, query }) => {
  const asked = Query.safeParse(query);
  if (!asked.success) {
    return problem(
      400,
      "This takes program= and, for another day than today, on=YYYY-MM-DD.",
      fieldErrors(asked.error),
    );
  }
  const program = await currentProgram(table, asked.data.program);
  if (program === undefined)
    return problem(404, "There is no program of that id; GET /v1/programs lists them.");
  const on = asked.data.on ?? utcDay(now());
  const eligibility = await explainEligibility(ports)({ accountId: path.accountId ?? "", program, on });
  return eligibility === undefined ? problem(404, "There is no account of that id.") : json(200, eligibility);
});
