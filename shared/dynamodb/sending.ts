import { SEND_PARTITION } from "./keys.ts";
import { itemsWhere } from "./partition.ts";
import { DUE_INDEX, type Table } from "./table.ts";

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
  const items = await itemsWhere(table, {
    index: DUE_INDEX,
    where: "duePk = :pk AND dueSk < :until",
    // "$" is the character after "#": what is due in this very millisecond is included.
    values: { ":pk": SEND_PARTITION, ":until": `${now.toISOString()}$` },
    most: limit,
  });
  return items.map((item) => {
    const [notBefore = "", invitationId = "", accountId = "", contactId = "", programId = ""] = String(
      item.dueSk,
    ).split("#");
    return { invitationId, accountId, contactId, programId, notBefore };
  });
}
