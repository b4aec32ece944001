import { QueryCommand, type QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Day } from "../domain/accounts/account.ts";
import type { Decision } from "../domain/eligibility/eligibility.ts";
import { itemsByKey } from "./batch-get.ts";
import { accountLedgerPartition, type Key, runKey } from "./keys.ts";
import { decisionsFrom, Run } from "./runs.ts";
import { DUE_INDEX, fromItem, type Table } from "./table.ts";

/** Those of these runs that there are, in no order. */
export async function runsByIds(table: Table, runIds: readonly string[]): Promise<Run[]> {
  const items = await itemsByKey(table, runIds.map(runKey), { consistent: true });
  return items.map((item) => Run.parse(item));
}

/** An entry as its account's ledger lists it, at a place of its own. */
export type ListedEntry = {
  readonly place: string;
  readonly runId: string;
  readonly on: Day;
  readonly key: Key;
};

/**
 * The entries of an account's ledger, the newest day first, at most `limit` of them; fewer only at its end.
 *
 * @param page.from the place to begin with, itself included
 */
export async function ledgerOfAccount(
  table: Table,
  accountId: string,
  page: { readonly from: string | undefined; readonly limit: number },
): Promise<ListedEntry[]> {
  const { from, limit } = page;
  const entries: ListedEntry[] = [];
  let start: QueryCommandOutput["LastEvaluatedKey"];
  do {
    const found: QueryCommandOutput = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: DUE_INDEX,
        KeyConditionExpression: from === undefined ? "duePk = :pk" : "duePk = :pk AND dueSk <= :from",
        ExpressionAttributeValues: marshall({
          ":pk": accountLedgerPartition(accountId),
          ...(from === undefined ? {} : { ":from": from }),
        }),
        ScanIndexForward: false,
        Limit: limit - entries.length,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of found.Items ?? []) {
      const { pk, sk, dueSk } = fromItem(item);
      const [place, key] = [String(dueSk), { pk: String(pk), sk: String(sk) }];
      const [on = ""] = place.split("#");
      entries.push({ place, runId: key.pk.slice(runKey("").pk.length), on, key });
    }
    start = found.LastEvaluatedKey;
  } while (start !== undefined && entries.length < limit);
  return entries;
}

/** What the ledger holds of one account in one run, or of one touchpoint. */
export type LedgerEntry = ListedEntry & {
  readonly programId: string;
  readonly at: string;
  readonly decisions: readonly Decision[];
};

/** Reads entries whole, in their order; one that has expired meanwhile is left out. */
export async function ledgerEntries(table: Table, listed: readonly ListedEntry[]): Promise<LedgerEntry[]> {
  const items = await itemsByKey(
    table,
    listed.map(({ key }) => key),
  );
  const nameOf = (pk: unknown, sk: unknown) => JSON.stringify([pk, sk]);
  const byKey = new Map(items.map((item) => [nameOf(item.pk, item.sk), item]));
  return listed.flatMap((entry) => {
    const item = byKey.get(nameOf(entry.key.pk, entry.key.sk));
    if (item === undefined) return [];
    const { programId, at } = item;
    return [{ ...entry, programId: String(programId), at: String(at), decisions: decisionsFrom(item) }];
  });
}
