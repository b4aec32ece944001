import {
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import type { Table } from "./table.ts";

/** DynamoDB's limit for one transaction. */
export const MAX_ACTIONS = 100;

/**
 * Writes all of these or none. Each takes twice the write units that it takes by itself, and all together one request.
 *
 * @returns `overtaken` where a condition did not hold, somebody else was writing one of them at the same time, or the table
 * had too much to do: the SDK tries none of these again
 */
export async function writeTogether(
  table: Table,
  actions: readonly TransactWriteItem[],
): Promise<"written" | "overtaken"> {
  try {
    await table.client.send(new TransactWriteItemsCommand({ TransactItems: [...actions] }));
    return "written";
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (!reasons.some(({ Code = "" }) => OVERTAKEN.includes(Code))) throw error;
    return "overtaken";
  }
}

const OVERTAKEN = [
  "ConditionalCheckFailed",
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
];
