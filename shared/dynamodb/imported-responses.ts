import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ImportedResponse } from "../domain/answers/imported-response.ts";
import { itemsByKey } from "./batch-get.ts";
import {
  accountImportedKey,
  accountImportedPartition,
  answeredOnKey,
  importMarkedKey,
  invitationKey,
  personImportedKey,
  sentOnKey,
} from "./keys.ts";
import { itemAt, itemsOfPartition } from "./partition.ts";
import { type Table, toItem } from "./table.ts";
import { MAX_ACTIONS, writeTogether } from "./transaction.ts";

/** Those of these imported responses that are stored. */
export async function importedResponses(
  table: Table,
  responseIds: readonly string[],
): Promise<ImportedResponse[]> {
  const items = await itemsByKey(table, responseIds.map(invitationKey), { consistent: true });
  return items.map((item) => ImportedResponse.parse(item));
}

/** The ids of all that was imported of an account. */
export async function importedIdsOf(table: Table, accountId: string): Promise<string[]> {
  const items = await itemsOfPartition(table, accountImportedPartition(accountId), { consistent: true });
  return items.map(({ sk }) => String(sk));
}

/**
 * Stores imported responses that are not stored yet, each with all that leads to it: two to five small items, of which a
 * transaction takes a hundred. For that it takes twice the write units of as many single writes, $1.25 a million items.
 *
 * @returns `overtaken` where one of them has been stored meanwhile, or could not be; others of them may be stored
 */
export async function saveImportedResponses(
  table: Table,
  responses: readonly ImportedResponse[],
): Promise<"saved" | "overtaken"> {
  const transactions: ReturnType<typeof putsOf>[] = [];
  for (const response of responses) {
    const puts = putsOf(table, response);
    const last = transactions.at(-1);
    if (last === undefined || last.length + puts.length > MAX_ACTIONS) transactions.push(puts);
    else last.push(...puts);
  }
  const outcomes = await Promise.all(transactions.map((puts) => writeTogether(table, puts)));
  return outcomes.includes("overtaken") ? "overtaken" : "saved";
}

/** The response, and the pointers to it. */
function putsOf(table: Table, response: ImportedResponse) {
  const { responseId, programId, accountId, personHash, sentAt, answeredAt } = response;
  const pointers = [
    sentAt && sentOnKey(programId, sentAt.slice(0, 10), responseId),
    answeredAt && answeredOnKey(programId, answeredAt.slice(0, 10), responseId),
    accountId && accountImportedKey(accountId, responseId),
    personHash && personImportedKey(personHash, responseId),
  ];
  const put = (item: Readonly<Record<string, unknown>>) => ({ TableName: table.name, Item: toItem(item) });
  return [
    {
      Put: {
        ...put({ ...invitationKey(responseId), ...response }),
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
    ...pointers.flatMap((key) =>
      key ? [{ Put: put({ ...key, type: "pointer", version: 1, invitationId: responseId }) }] : [],
    ),
  ];
}

/** Whether every day on which an import brought something has been marked, for its figures to be worked out. */
export const areDaysMarked = async (table: Table, importId: string): Promise<boolean> =>
  (await itemAt(table, importMarkedKey(importId))) !== undefined;

/** Notes that they have. */
export async function noteDaysMarked(table: Table, importId: string): Promise<void> {
  const item = { ...importMarkedKey(importId), type: "import-marked", version: 1 };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(item) }));
}
