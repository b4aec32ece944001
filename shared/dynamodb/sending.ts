import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { invitationKey, type MailKind, SEND_PARTITION, sendDueKey } from "./keys.ts";
import { itemsWhere } from "./partition.ts";
import { DUE_INDEX, type Table, unlessConditionFails } from "./table.ts";

/** What the send queue carries: one mail of an invitation. */
export type SendJob = {
  readonly kind: MailKind;
  readonly invitationId: string;
  readonly accountId: string;
  readonly contactId: string;
  readonly programId: string;
  readonly personHash: string;
  /** Its slot within SES's rate, in milliseconds since 1970; as soon as possible without one. */
  readonly sendAt?: number;
  /** How far apart slots were, in milliseconds, when it got its own. */
  readonly everyMs?: number;
};

/** A job and the time for which it stands in the index: put back meanwhile, it stands there for a later one. */
export type DueSend = SendJob & { readonly notBefore: string };

/** The mails whose time has come, earliest first, at most `limit` of them. */
export async function invitationsDueBy(table: Table, now: Date, limit: number): Promise<DueSend[]> {
  const items = await itemsWhere(table, {
    index: DUE_INDEX,
    where: "duePk = :pk AND dueSk < :until",
    // "$" is the character after "#": what is due in this very millisecond is included.
    values: { ":pk": SEND_PARTITION, ":until": `${now.toISOString()}$` },
    most: limit,
  });
  return items.map((item) => {
    const [
      notBefore = "",
      invitationId = "",
      accountId = "",
      contactId = "",
      programId = "",
      personHash = "",
      kind = "",
    ] = String(item.dueSk).split("#");
    const ids = { invitationId, accountId, contactId, programId, personHash };
    return { kind: kind === "reminder" ? kind : "survey", ...ids, notBefore };
  });
}

/** Takes a mail off the index where it still waits there for this time, and leaves the invitation as it is. */
export async function takeOffIndex(table: Table, due: DueSend): Promise<void> {
  const { dueSk } = sendDueKey(due.notBefore, due, due.kind);
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(invitationKey(due.invitationId)),
        UpdateExpression: "REMOVE duePk, dueSk",
        ConditionExpression: "dueSk = :seen",
        ExpressionAttributeValues: marshall({ ":seen": dueSk }),
      }),
    ),
  );
}
