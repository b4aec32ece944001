import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Cta } from "../domain/ctas/cta.ts";
import { MissingRole } from "../domain/programs/missing-role.ts";
import { itemsByKey } from "./batch-get.ts";
import { openOrJoinCta } from "./ctas.ts";
import { missingRoleKey, UNTOLD_PARTITION, untoldKey } from "./keys.ts";
import { itemAt, itemsWhere } from "./partition.ts";
import { DUE_INDEX, type Table, toItem } from "./table.ts";

/**
 * Opens the call to action of a missing role, or joins the account's that is open. `known` where its occasion has
 * done so before, also where that call to action has been closed since.
 */
export async function openOrJoinMissingRole(
  table: Table,
  found: MissingRole,
  cta: Cta,
): Promise<{ readonly kind: "opened" | "joined"; readonly cta: Cta } | { readonly kind: "known" }> {
  const key = missingRoleKey(found);
  if ((await itemAt(table, key)) !== undefined) return { kind: "known" };
  const { ctaId } = cta;
  const outcome = await openOrJoinCta(table, cta, [toItem({ ...key, ...untoldKey(ctaId), ...found, ctaId })]);
  if (outcome.kind === "joined") {
    const joined = toItem({ ...key, ...found, ctaId: outcome.cta.ctaId });
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: joined }));
  }
  return outcome;
}

/** The missing roles that opened a call to action of which nobody has been told for certain. */
export async function untoldMissingRoles(table: Table): Promise<MissingRole[]> {
  const listed = await itemsWhere(table, {
    index: DUE_INDEX,
    where: "duePk = :pk",
    values: { ":pk": UNTOLD_PARTITION },
  });
  const keys = listed.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
  const items = await itemsByKey(table, keys, { consistent: true });
  // The index may lag behind: what has been told since has left it.
  return items.filter(({ duePk }) => duePk !== undefined).map((item) => MissingRole.parse(item));
}

export async function markTold(table: Table, found: MissingRole): Promise<void> {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(missingRoleKey(found)),
      UpdateExpression: "REMOVE duePk, dueSk",
    }),
  );
}
