import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { SEND_PARTITION } from "./keys.ts";
import { DUE_INDEX, fromItem, type Table } from "./table.ts";

/** What the send queue carries. */
export type SendJob = {
  readonly invitationId: string;
  readonly accountId: string;
  readonly contactId: string;
  readonly programId: string;
};

/** A job and the time for which it stands in the index: put back meanwhile, it stands there for a later one. */
export type DueSend = SendJob & { readonly notBefore: string };

/** The invitations whose time has come, earliest first, at most `limit` of them. */
export async function invitationsDueBy(table: Table, now: Date, limit: number): Promise<DueSend[]> {
  const jobs: DueSend[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: DUE_INDEX,
        KeyConditionExpression: "duePk = :pk AND dueSk < :until",
        // "$" is the character after "#": what is due in this very millisecond is included.
        ExpressionAttributeValues: marshall({ ":pk": SEND_PARTITION, ":until": `${now.toISOString()}$` }),
        Limit: limit - jobs.length,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of page.Items ?? []) {
      const [notBefore = "", invitationId = "", accountId = "", contactId = "", programId = ""] = String(
        fromItem(item).dueSk,
      ).split("#");
      jobs.push({ invitationId, accountId, contactId, programId, notBefore });
    }
    start = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (start !== undefined && jobs.length < limit);
  return jobs;
}
