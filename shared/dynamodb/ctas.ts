import {
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { Cta } from "../domain/cta.ts";
import { ctaKey, joinableCtaKey, type Key } from "./keys.ts";
import { fromItem, type Table, toItem, unlessConditionFails } from "./table.ts";

export async function ctaById(table: Table, ctaId: string): Promise<Cta | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(ctaKey(ctaId)), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : Cta.parse(fromItem(Item));
}

type StoredItem = ReturnType<typeof toItem>;

/**
 * Opens a call to action, or joins the one that is open for the same account, kind and program: the further answer
 * and its contact are added and the earliest due date stays. Doing it again changes nothing. `beside` is written
 * where it is opened, and with it or not at all.
 */
export async function openOrJoinCta(
  table: Table,
  cta: Cta,
  beside: readonly StoredItem[] = [],
): Promise<{ kind: "opened" | "joined"; cta: Cta }> {
  const already = await ctaById(table, cta.ctaId);
  if (already !== undefined) return { kind: "opened", cta: already };
  try {
    await table.client.send(new TransactWriteItemsCommand({ TransactItems: opening(table, cta, beside) }));
    return { kind: "opened", cta };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [slot] = error.CancellationReasons ?? [];
    if (slot?.Code !== "ConditionalCheckFailed") throw error;
    const ctaId = await ctaToJoin(table, cta);
    if (ctaId === undefined) throw error;
    // Somebody else has just opened the very same.
    if (ctaId === cta.ctaId) return { kind: "opened", cta: (await ctaById(table, ctaId)) ?? cta };
    return { kind: "joined", cta: await join(table, ctaId, cta) };
  }
}

type CtaSlot = Pick<Cta, "accountId" | "program" | "kind">;

/** Of a missing role an account has one open at a time, whichever programs would ask there. */
const slotOf = ({ accountId, program, kind }: CtaSlot): Key =>
  joinableCtaKey(accountId, kind === "contact-role-missing" ? "any" : program, kind);

function opening(table: Table, cta: Cta, beside: readonly StoredItem[]) {
  return [
    {
      Put: {
        TableName: table.name,
        Item: toItem({
          ...slotOf(cta),
          type: "joinable-cta",
          version: 1,
          ctaId: cta.ctaId,
        }),
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
    {
      Put: {
        TableName: table.name,
        Item: toItem({ ...ctaKey(cta.ctaId), ...cta }),
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
    ...beside.map((Item) => ({ Put: { TableName: table.name, Item } })),
  ];
}

/** The one that is open for an account, kind and program. */
export async function ctaToJoin(table: Table, cta: CtaSlot): Promise<string | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: marshall(slotOf(cta)),
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? undefined : String(fromItem(Item).ctaId);
}

async function join(table: Table, ctaId: string, further: Cta): Promise<Cta> {
  const key = marshall(ctaKey(ctaId));
  for (const id of further.responses) await addToList(table, ctaId, "responses", id);
  for (const id of further.contacts) await addToList(table, ctaId, "contacts", id);
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: key,
        UpdateExpression: "SET dueAt = :dueAt",
        ConditionExpression: "dueAt > :dueAt",
        ExpressionAttributeValues: marshall({ ":dueAt": further.dueAt }),
      }),
    ),
  );
  return (await ctaById(table, ctaId)) ?? further;
}

/** A contact who answers again, or an answer that is delivered again, is listed once. */
async function addToList(
  table: Table,
  ctaId: string,
  list: "responses" | "contacts",
  id: string,
): Promise<void> {
  await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(ctaKey(ctaId)),
        UpdateExpression: "SET #list = list_append(#list, :ids)",
        ConditionExpression: "attribute_exists(pk) AND NOT contains(#list, :id)",
        ExpressionAttributeNames: { "#list": list },
        ExpressionAttributeValues: marshall({ ":ids": [id], ":id": id }),
      }),
    ),
  );
}
