import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import * as z from "zod";
import { contactsByIds, knownAccounts } from "#shared/dynamodb/portfolio.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { publish } from "#shared/lambda/publish.ts";
import { acceptTouchpoint } from "./accept-touchpoint.ts";

const table = tableFrom(process.env);
const bus = new EventBridgeClient({});
const busName = z.string().parse(process.env.BUS_NAME);

const answer = acceptTouchpoint({
  programs: () => currentPrograms(table),
  hasAccount: async (accountId) => (await knownAccounts(table, [accountId])).has(accountId),
  hasContact: async (of) => (await contactsByIds(table, [of])).length > 0,
  publish: (events) => publish(bus, busName, events),
});

export const handler = apiHandler("ops", (request) => answer(request, now()));
