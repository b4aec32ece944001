import { removeHold, saveHold } from "#shared/dynamodb/holds.ts";
import { contactsByIds, contactsOfId, knownAccounts } from "#shared/dynamodb/portfolio.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { type HoldPorts, liftHold, placeHold } from "./place-hold.ts";

const table = tableFrom(process.env);

const ports: HoldPorts = {
  hasAccount: async (accountId) => (await knownAccounts(table, [accountId])).has(accountId),
  hasContact: async (of) => (await contactsByIds(table, [of])).length > 0,
  contactsOfId: (contactId) => contactsOfId(table, contactId),
  save: (hold) => saveHold(table, hold),
  remove: (accountId, contactId) => removeHold(table, accountId, contactId),
};
const place = placeHold(ports);
const lift = liftHold(ports);

export const handler = apiHandler("csm", (request) =>
  request.method === "DELETE" ? lift(request) : place(request, now()),
);
