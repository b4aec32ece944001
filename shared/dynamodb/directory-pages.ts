import { Account } from "../domain/accounts/account.ts";
import { itemsByKey } from "./batch-get.ts";
import { directoryInOrder } from "./directory.ts";
import { accountKey } from "./keys.ts";
import type { Table } from "./table.ts";

/** What DynamoDB gives in one request. */
const PAGE = 100;

/**
 * Every account, each once, a hundred at a time in the order of their names. Half a read unit each and a little for its
 * place in the directory; as it was a moment ago, which for work over all of them is as good as now.
 */
export async function* accountPages(table: Table): AsyncGenerator<readonly Account[]> {
  const seen = new Set<string>();
  let after: string | undefined;
  for (;;) {
    const entries = await directoryInOrder(table, { after, limit: PAGE });
    // One that is being renamed may stand there twice.
    const ids = entries.map(({ accountId }) => accountId).filter((accountId) => !seen.has(accountId));
    for (const accountId of ids) seen.add(accountId);
    const items = await itemsByKey(table, ids.map(accountKey));
    yield items.map((item) => Account.parse(item));
    if (entries.length < PAGE) return;
    after = entries.at(-1)?.sk;
  }
}
