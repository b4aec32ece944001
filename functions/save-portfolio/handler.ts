import { SSMClient } from "@aws-sdk/client-ssm";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import * as z from "zod";
import { personHash } from "#shared/domain/accounts/person.ts";
import { savePlanned } from "#shared/dynamodb/planned-account.ts";
import {
  accountById,
  accountWithContacts,
  contactsByIds,
  removeContact,
  saveContact,
} from "#shared/dynamodb/portfolio.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { problem, type Reply } from "#shared/lambda/reply.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { saveAccountRoute } from "./save-account.ts";
import { type ContactPorts, removeContactRoute, saveContactRoute } from "./save-contact.ts";

const table = tableFrom(process.env);
const ssm = new SSMClient({});

const personHashes = async (): Promise<(email: string) => string> => {
  const key = await secretKeyFrom(ssm, z.string().parse(process.env.PERSON_KEY_PARAMETER));
  return (email) => personHash(email, key);
};

const putAccount = saveAccountRoute({
  stored: (accountId) => accountWithContacts(table, accountId, { consistent: true }),
  save: async (account, existing, today) =>
    savePlanned(table, account, existing, { programs: await currentPrograms(table), today }),
});

const contacts: ContactPorts = {
  account: (accountId) => accountById(table, accountId),
  contact: async (of) => (await contactsByIds(table, [of]))[0],
  save: async (contact) => saveContact(table, contact, await personHashes()),
  remove: async (of) => removeContact(table, of, await personHashes()),
};

const handlers = new Map([
  ["PUT /v1/accounts/{accountId}", apiHandler("ops", (request) => putAccount(request, now()))],
  ["PUT /v1/accounts/{accountId}/contacts/{contactId}", apiHandler("csm", saveContactRoute(contacts))],
  ["DELETE /v1/accounts/{accountId}/contacts/{contactId}", apiHandler("ops", removeContactRoute(contacts))],
]);

export const handler = async (event: APIGatewayProxyEventV2, context: Context): Promise<Reply> =>
  (await handlers.get(event.routeKey)?.(event, context)) ?? problem(404, "There is nothing at this address.");
