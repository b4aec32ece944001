import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import * as z from "zod";
import { Account } from "#shared/domain/account.ts";
import { SHIPPED_PROGRAMS, shippedProgram } from "#shared/domain/shipped-programs.ts";
import { itemsByKey } from "#shared/dynamodb/batch-get.ts";
import { ctasInOrder } from "#shared/dynamodb/cta-list.ts";
import { idsOnDay, invitationsByIds, waitingInvitations } from "#shared/dynamodb/invitation-lists.ts";
import { accountKey } from "#shared/dynamodb/keys.ts";
import { milestonesOf } from "#shared/dynamodb/milestones.ts";
import { accountWithContacts, contactsByIds } from "#shared/dynamodb/portfolio.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { type AccessRole, type ApiRequest, apiHandler } from "#shared/lambda/api.ts";
import { problem, type Reply } from "#shared/lambda/reply.ts";
import { CtaFilters, listCtas } from "./ctas.ts";
import { InvitationFilters, InvitationPlace, listInvitations } from "./invitations.ts";
import { listRoute } from "./list-route.ts";
import { listContacts, type PortfolioPorts, readAccount, readContact } from "./portfolio.ts";
import { listPrograms, type ProgramPorts, readProgram } from "./programs.ts";
import { listResponses, ResponseFilters, ResponsePlace } from "./responses.ts";

const table = tableFrom(process.env);

const programs: ProgramPorts = {
  programs: async () => SHIPPED_PROGRAMS,
  program: async (programId) => shippedProgram(programId),
};

const portfolio: PortfolioPorts = {
  account: async (accountId) => {
    const [item] = await itemsByKey(table, [accountKey(accountId)], { consistent: true });
    return item === undefined ? undefined : Account.parse(item);
  },
  contact: async (accountId, contactId) => (await contactsByIds(table, [{ accountId, contactId }]))[0],
  contactsOf: async (accountId) =>
    (await accountWithContacts(table, accountId, { consistent: true })).contacts,
};

const ofInvitations = {
  programIds: SHIPPED_PROGRAMS.map(({ programId }) => programId),
  milestonesOf: (accountId: string) => milestonesOf(table, accountId),
  invitationsByIds: (ids: readonly string[]) => invitationsByIds(table, ids),
};

const invitations = listInvitations({
  ...ofInvitations,
  sentOnDay: (programId, day, page) => idsOnDay(table, "SENT", programId, day, page),
  waitingInvitations: (page) => waitingInvitations(table, page),
});

const responses = listResponses({
  ...ofInvitations,
  answeredOnDay: (programId, day, page) => idsOnDay(table, "ANSWERED", programId, day, page),
});

const ctas = listCtas({ ctasInOrder: (page) => ctasInOrder(table, page) });

type Route = { readonly role: AccessRole; readonly answer: (request: ApiRequest) => Promise<Reply> };

const ROUTES: Readonly<Record<string, Route>> = {
  "GET /v1/programs": { role: "viewer", answer: listPrograms(programs) },
  "GET /v1/programs/{programId}": { role: "viewer", answer: readProgram(programs) },
  "GET /v1/accounts/{accountId}": { role: "ops", answer: readAccount(portfolio) },
  "GET /v1/accounts/{accountId}/contacts": { role: "ops", answer: listContacts(portfolio) },
  "GET /v1/accounts/{accountId}/contacts/{contactId}": { role: "ops", answer: readContact(portfolio) },
  "GET /v1/invitations": {
    role: "csm",
    answer: listRoute(InvitationFilters, InvitationPlace, (filters, paging, _, now) =>
      invitations(filters, paging, now),
    ),
  },
  "GET /v1/responses": {
    role: "csm",
    answer: listRoute(ResponseFilters, ResponsePlace, (filters, paging, _, now) =>
      responses(filters, paging, now),
    ),
  },
  "GET /v1/ctas": {
    role: "csm",
    answer: listRoute(CtaFilters, z.string(), (filters, paging, { caller }) =>
      ctas(filters, paging, caller.email),
    ),
  },
};

const handlers = new Map(
  Object.entries(ROUTES).map(([route, { role, answer }]) => [route, apiHandler(role, answer)]),
);

export const handler = async (event: APIGatewayProxyEventV2, context: Context): Promise<Reply> =>
  (await handlers.get(event.routeKey)?.(event, context)) ?? problem(404, "There is nothing at this address.");
