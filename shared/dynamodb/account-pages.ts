import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { fromItem, type Table } from "./table.ts";

const Place = z.object({ pk: z.string(), sk: z.string() });

/** What one call reads, accounts or not. */
const ITEMS_PER_PAGE = 1000;

/**
 * The ids of the accounts among the next thousand items, in no order, and from where to go on: undefined at the end.
 * Reads the whole table in the end, so it is for work that nobody waits for.
 */
export async function accountIdsPage(
  table: Table,
  after: string | undefined,
  limit: number = ITEMS_PER_PAGE,
): Promise<{ readonly accountIds: string[]; readonly next: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new ScanCommand({
      TableName: table.name,
      FilterExpression: "sk = :account",
      ProjectionExpression: "accountId",
      ExpressionAttributeValues: marshall({ ":account": "ACCOUNT" }),
      ExclusiveStartKey: after === undefined ? undefined : marshall(Place.parse(JSON.parse(after))),
      Limit: limit,
    }),
  );
  return {
    accountIds: Items.map((item) => String(fromItem(item).accountId)),
    next: LastEvaluatedKey === undefined ? undefined : JSON.stringify(fromItem(LastEvaluatedKey)),
  };
}
