import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Day } from "../domain/account.ts";
import { isOpen, Milestone } from "../domain/milestone.ts";
import { fieldUpdate } from "./field-update.ts";
import {
  accountKey,
  MILESTONE_SHARDS,
  milestoneDueKey,
  milestoneDuePartition,
  milestoneKey,
} from "./keys.ts";
import { itemsWhere, itemsWithPrefix } from "./partition.ts";
import { DUE_INDEX, type Table, unlessConditionFails } from "./table.ts";

/** Reads a stored milestone; the contacts asked are kept as a set. */
export function milestoneFrom(item: Readonly<Record<string, unknown>>): Milestone {
  const contacts = item.contacts instanceof Set ? [...item.contacts] : [];
  return Milestone.parse({ ...item, contacts });
}

export async function milestonesOf(table: Table, accountId: string): Promise<Milestone[]> {
  return (await itemsWithPrefix(table, accountKey(accountId).pk, "MILESTONE#")).map(milestoneFrom);
}

/** Writes what the planning decided. Who was asked in the cycle is never overwritten. */
export async function saveMilestone(table: Table, milestone: Milestone): Promise<void> {
  await table.client.send(new UpdateItemCommand(milestoneUpdate(table, milestone)));
}

function milestoneUpdate(table: Table, milestone: Milestone) {
  const { accountId, programId, cycle, contacts, ...rest } = milestone;
  const due = isOpen(milestone) ? milestoneDueKey(programId, accountId, cycle, milestone.lookOn) : {};
  const fields: Record<string, unknown> = { ...rest, accountId, programId, cycle, ...due };
  const names = Object.keys(fields).filter((name) => fields[name] !== undefined);
  const sets = `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`;
  return {
    TableName: table.name,
    Key: marshall(milestoneKey(accountId, programId, cycle)),
    UpdateExpression:
      sets +
      (isOpen(milestone) ? "" : " REMOVE duePk, dueSk") +
      (contacts.length > 0 ? " ADD contacts :contacts" : ""),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: marshall({
      ...Object.fromEntries(names.map((name) => [`:${name}`, fields[name]])),
      ...(contacts.length > 0 ? { ":contacts": new Set(contacts) } : {}),
    }),
  };
}

/**
 * Writes what a run decided. Where the milestone was moved, withdrawn or decided meanwhile, only who was asked is
 * kept, and it stands as it is.
 */
export async function settleMilestone(table: Table, seenDueOn: Day, milestone: Milestone): Promise<void> {
  const update = milestoneUpdate(table, milestone);
  const settled = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        ...update,
        ConditionExpression: "#dueOn = :seen AND #status IN (:planned, :waiting)",
        ExpressionAttributeValues: {
          ...update.ExpressionAttributeValues,
          ...marshall({ ":seen": seenDueOn, ":planned": "planned", ":waiting": "waiting" }),
        },
      }),
    ),
  );
  if (settled.kind === "written" || milestone.contacts.length === 0) return;
  const { lastAskedOn = milestone.dueOn, cappedOn } = milestone;
  const asked = fieldUpdate({ lastAskedOn, ...(cappedOn === undefined ? {} : { cappedOn }) });
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(milestoneKey(milestone.accountId, milestone.programId, milestone.cycle)),
      ...asked,
      UpdateExpression: `${asked.UpdateExpression} ADD contacts :contacts`,
      ExpressionAttributeValues: {
        ...asked.ExpressionAttributeValues,
        ...marshall({ ":contacts": new Set(milestone.contacts) }),
      },
    }),
  );
}

export type DueMilestone = { readonly accountId: string; readonly cycle: string; readonly lookOn: Day };

/**
 * The milestones of a program to be looked at from one day to another, both inclusive, in the order of their
 * accounts. Reads what is due, not what exists: each shard's range of the sparse index, and nothing else.
 */
export async function milestonesToLookAt(
  table: Table,
  programId: string,
  from: Day,
  to: Day,
): Promise<DueMilestone[]> {
  const shards = Array.from({ length: MILESTONE_SHARDS }, (_, shard) =>
    dueInShard(table, programId, shard, from, to),
  );
  return (await Promise.all(shards)).flat().sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
}

async function dueInShard(
  table: Table,
  programId: string,
  shard: number,
  from: Day,
  to: Day,
): Promise<DueMilestone[]> {
  const items = await itemsWhere(table, {
    index: DUE_INDEX,
    where: "duePk = :pk AND dueSk BETWEEN :from AND :to",
    // "$" is the character after "#": everything of the day itself is included.
    values: { ":pk": milestoneDuePartition(programId, shard), ":from": from, ":to": `${to}$` },
  });
  return items.map((item) => {
    const [lookOn = "", accountId = "", cycle = ""] = String(item.dueSk).split("#");
    return { accountId, cycle, lookOn };
  });
}
