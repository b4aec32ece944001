import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Day } from "../domain/accounts/account.ts";
import type { Cta } from "../domain/ctas/cta.ts";
import { Silence } from "../domain/ctas/silence.ts";
import { openOrJoinCta } from "./ctas.ts";
import {
  accountKey,
  MILESTONE_SHARDS,
  renewalDueKey,
  renewalDuePartition,
  SILENCE_PREFIX,
  silenceKey,
} from "./keys.ts";
import { itemsWhere, itemsWithPrefix } from "./partition.ts";
import { DUE_INDEX, type Table, toItem, unlessConditionFails } from "./table.ts";

/** An account before whose renewal silence is to be looked for. */
export type ComingRenewal = { readonly accountId: string; readonly renewalOn: Day };

/** The accounts that renew from one day to another, both inclusive, and have not been looked at before that renewal. */
export async function comingRenewals(table: Table, from: Day, to: Day): Promise<ComingRenewal[]> {
  const shards = Array.from({ length: MILESTONE_SHARDS }, (_, shard) =>
    itemsWhere(table, {
      index: DUE_INDEX,
      where: "duePk = :pk AND dueSk BETWEEN :from AND :to",
      // "$" is the character after "#": everything of the day itself is included.
      values: { ":pk": renewalDuePartition(shard), ":from": from, ":to": `${to}$` },
    }),
  );
  return (await Promise.all(shards)).flat().map(({ dueSk }) => {
    const [renewalOn = "", accountId = ""] = String(dueSk).split("#");
    return { accountId, renewalOn };
  });
}

/** Takes an account off the index that has been looked at, unless its renewal has been moved since. */
export async function leaveRenewals(table: Table, { accountId, renewalOn }: ComingRenewal): Promise<void> {
  const { dueSk } = renewalDueKey(accountId, renewalOn);
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(accountKey(accountId)),
        UpdateExpression: "REMOVE duePk, dueSk",
        ConditionExpression: "dueSk = :seen",
        ExpressionAttributeValues: marshall({ ":seen": dueSk }),
      }),
    ),
  );
}

/** The terms in which an account was silent. */
export async function silencesOf(table: Table, accountId: string): Promise<Silence[]> {
  const items = await itemsWithPrefix(table, accountKey(accountId).pk, SILENCE_PREFIX);
  return items.map((item) => Silence.parse(item));
}

/** Opens the call to action of a silence, or joins the account's that is still open from a term before. */
export async function openSilence(table: Table, silence: Silence, cta: Cta): Promise<"opened" | "joined"> {
  const key = silenceKey(silence);
  const { ctaId } = cta;
  const outcome = await openOrJoinCta(table, cta, [toItem({ ...key, ...silence, ctaId })]);
  if (outcome.kind === "joined") {
    const Item = toItem({ ...key, ...silence, ctaId: outcome.cta.ctaId });
    await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  }
  return outcome.kind;
}
