import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Milestone } from "../domain/milestone.ts";
import { accountKey } from "./keys.ts";
import { milestoneFrom } from "./milestones.ts";
import { fromItem, type Table } from "./table.ts";

/**
 * What an account has to be done and is planned for it. One range of its partition holds both, and leaves its
 * contacts out, of whom there may be many.
 */
export async function aheadOf(
  table: Table,
  accountId: string,
): Promise<{ readonly openCtas: number; readonly milestones: readonly Milestone[] }> {
  const milestones: Milestone[] = [];
  let openCtas = 0;
  let start: Record<string, never> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :ctas AND :milestones",
        // "$" is the character after "#": every milestone is included.
        ExpressionAttributeValues: marshall({
          ":pk": accountKey(accountId).pk,
          ":ctas": "CTA#",
          ":milestones": "MILESTONE$",
        }),
        ExclusiveStartKey: start,
      }),
    );
    for (const item of (page.Items ?? []).map((one) => fromItem(one))) {
      if (item.type === "joinable-cta") openCtas++;
      if (item.type === "milestone") milestones.push(milestoneFrom(item));
    }
    start = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (start !== undefined);
  return { openCtas, milestones };
}
