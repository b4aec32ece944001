import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { Cta } from "../domain/cta.ts";
import { ctaKey } from "./keys.ts";
import { fromItem, type Table } from "./table.ts";

/** Calls to action in the order of their ids: at most `limit`, from behind `after`. */
export async function ctasInOrder(
  table: Table,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<Cta[]> {
  const { Items } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: page.after === undefined ? "pk = :pk" : "pk = :pk AND sk > :after",
      ExpressionAttributeValues: marshall(
        { ":pk": ctaKey("").pk, ":after": page.after },
        { removeUndefinedValues: true },
      ),
      Limit: page.limit,
    }),
  );
  return (Items ?? []).map((item) => Cta.parse(fromItem(item)));
}
