import * as z from "zod";
import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import type { Hold } from "#shared/domain/accounts/hold.ts";
import { utcDay } from "#shared/domain/days.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import { listRoute, pageOf } from "./list-route.ts";

export type PortfolioPorts = {
  account(accountId: string): Promise<Account | undefined>;
  holdsOf(accountId: string): Promise<readonly Hold[]>;
  contact(accountId: string, contactId: string): Promise<Contact | undefined>;
  contactsOf(accountId: string): Promise<readonly Contact[]>;
};

const noAccount = () => problem(404, "There is no account of that id.");

/** An account, and the holds over it and its contacts that are not over yet. */
export const readAccount =
  (ports: PortfolioPorts) =>
  async ({ path }: ApiRequest, now: Date): Promise<Reply> => {
    const account = await ports.account(path.accountId ?? "");
    if (account === undefined) return noAccount();
    const holds = await ports.holdsOf(account.accountId);
    return json(200, { ...account, holds: holds.filter(({ until }) => until > utcDay(now)) });
  };

export const readContact =
  (ports: PortfolioPorts) =>
  async ({ path }: ApiRequest): Promise<Reply> => {
    const contact = await ports.contact(path.accountId ?? "", path.contactId ?? "");
    return contact === undefined
      ? problem(404, "This account has no contact of that id.")
      : json(200, contact);
  };

/** An account's contacts in the order of their ids. */
export const listContacts = (ports: PortfolioPorts) => {
  const list = listRoute({}, z.string(), async (_, paging, { path }) => {
    const contacts = await ports.contactsOf(path.accountId ?? "");
    return pageOf(contacts, ({ contactId }) => contactId, "ascending", paging);
  });
  return async (request: ApiRequest): Promise<Reply> =>
    (await ports.account(request.path.accountId ?? "")) === undefined ? noAccount() : await list(request);
};
