import { QueryCommand, type QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { fromItem, type Table } from "./table.ts";

/** Every item of a partition, of whatever type, in the order of the sort key. */
export async function itemsOfPartition(
  table: Table,
  partition: string,
  { consistent = false }: { readonly consistent?: boolean } = {},
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: QueryCommandOutput["LastEvaluatedKey"];
  do {
    const page: QueryCommandOutput = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: marshall({ ":pk": partition }),
        ConsistentRead: consistent,
        ExclusiveStartKey: start,
      }),
    );
    items.push(...(page.Items ?? []).map((item) => fromItem(item)));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}
