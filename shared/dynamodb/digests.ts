import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Day } from "../domain/accounts/account.ts";
import { DigestEntry } from "../domain/ctas/digest.ts";
import { addDays } from "../domain/days.ts";
import { itemsByKey } from "./batch-get.ts";
import { DIGEST_PARTITION, digestDueKey, digestEntryKey } from "./keys.ts";
import { itemsWhere } from "./partition.ts";
import { DUE_INDEX, type Table, toItem, unlessConditionFails } from "./table.ts";

/** For how long an answer is kept after the day of its digest, also for a digest that is late. */
export const KEPT_DAYS = 30;

/** Keeps an answer for its owner's digest. Where it is kept already, it stays with the day that it was kept for. */
export async function keepForDigest(table: Table, entry: DigestEntry): Promise<void> {
  const expiresAt = Date.parse(addDays(entry.day, KEPT_DAYS)) / 1000;
  await unlessConditionFails(
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({ ...digestEntryKey(entry), ...digestDueKey(entry), ...entry, expiresAt }),
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    ),
  );
}

/** Takes an answer, given by that moment, out again; one that was given later, and kept since, stays. */
export async function dropFromDigest(
  table: Table,
  of: Parameters<typeof digestEntryKey>[0],
  givenBy: string,
): Promise<void> {
  await unlessConditionFails(
    table.client.send(
      new DeleteItemCommand({
        TableName: table.name,
        Key: toItem(digestEntryKey(of)),
        ConditionExpression: "answeredAt <= :givenBy",
        ExpressionAttributeValues: toItem({ ":givenBy": givenBy }),
      }),
    ),
  );
}

/** The answers that are kept for the digests of the days behind `after`, up to `upTo`. */
export async function digestEntries(table: Table, after: Day, upTo: Day): Promise<DigestEntry[]> {
  const listed = await itemsWhere(table, {
    index: DUE_INDEX,
    where: "duePk = :pk AND dueSk BETWEEN :from AND :to",
    // "$" is the character after "#": every answer of the day itself is included, and of the one before none.
    values: { ":pk": DIGEST_PARTITION, ":from": `${after}$`, ":to": `${upTo}$` },
  });
  const keys = listed.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
  return (await itemsByKey(table, keys, { consistent: true })).map((item) => DigestEntry.parse(item));
}
