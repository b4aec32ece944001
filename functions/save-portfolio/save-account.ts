import type { Account, Day } from "#shared/domain/accounts/account.ts";
import { AccountBody, PathId } from "#shared/domain/accounts/portfolio-body.ts";
import { utcDay } from "#shared/domain/days.ts";
import type { AccountWithContacts } from "#shared/dynamodb/portfolio.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import { otherId, refusedPath } from "./path.ts";

export type AccountPorts = {
  stored(accountId: string): Promise<AccountWithContacts>;
  /** Saves the account, and plans its milestones. */
  save(account: Account, existing: AccountWithContacts, today: Day): Promise<void>;
};

/** `PUT /v1/accounts/{accountId}`: the account as it now is, whole. Putting the same again changes nothing. */
export const saveAccountRoute =
  (ports: AccountPorts) =>
  async ({ path, body }: ApiRequest, now: Date): Promise<Reply> => {
    const id = PathId.safeParse(path.accountId);
    if (!id.success) return refusedPath({ accountId: id });
    const read = AccountBody.safeParse(jsonBody(body));
    if (!read.success) {
      return problem(
        400,
        'The body must be an account as JSON, such as {"name":"Example Works","plan":"premium","status":"active"}; what is left out or null is unknown.',
        fieldErrors(read.error),
      );
    }
    const { accountId, holds: _, ...said } = read.data;
    if (accountId !== undefined && accountId !== id.data) return otherId("accountId");
    const account: Account = { ...said, accountId: id.data };
    await ports.save(account, await ports.stored(id.data), utcDay(now));
    return json(200, account);
  };
