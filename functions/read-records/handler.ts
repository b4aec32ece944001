import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { aheadOf } from "#shared/dynamodb/ahead.ts";
import {
  closedCtas,
  ctaIdsOfAccount,
  ctasByIds,
  joinedInstead,
  openCtas,
} from "#shared/dynamodb/cta-list.ts";
import { ctaById } from "#shared/dynamodb/ctas.ts";
import { directoryInOrder } from "#shared/dynamodb/directory.ts";
import { holdsOf } from "#shared/dynamodb/holds.ts";
import { importedIdsOf } from "#shared/dynamodb/imported-responses.ts";
import { importedTouchpoints } from "#shared/dynamodb/imported-touchpoints.ts";
import { ledgerEntries, ledgerOfAccount } from "#shared/dynamodb/ledger-lists.ts";
import { milestonesOf } from "#shared/dynamodb/milestones.ts";
import { sendingState } from "#shared/dynamodb/pacing.ts";
import {
  accountById,
  accountWithContacts,
  contactsByIds,
  storedAccounts,
} from "#shared/dynamodb/portfolio.ts";
import { currentProgram, currentPrograms, programVersion } from "#shared/dynamodb/programs.ts";
import { scorecardsOf, scoreEntriesOf } from "#shared/dynamodb/scorecards.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { type AccessRole, type ApiRequest, apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { withoutQuery } from "#shared/lambda/query.ts";
import { problem, type Reply } from "#shared/lambda/reply.ts";
import { recordPorts } from "#shared/records/ports.ts";
import { AccountFilters, AccountPlace, listAccounts } from "./accounts.ts";
import { CtaFilters } from "./cta-choice.ts";
import { CtaPlace, type CtaPorts, listCtas, readCta } from "./ctas.ts";
import { listDecisions } from "./decisions.ts";
import { InvitationFilters, InvitationPlace, listInvitations } from "./invitations.ts";
import { listRoute } from "./list-route.ts";
import { listContacts, type PortfolioPorts, readAccount, readContact } from "./portfolio.ts";
import { listPrograms, type ProgramPorts, readProgram } from "./programs.ts";
import { responseList } from "./response-list.ts";
import { listResponses, ResponseFilters, ResponsePlace } from "./responses.ts";
import { readScorecard } from "./scorecard.ts";
import { readSending } from "./sending.ts";

const table = tableFrom(process.env);

const programs: ProgramPorts = {
  programs: () => currentPrograms(table),
  importedTouchpoints: () => importedTouchpoints(table),
  program: (programId) => currentProgram(table, programId),
  version: (programId, version) => programVersion(table, programId, version),
};

const portfolio: PortfolioPorts = {
  account: (accountId) => accountById(table, accountId),
  holdsOf: (accountId) => holdsOf(table, accountId),
  contact: async (accountId, contactId) => (await contactsByIds(table, [{ accountId, contactId }]))[0],
  contactsOf: async (accountId) =>
    (await accountWithContacts(table, accountId, { consistent: true })).contacts,
};

const findAccounts = listAccounts({
  directoryInOrder: (page) => directoryInOrder(table, page),
  storedAccounts: (accountIds) => storedAccounts(table, accountIds),
  aheadOf: (accountId) => aheadOf(table, accountId),
  scorecardsOf: (accountIds) => scorecardsOf(table, accountIds),
  programs: programs.programs,
});

const records = {
  ...recordPorts(table),
  importedIdsOf: (accountId: string) => importedIdsOf(table, accountId),
  milestonesOf: (accountId: string) => milestonesOf(table, accountId),
};
const invitations = listInvitations(records);
const responses = listResponses(records);

const ofCtas: CtaPorts = {
  openCtas: (range) => openCtas(table, range),
  closedCtas: (month, page) => closedCtas(table, month, page),
  ctaIdsOfAccount: (accountId) => ctaIdsOfAccount(table, accountId),
  ctasByIds: (ctaIds) => ctasByIds(table, ctaIds),
  cta: (ctaId) => ctaById(table, ctaId),
  joinedInstead: (ctaIds) => joinedInstead(table, ctaIds),
};
const ctas = listCtas(ofCtas);
const oneCta = readCta(ofCtas);

const decisions = listDecisions({
  hasAccount: async (accountId) => (await accountById(table, accountId)) !== undefined,
  ledgerOfAccount: (accountId, page) => ledgerOfAccount(table, accountId, page),
  ledgerEntries: (listed) => ledgerEntries(table, listed),
});

const oneAccount = readAccount(portfolio);

const scorecard = readScorecard({
  account: portfolio.account,
  scoreEntriesOf: (accountId) => scoreEntriesOf(table, accountId),
});

type Route = { readonly role: AccessRole; readonly answer: (request: ApiRequest) => Promise<Reply> };

const ROUTES: Readonly<Record<string, Route>> = {
  "GET /v1/programs": { role: "viewer", answer: withoutQuery(listPrograms(programs)) },
  "GET /v1/programs/{programId}": { role: "viewer", answer: readProgram(programs) },
  "GET /v1/sending": { role: "viewer", answer: withoutQuery(readSending(() => sendingState(table))) },
  "GET /v1/accounts": {
    role: "csm",
    answer: listRoute(AccountFilters, AccountPlace, (filters, paging, { caller }) =>
      findAccounts(filters, paging, caller.email),
    ),
  },
  "GET /v1/accounts/{accountId}": {
    role: "ops",
    answer: withoutQuery((request) => oneAccount(request, now())),
  },
  "GET /v1/accounts/{accountId}/contacts": { role: "ops", answer: listContacts(portfolio) },
  "GET /v1/accounts/{accountId}/contacts/{contactId}": {
    role: "ops",
    answer: withoutQuery(readContact(portfolio)),
  },
  "GET /v1/accounts/{accountId}/scorecard": { role: "csm", answer: scorecard },
  "GET /v1/accounts/{accountId}/decisions": { role: "csm", answer: decisions },
  "GET /v1/invitations": {
    role: "csm",
    answer: listRoute(InvitationFilters, InvitationPlace, (filters, paging, _, now) =>
      invitations(filters, paging, now),
    ),
  },
  "GET /v1/responses": {
    role: "csm",
    answer: listRoute(
      ResponseFilters,
      ResponsePlace,
      (filters, paging, _, now) => responses(filters, paging, now),
      responseList,
    ),
  },
  "GET /v1/ctas": {
    role: "csm",
    answer: listRoute(CtaFilters, CtaPlace, (filters, paging, { caller }, now) =>
      ctas(filters, paging, { caller: caller.email, now }),
    ),
  },
  "GET /v1/ctas/{ctaId}": { role: "csm", answer: withoutQuery((request) => oneCta(request, now())) },
};

const handlers = new Map(
  Object.entries(ROUTES).map(([route, { role, answer }]) => [route, apiHandler(role, answer)]),
);

export const handler = async (event: APIGatewayProxyEventV2, context: Context): Promise<Reply> =>
  (await handlers.get(event.routeKey)?.(event, context)) ?? problem(404, "There is nothing at this address.");
